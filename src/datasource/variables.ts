// What does a query look like once the dashboard's variables have their values?
import { type AdHocVariableFilter, type ScopedVars } from '@grafana/data';
import { type TemplateSrv } from '@grafana/runtime';
import { t } from '../components/text';
import { type LabelMatcher, operators, type Query, type TableQuery } from './types';

type Replace = Pick<TemplateSrv, 'replace'>['replace'];

/** Around and between the values of a variable with several; no label value has them. */
const [opening, separator, closing] = ['\u0001', '\u0000', '\u0002'];

const several = new RegExp(`${opening}([^${closing}]*)${closing}`);

const each = (value: unknown): string =>
  Array.isArray(value) ? `${opening}${value.join(separator)}${closing}` : String(value);

/**
 * Replaces variables in every text of a query, and adds the dashboard's filters. A variable with several values
 * becomes several operations, or any of several values of a label; where only one can stand, several mean all of them.
 */
export function interpolate<Q extends Query>(
  query: Q,
  replace: Replace,
  scopedVars: ScopedVars,
  filters: AdHocVariableFilter[] = []
): Q {
  const values = (text: string) => valuesIn(text, replace, scopedVars);
  const one = (text: string) => onlyValue(text, replace, scopedVars);
  const many = (list: string[] | undefined) => {
    const all = list?.flatMap(values).filter((value) => value !== '');
    return all?.some(isAll) ? [] : all;
  };
  return {
    ...query,
    ...(query.system !== undefined && { system: one(query.system) ?? '' }),
    ...(query.operations && { operations: many(query.operations) }),
    ...conditionsOn(query, replace, scopedVars, filters),
    ...(query.queryType === 'targets' && query.ids && { ids: many(query.ids) }),
    ...(query.queryType === 'breakers' && query.components && { components: many(query.components) }),
    ...(query.queryType === 'table' && sides(query, one)),
  };
}

/** What a variable that a dashboard shares with panels of Prometheus has as its own value of All; nothing is called so. */
const isAll = (value: string) => value === '.*' || value === '.+';

const valuesIn = (text: string, replace: Replace, scopedVars?: ScopedVars) => spread(replace(text, scopedVars, each));

/** Every value of a variable stands within all of the text around it, beside every value of the next. */
function spread(text: string): string[] {
  const found = several.exec(text);
  if (!found) {
    return [text];
  }
  const before = text.slice(0, found.index);
  const after = spread(text.slice(found.index + found[0].length));
  return (found[1] ?? '').split(separator).flatMap((value) => after.map((rest) => before + value + rest));
}

/** Of a text in whose place only one can stand; undefined where a variable in it has several, or all. */
export function onlyValue(text: string, replace: Replace, scopedVars?: ScopedVars): string | undefined {
  const found = valuesIn(text, replace, scopedVars);
  return isSeveral(found) ? undefined : found[0];
}

/** What is compared with what; one side cannot be several. */
function sides(query: TableQuery, one: (text: string) => string | undefined): Partial<TableQuery> {
  const fields = ['baseline', 'current', 'deployment'] as const;
  return Object.fromEntries(
    fields.flatMap((name) => {
      const text = query[name];
      return text === undefined ? [] : [[name, one(text) ?? '']];
    })
  );
}

/** What is asked of labels: one value is a label of the query, several are an expression. */
function conditionsOn(
  { labels, matchers }: Query,
  replace: Replace,
  scopedVars: ScopedVars,
  filters: AdHocVariableFilter[]
): Pick<Query, 'labels' | 'matchers'> {
  const named = (text: string) => onlyValue(text, replace, scopedVars) ?? text;
  const equal = Object.entries(labels ?? {}).map(
    ([label, value]) => [named(label), valuesIn(value, replace, scopedVars)] as const
  );
  const all = [
    ...equal.flatMap(([label, values]) => (isSeveral(values) ? [anyOf(label, '=~', values)] : [])),
    ...(matchers ?? []).map(({ label, operator, value }): LabelMatcher => {
      if (isExpression(operator)) {
        return { label: named(label), operator, value: replace(value, scopedVars, asExpression) };
      }
      const values = valuesIn(value, replace, scopedVars);
      return isSeveral(values)
        ? anyOf(named(label), operator === '=' ? '=~' : '!~', values)
        : { label: named(label), operator, value: values[0] ?? '' };
    }),
    ...filters.map(ofFilter),
  ];
  return {
    ...(labels && {
      labels: Object.fromEntries(
        equal.flatMap(([label, values]) => (isSeveral(values) ? [] : [[label, values[0] ?? '']]))
      ),
    }),
    ...(all.length > 0 && { matchers: all }),
  };
}

const isExpression = (operator: string) => operator === '=~' || operator === '!~';

const escaped = (value: string) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const alternatives = (values: string[]) => values.map(escaped).join('|');

const isSeveral = (values: string[]) => values.length > 1 || values.some(isAll);

const anyOf = (label: string, operator: '=~' | '!~', values: string[]): LabelMatcher => ({
  label,
  operator,
  value: values.find(isAll) ?? alternatives(values),
});

/** What Grafana says of a variable besides its value. */
interface Variable {
  multi?: boolean;
  includeAll?: boolean;
}

/**
 * Several values are any of them; a single one may itself be an expression that somebody typed, unless it is one of a
 * list: in a repeated panel, or beside All.
 */
const asExpression = (value: unknown, { multi, includeAll }: Variable = {}): string => {
  if (Array.isArray(value)) {
    return `(${alternatives(value.map(String))})`;
  }
  return multi || includeAll ? escaped(String(value)) : String(value);
};

/** A filter of the dashboard as a condition. */
function ofFilter({ key, operator, value, values = [value] }: AdHocVariableFilter): LabelMatcher {
  const known = operators.find((each) => each === operator);
  if (known) {
    return { label: key, operator: known, value };
  }
  if (operator === '=|' || operator === '!=|') {
    return anyOf(key, operator === '=|' ? '=~' : '!~', values);
  }
  throw new Error(
    t('filter.operator', 'Labels cannot be filtered by {{operator}}: choose one of {{operators}}.', {
      operator,
      operators: [...operators, '=|', '!=|'].join(', '),
    })
  );
}
