// How did it go? A line without axes, for a glance; its words are the caller's.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type Tier, tierColor } from './tiers';

interface Props {
  values: number[];
  tier?: Tier;
  className?: string;
}

const width = 64;
const height = 18;

export function Sparkline({ values, tier = 0, className }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const shown = values.slice(-60);
  const top = Math.max(...shown);
  const end = shown.at(-1);
  if (shown.length < 2 || end === undefined || top <= 0) {
    return null;
  }
  const x = (index: number) => 2 + (index / (shown.length - 1)) * (width - 4);
  const y = (value: number) => height - 2 - (value / top) * (height - 4);
  const points = shown.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return (
    <svg className={cx(styles.line, className)} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
      <circle cx={x(shown.length - 1)} cy={y(end)} r="2" fill={tierColor(theme, tier)} />
    </svg>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ width, height, flex: 'none', color: theme.colors.text.disabled }),
});
