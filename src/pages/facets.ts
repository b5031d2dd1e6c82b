// Of how many things does each value hold, among those that all other filters leave? Pure.

/** What a thing has of one kind: one value, or several. */
export type Facets<T, Name extends string> = Record<Name, (thing: T) => readonly string[]>;

export type Counts<Name extends string> = Record<Name, Map<string, number>>;

/** A value that is asked for is there also where it holds of nothing. */
export function countsOf<T, Name extends string>(
  things: readonly T[],
  facets: Facets<T, Name>,
  asked: Partial<Record<NoInfer<Name>, string>>
): Counts<Name> {
  const names = Object.keys(facets) as Name[];
  const counts = Object.fromEntries(names.map((name) => [name, new Map<string, number>()])) as Counts<Name>;
  for (const thing of things) {
    const all = names.map((name) => ({ name, values: facets[name](thing) }));
    const refused = all.filter(({ name, values }) => asked[name] !== undefined && !values.includes(asked[name]));
    for (const { name, values } of all) {
      const counted = refused.every((other) => other.name === name);
      for (const value of values) {
        counts[name].set(value, (counts[name].get(value) ?? 0) + (counted ? 1 : 0));
      }
    }
  }
  for (const name of names) {
    const value = asked[name];
    if (value !== undefined && !counts[name].has(value)) {
      counts[name].set(value, 0);
    }
  }
  return counts;
}
