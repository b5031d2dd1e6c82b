// Which operations are shown, and in which order? Pure, from what the address asks for.
import { type Asked, askedText } from '../address';
import { countsOf, hasAll, searched } from '../facets';
import { isMeasured, type Row, worstOf } from './rows';

export interface Filter {
  search: string;
  system?: string;
  state?: string;
  /** "3" is critical; "slow" is warning or worse, also of what fails or is silent. */
  tier?: string;
  /** "name=value" */
  label?: string;
  /** Whether anything is measured of it now: what is gone or rests is listed, too. */
  measured?: Measured;
  sort: SortKey;
  ascending: boolean;
}

export const measuredValues = ['yes', 'no'] as const;
export type Measured = (typeof measuredValues)[number];

export const sortKeys = ['name', 'ratio', 'p95', 'normal', 'requests', 'confidence', 'state', 'violations'] as const;
export type SortKey = (typeof sortKeys)[number];

export function filterOf(asked: Asked): Filter {
  const sort = sortKeys.find((key) => key === askedText(asked, 'sort')) ?? 'ratio';
  return {
    search: askedText(asked, 'q') ?? '',
    system: askedText(asked, 'system'),
    state: askedText(asked, 'state'),
    tier: askedText(asked, 'tier'),
    label: askedText(asked, 'label'),
    measured: measuredValues.find((value) => value === askedText(asked, 'measured')),
    sort,
    ascending: askedText(asked, 'order') === 'asc',
  };
}

export const isFiltered = ({ search, system, state, tier, label, measured }: Filter) =>
  [search, system, state, tier, label, measured].some(Boolean);

export function shown(rows: Row[], filter: Filter): Row[] {
  return labelled(rows, filter)
    .filter((row) => hasAll(row, facets, filter))
    .sort(orderOf(filter));
}

/** Those that have the words of the search, and the label. */
const labelled = (rows: Row[], { search, label }: Pick<Filter, 'search' | 'label'>): Row[] =>
  searched(rows, search, textOf).filter((row) => !label || labelPairs(row).includes(label));

const labelPairs = (row: Row) => Object.entries(row.labels).map(([name, value]) => `${name}=${value}`);

const facets = {
  system: ({ system }: Row) => [system],
  state: ({ state }: Row) => [state],
  tier: (row: Row) => (worstOf(row) >= 2 ? ['slow', String(row.tier)] : [String(row.tier)]),
  measured: (row: Row): Measured[] => [isMeasured(row) ? 'yes' : 'no'],
};

/** What a search looks through, made once per row. */
const texts = new WeakMap<Row, string>();
function textOf(row: Row): string {
  const known = texts.get(row);
  if (known !== undefined) {
    return known;
  }
  const text = [row.name, row.system, row.set, ...Object.values(row.labels)].join(' ').toLowerCase();
  texts.set(row, text);
  return text;
}

/** What is not known comes last either way; the worst tier leads where ratios are the order. */
function orderOf({ sort, ascending }: Filter): (a: Row, b: Row) => number {
  const direction = ascending ? 1 : -1;
  const byName = (a: Row, b: Row) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  if (sort === 'name' || sort === 'state') {
    return (a, b) => direction * (a[sort] < b[sort] ? -1 : a[sort] > b[sort] ? 1 : 0) || byName(a, b);
  }
  // What is silent has no ratio, and leads all the same.
  const told = (row: Row) => row[sort] !== undefined || (sort === 'ratio' && worstOf(row) >= 2);
  return (a, b) => {
    if (!told(a) || !told(b)) {
      return told(a) === told(b) ? byName(a, b) : told(a) ? -1 : 1;
    }
    const byTier = sort === 'ratio' ? worstOf(b) - worstOf(a) : 0;
    return (ascending ? -byTier : byTier) || direction * ((a[sort] ?? 0) - (b[sort] ?? 0)) || byName(a, b);
  };
}

/** The systems, states and tiers that can be chosen, and how many each would leave. */
export const choicesOf = (rows: Row[], filter: Omit<Filter, 'sort' | 'ascending'>) =>
  countsOf(labelled(rows, filter), facets, filter);

/** The labels that can be chosen, each once. */
export const labelsOf = (rows: Row[]): string[] => [...new Set(rows.flatMap(labelPairs))].sort();
