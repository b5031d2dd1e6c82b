// How does a text of the interface get its translation? Through Grafana's i18n,
// with values as they are: i18next would turn "a/b" of a label into entities.
import { t as translate } from '@grafana/i18n';

type Values = Record<string, string | number>;

const asIs = { interpolation: { escapeValue: false } };

/** The text of `id` with `{{name}}` replaced by `values.name`. */
export function t(id: string, text: string, values: Values = {}): string {
  return translate(id, text, { ...values, ...asIs });
}

/** The text of `id` for `count` things; `{{count}}` is the number. */
export function plural(id: string, one: string, other: string, count: number, values: Values = {}): string {
  return translate(id, other, { ...values, ...asIs, count, defaultValue_one: one, defaultValue_other: other });
}
