// Which violations are shown? Pure, from what the address asks for.
import { type ViolatedSignal, type Violation } from '../../datasource/resources';
import { type Asked, askedText } from '../address';
import { countsOf } from '../facets';

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
const facetNames = ['system', 'tier', 'signal'] as const;

export const shown = (violations: Violation[], filter: Filter): Violation[] =>
  searched(violations, filter).filter((one) =>
    facetNames.every((name) => filter[name] === undefined || facets[name](one).includes(filter[name]))
  );

function searched(violations: Violation[], { search }: Filter): Violation[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return violations.filter((one) => words.every((word) => textOf(one).includes(word)));
}

const textOf = ({ operation, system, set, labels }: Violation) =>
  [operation, system, set, ...Object.values(labels)].join(' ').toLowerCase();

/** The values that can be chosen, and how many each would leave. */
export const choicesOf = (violations: Violation[], filter: Filter) =>
  countsOf(searched(violations, filter), facets, filter);
