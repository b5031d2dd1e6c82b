// What state is a breaker in, as a word and a colour? Never a guessed closed.
import { type Field, FieldType, type GrafanaTheme2 } from '@grafana/data';
import { t } from '../../components/text';

export type State = 'closed' | 'half-open' | 'open' | 'unknown';

/** 0, 1, 2 as the data source has them; words as other sources do. Everything else is not measured. */
export function toState(value: unknown): State {
  switch (typeof value === 'string' ? value.toLowerCase().replace(/[\s_]/g, '-') : value) {
    case 0:
    case 'closed':
    case 'close':
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

/**
 * What a value of a field says. A value mapping comes first, because libraries number their states differently; then a
 * metric that is 1 while the breaker is open says so by its name, as Envoy's `…_default_cx_open`.
 */
export function stateAt(field: Field, row: number): State {
  const value: unknown = field.values[row];
  const text = textOf(field, value);
  if (text !== undefined) {
    return toState(text);
  }
  if (field.type === FieldType.boolean || isOpenFlag(field)) {
    return value === true || value === 1 ? 'open' : value === false || value === 0 ? 'closed' : 'unknown';
  }
  return toState(typeof value === 'string' ? Number(value) : value);
}

/** What a value of a field says beyond its state: its text, or the number that no text stands for. */
export function furtherWordAt(field: Field, row: number): string | undefined {
  const value: unknown = field.values[row];
  const text = textOf(field, value);
  return text === undefined && typeof value === 'number' && stateAt(field, row) === 'unknown'
    ? t('state.number', 'in state {{number}}', { number: value })
    : furtherWord(text);
}

/** The text of a value: of its mapping, of an enum, or its own. Some sources have their numbers as text. */
function textOf(field: Field, value: unknown): string | undefined {
  const mapped = mappedText(field, value);
  if (mapped !== undefined) {
    return mapped;
  }
  if (field.type === FieldType.enum && typeof value === 'number') {
    return field.config.type?.enum?.text?.[value] ?? '';
  }
  return typeof value === 'string' && (value.trim() === '' || Number.isNaN(Number(value))) ? value : undefined;
}

/** A library may number its states as it likes, but they are few and whole: 71.3 is something else. */
export const couldBeState = (value: unknown) =>
  value === null || value === undefined || (Number.isInteger(value) && Math.abs(Number(value)) < 10);

const isOpenFlag = ({ name, labels, config }: Field) =>
  [name, labels?.__name__, config.displayName].some((each) => /(^|[_\s])open$/i.test(each ?? ''));

export function mappedText(field: Field, value: unknown): string | undefined {
  const text = field.config.mappings?.length ? field.display?.(value).text : undefined;
  // A value without a mapping is displayed as the number that it is.
  return text && Number.isNaN(Number.parseFloat(text)) ? text : undefined;
}

/** The word of a program that says more than the state does: "forced open", "disabled"; undefined where it does not. */
export function furtherWord(word: string | undefined): string | undefined {
  const plain = word?.toLowerCase().replace(/[-_]/g, ' ').trim();
  return plain && !['closed', 'close', 'open', 'half open', 'halfopen', 'not measured'].includes(plain)
    ? plain
    : undefined;
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
