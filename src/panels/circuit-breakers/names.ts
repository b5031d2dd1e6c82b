// What is a breaker called, and what tells it from another one of the same name?
import { type DataFrame, type Field, type Labels } from '@grafana/data';

/** The fields of a table, and the labels of a series, that name a breaker. */
export const componentNames = ['component', 'name', 'breaker', 'circuit_breaker', 'envoy_cluster_name'];

export const componentOf = (labels: Labels) => componentNames.map((name) => labels[name]).find(Boolean);

/** What a person called a series: by renaming it, or by the legend of the query. All labels in braces is no such name. */
export function chosenName({ config }: Field): string | undefined {
  const legend = config.displayNameFromDS?.includes('="') ? undefined : config.displayNameFromDS;
  return config.displayName || legend || undefined;
}

/** The name of a series that has no label. */
export const seriesName = (frame: DataFrame, value: Field) => chosenName(value) ?? frame.name ?? value.name;

/** Does a metric, a query or a series say by its name that it tells a state? */
export const saysState = (name: string | undefined) => /(^|[_\s])(state|open)([_\s]|$)/i.test(name ?? '');

interface Named {
  system: string;
  name: string;
  labels: Labels;
}

/** Instances of the same breaker are breakers of their own: a closed one must not hide an open one. */
export function toldApart<T extends Named>(all: T[]): T[] {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = JSON.stringify([each.system, each.name]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return all.map((each) => {
    const group = groups.get(JSON.stringify([each.system, each.name])) ?? [];
    const telling = Object.entries(each.labels).filter(
      ([label, value]) =>
        label !== 'system' && group.some(({ labels }) => labels[label] !== value || (each.name === '' && !group[1]))
    );
    const parts = [each.name, ...telling.map(([, value]) => value)].filter(Boolean);
    return { ...each, name: parts.join(', ') };
  });
}
