// Which violations are shown? Pure, from what the address asks for.
import { type ViolatedSignal, type Violation } from '../../datasource/resources';
import { type Asked, askedText } from '../address';

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

export function shown(violations: Violation[], { search, system, tier, signal }: Filter): Violation[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return violations.filter(
    (one) =>
      (!system || one.system === system) &&
      (!tier || one.tier === tier) &&
      (!signal || one.signal === signal) &&
      words.every((word) => textOf(one).includes(word))
  );
}

const textOf = ({ operation, system, set, labels }: Violation) =>
  [operation, system, set, ...Object.values(labels)].join(' ').toLowerCase();

/** The values that can be chosen, each once. */
export function choicesOf(violations: Violation[]) {
  const distinct = (values: string[]) => [...new Set(values)].sort();
  return {
    systems: distinct(violations.map(({ system }) => system)),
    tiers: distinct(violations.map(({ tier }) => tier)),
    signals: signals.filter((each) => violations.some(({ signal }) => signal === each)),
  };
}
