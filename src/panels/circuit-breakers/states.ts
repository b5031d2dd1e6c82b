// What state is a breaker in, as a word and a colour? Never a guessed closed.
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '../../components/text';

export type State = 'closed' | 'half-open' | 'open' | 'unknown';

/** 0, 1, 2 as the data source has them; words as other sources do. Everything else is not measured. */
export function toState(value: unknown): State {
  switch (typeof value === 'string' ? value.toLowerCase().replace(/[\s_]/g, '-') : value) {
    case 0:
    case 'closed':
      return 'closed';
    case 1:
    case 'half-open':
    case 'halfopen':
      return 'half-open';
    case 2:
    case 'open':
    case 'forced-open':
      return 'open';
    default:
      return 'unknown';
  }
}

export function stateWord(state: State): string {
  switch (state) {
    case 'closed':
      return t('state.closed', 'closed');
    case 'half-open':
      return t('state.halfOpen', 'half-open');
    case 'open':
      return t('state.open', 'open');
    default:
      return t('state.unknown', 'state not measured');
  }
}

/** Closed is the quiet state and has a quiet colour. */
export function stateColor(theme: GrafanaTheme2, state: State): string {
  switch (state) {
    case 'open':
      return theme.colors.error.main;
    case 'half-open':
      return theme.colors.warning.main;
    case 'closed':
      return theme.colors.text.disabled;
    default:
      return theme.colors.border.medium;
  }
}

/** The worse, the higher. */
export const severity: Record<State, number> = { open: 3, 'half-open': 2, unknown: 1, closed: 0 };
