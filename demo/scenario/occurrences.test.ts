/** @jest-environment node */
import { namedFaults } from '../systems/jobs';
import { past } from './occurrences';

const END = Date.UTC(2026, 10, 20, 12) / 1000;

test.each([63, 28])('in %i days nothing happens at the same time, nor while a rule still looks back', (days) => {
  const settles = new Map(namedFaults.map(({ system, name, settles = 0 }) => [`${system} ${name}`, settles]));
  // What happens together is one: the old incident.
  const stretches = new Map<number, { what: string; to: number }>();
  for (const { system, fault, from, to } of past(namedFaults, [], END, days).occurrences) {
    stretches.set(from, { what: `${system} ${fault}`, to: to + (settles.get(`${system} ${fault}`) ?? 0) });
  }
  expect(stretches.size).toBeGreaterThan(90);
  const ascending = [...stretches].sort(([a], [b]) => a - b);
  const overlapping = ascending
    .slice(1)
    .flatMap(([from, { what }], i) => (ascending[i]![1].to > from ? [`${ascending[i]![1].what}, then ${what}`] : []));
  expect(overlapping).toEqual([]);
});
