// What does a query look like once the dashboard's variables have their values?
import { type ScopedVars } from '@grafana/data';
import { type TemplateSrv } from '@grafana/runtime';
import { type Query, type TableQuery } from './types';

type Replace = Pick<TemplateSrv, 'replace'>['replace'];

/** Around and between the values of a variable with several; no label value has them. */
const [opening, separator, closing] = ['\u0001', '\u0000', '\u0002'];

const several = new RegExp(`${opening}([^${closing}]*)${closing}`);

const each = (value: unknown): string =>
  Array.isArray(value) ? `${opening}${value.join(separator)}${closing}` : String(value);

/**
 * Replaces variables in every text of a query. A variable with several values becomes
 * several operations; where only one can stand, several mean all of them.
 */
export function interpolate<Q extends Query>(query: Q, replace: Replace, scopedVars: ScopedVars): Q {
  const values = (text: string) => valuesIn(text, replace, scopedVars);
  const one = (text: string) => onlyValue(text, replace, scopedVars);
  const many = (list: string[] | undefined) => list?.flatMap(values).filter((value) => value !== '');
  return {
    ...query,
    ...(query.system !== undefined && { system: one(query.system) ?? '' }),
    ...(query.operations && { operations: many(query.operations) }),
    ...(query.labels && { labels: labelsOf(query.labels, one) }),
    ...(query.queryType === 'targets' && query.ids && { ids: many(query.ids) }),
    ...(query.queryType === 'breakers' && query.components && { components: many(query.components) }),
    ...(query.queryType === 'table' && sides(query, one)),
  };
}

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

/** Of a text in whose place only one can stand; undefined where a variable in it has several. */
export function onlyValue(text: string, replace: Replace, scopedVars?: ScopedVars): string | undefined {
  const found = valuesIn(text, replace, scopedVars);
  return found.length === 1 ? found[0] : undefined;
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

function labelsOf(labels: Record<string, string>, one: (text: string) => string | undefined) {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => {
      const only = one(value);
      return only === undefined ? [] : [[one(name) ?? name, only]];
    })
  );
}
