// How do the two fields of a query that are about labels become one list for people, and back?
import { type LabelMatcher, type Query } from './types';

type Filtered = Pick<Query, 'labels' | 'matchers'>;

/** Equal values stand in `labels`, as they always did; everything else in `matchers`. */
export const filtersOf = ({ labels = {}, matchers = [] }: Filtered): LabelMatcher[] => [
  ...Object.entries(labels).map(([label, value]): LabelMatcher => ({ label, operator: '=', value })),
  ...matchers,
];

export function filtered(filters: LabelMatcher[]): Filtered {
  const labels: Record<string, string> = {};
  const matchers: LabelMatcher[] = [];
  for (const filter of filters) {
    if (filter.operator === '=' && !(filter.label in labels)) {
      labels[filter.label] = filter.value;
    } else {
      matchers.push(filter);
    }
  }
  return { labels, matchers: matchers.length > 0 ? matchers : undefined };
}
