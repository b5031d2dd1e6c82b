// When would it have fired? A strip of the last 14 days; the words beside it say the same.
import { css } from '@emotion/css';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { tierColor, type Tier } from '../../../components/tiers';
import { type Preview } from './preview';

const width = 168;
const height = 16;
const day = 86_400_000;

export function Strip({ preview, tier }: { preview: Preview; tier: Tier }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { from, to, stretches } = preview;
  const x = (time: number) => ((time - from) / (to - from)) * width;
  const nights = Array.from({ length: Math.floor((to - from) / day) }, (_, index) => x(to - index * day));
  return (
    <svg className={styles.strip} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <path d={`M0 ${height - 1}H${width}`} stroke={theme.colors.border.medium} />
      {nights.map((at) => (
        <path key={at} d={`M${at} ${height - 4}V${height}`} stroke={theme.colors.border.medium} />
      ))}
      {stretches.map((each) => (
        <rect
          key={each.from}
          x={Math.min(x(each.from), width - 2)}
          width={Math.max(2, x(each.to) - x(each.from))}
          y={1}
          height={height - 5}
          fill={tierColor(theme, tier)}
        />
      ))}
    </svg>
  );
}

const getStyles = () => ({
  strip: css({ width, height, flex: 'none', display: 'block' }),
});
