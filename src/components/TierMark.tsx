// How far from normal, for the eye: a shape of its own for every tier, in the tier's colour.
import { useTheme2 } from '@grafana/ui';
import { type Tier, tierColor } from './tiers';

const shapes: Record<Tier, string> = {
  0: 'M2 6.75h8v-1.5h-8z', // a level line
  1: 'M6 2.5l4 7h-8zM6 5.2l-1.9 3.2h3.8z', // hollow triangle
  2: 'M6 1.5l5 9h-10z', // triangle
  3: 'M6 .5l5.5 5.5l-5.5 5.5l-5.5-5.5z', // diamond
};

export function TierMark({ tier, size = 12 }: { tier: Tier; size?: number }) {
  const theme = useTheme2();
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      <path d={shapes[tier]} fill={tierColor(theme, tier)} fillRule="evenodd" />
    </svg>
  );
}
