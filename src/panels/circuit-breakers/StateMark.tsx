// The state of a breaker for the eye: full, half, empty, or a question mark.
import { useTheme2 } from '@grafana/ui';
import { type State } from './states';

export function StateMark({ state }: { state: State }) {
  const theme = useTheme2();
  const color = {
    open: theme.colors.error.text,
    'half-open': theme.colors.warning.text,
    closed: theme.colors.text.secondary,
    unknown: theme.colors.text.secondary,
  }[state];
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      {state === 'unknown' ? (
        <text x="7" y="11.5" textAnchor="middle" fontSize="13" fontWeight="600" fill={color}>
          ?
        </text>
      ) : (
        <>
          <circle cx="7" cy="7" r="5.5" fill={state === 'closed' ? color : 'none'} stroke={color} strokeWidth="2" />
          {state === 'half-open' && <path d="M7 1.5a5.5 5.5 0 0 1 0 11z" fill={color} />}
        </>
      )}
    </svg>
  );
}
