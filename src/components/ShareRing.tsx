// How much of a whole, for the eye: a ring that closes. The number stands beside it.
import { useTheme2 } from '@grafana/ui';

const size = 12;
const radius = 4.5;
const round = 2 * Math.PI * radius;

export function ShareRing({ share }: { share: number }) {
  const theme = useTheme2();
  const circle = { cx: size / 2, cy: size / 2, r: radius, fill: 'none', strokeWidth: 2.5 } as const;
  const drawn = round * Math.min(1, Math.max(0, share));
  return (
    <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true" focusable="false">
      <circle {...circle} stroke={theme.colors.border.medium} />
      <circle
        {...circle}
        stroke={theme.colors.text.secondary}
        strokeDasharray={`${drawn.toFixed(2)} ${round.toFixed(2)}`}
        transform={`rotate(-90 ${size / 2} ${size / 2})`}
      />
    </svg>
  );
}
