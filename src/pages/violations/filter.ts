// Which violations are shown? Pure, from what the address asks for.
import { type ViolatedSignal, type Violation } from '../../datasource/resources';
import { type Asked, askedText } from '../address';
import { countsOf, hasAll, searched } from '../facets';

export interface Filter {
  search: string;
  system?: string;
  tier?: string;
  signal?: ViolatedSignal;
}

export const signals: ViolatedSignal[] = ['latency', 'errors', 'rate'];

export function filterOf(asked: Asked): Filter {
  return {
    search: askedText(asked, 'q') ?? '',
    system: askedText(asked, 'system'),
    tier: askedText(asked, 'tier'),
    signal: signals.find((signal) => signal === askedText(asked, 'signal')),
  };
}

export const isFiltered = ({ search, system, tier, signal }: Filter) => [search, system, tier, signal].some(Boolean);

const facets = {
  system: ({ system }: Violation) => [system],
  tier: ({ tier }: Violation) => [tier],
  signal: ({ signal }: Violation) => [signal],
};

export const shown = (violations: Violation[], filter: Filter): Violation[] =>
  searched(violations, filter.search, textOf).filter((one) => hasAll(one, facets, filter));

const textOf = ({ operation, system, set, labels }: Violation) =>
  [operation, system, set, ...Object.values(labels)].join(' ').toLowerCase();

/** The values that can be chosen, and how many each would leave. */
export const choicesOf = (violations: Violation[], filter: Filter) =>
  countsOf(searched(violations, filter.search, textOf), facets, filter);
