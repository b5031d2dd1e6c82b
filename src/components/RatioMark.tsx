// How far from normal, drawn: the ratio and its interval on the logarithmic scale, the tier as shape and colour.
import { css } from '@emotion/css';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { placeOfRatio } from './ratioScale';
import { documentedFactors, type Tier, tierColor } from './tiers';

interface Props {
  ratio: number | undefined;
  low?: number;
  high?: number;
  tier: Tier;
}

const width = 140;
const height = 14;
const ticks = [1, documentedFactors.warning, documentedFactors.critical];
const x = (ratio: number) => Math.round(10 * (4 + placeOfRatio(ratio) * (width - 8))) / 10;

/** Decoration: the number and the word stand beside it. */
export function RatioMark({ ratio, low, high, tier }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const color = tierColor(theme, tier);
  return (
    <svg className={styles.mark} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {ticks.map((tick) => (
        <path
          key={tick}
          d={`M${x(tick)} 1V${height - 1}`}
          stroke={tick === 1 ? theme.colors.text.disabled : theme.colors.border.medium}
        />
      ))}
      {low !== undefined && high !== undefined && (
        <path d={`M${x(low)} ${height / 2}H${x(high)}`} stroke={color} strokeWidth={2} opacity={0.55} />
      )}
      {ratio !== undefined && <path d={shape(tier, x(ratio))} fill={color} />}
    </svg>
  );
}

/** A dot while normal, a triangle from info on, a diamond when critical: the shapes of TierMark. */
function shape(tier: Tier, at: number): string {
  const middle = height / 2;
  switch (tier) {
    case 3:
      return `M${at} ${middle - 5}l5 5l-5 5l-5 -5z`;
    case 2:
    case 1:
      return `M${at - 4.5} ${middle + 4}h9l-4.5 -8.5z`;
    default:
      return `M${at - 3} ${middle}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z`;
  }
}

const getStyles = () => ({
  mark: css({ width, height, flex: 'none', display: 'block' }),
});
