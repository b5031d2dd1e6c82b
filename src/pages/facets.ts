// Which things does a person ask for, and how many has each value of those that all other filters leave? Pure.

/** What a thing has of each kind: one value, or several. */
export type Facets<T, Name extends string> = Record<Name, (thing: T) => readonly string[]>;

type Wanted<Name extends string> = Partial<Record<Name, string>>;

export type Counts<Name extends string> = Record<Name, Map<string, number>>;

const namesOf = <T, Name extends string>(facets: Facets<T, Name>) => Object.keys(facets) as Name[];

/** Those that have all words of a search in their text, which is in lower case. */
export function searched<T>(things: readonly T[], search: string, textOf: (thing: T) => string): T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return things.filter((thing) => words.every((word) => textOf(thing).includes(word)));
}

/** Whether a thing has every value that is asked for. */
export const hasAll = <T, Name extends string>(
  thing: T,
  facets: Facets<T, Name>,
  wanted: Wanted<NoInfer<Name>>
): boolean => namesOf(facets).every((name) => has(facets[name](thing), wanted[name]));

const has = (values: readonly string[], wanted: string | undefined): boolean =>
  wanted === undefined || values.includes(wanted);

/** A value that is asked for is there also where it holds of nothing. */
export function countsOf<T, Name extends string>(
  things: readonly T[],
  facets: Facets<T, Name>,
  wanted: Wanted<NoInfer<Name>>
): Counts<Name> {
  const names = namesOf(facets);
  const counts = Object.fromEntries(names.map((name) => [name, new Map<string, number>()])) as Counts<Name>;
  for (const thing of things) {
    const all = names.map((name) => ({ name, values: facets[name](thing) }));
    const refused = all.filter(({ name, values }) => !has(values, wanted[name]));
    for (const { name, values } of all) {
      const counted = refused.every((other) => other.name === name);
      for (const value of values) {
        counts[name].set(value, (counts[name].get(value) ?? 0) + (counted ? 1 : 0));
      }
    }
  }
  for (const name of names) {
    const value = wanted[name];
    if (value !== undefined && !counts[name].has(value)) {
      counts[name].set(value, 0);
    }
  }
  return counts;
}
