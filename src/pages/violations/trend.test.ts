import { type Violation } from '../../datasource/resources';
import { calm, trendsOf } from './trend';

const now = Date.parse('2026-11-26T12:00:00Z');
const hour = 3_600_000;
const violation = (start: string, end: string | null, system = 'kgas') => ({ system, start, end }) as Violation;
const trendOf = (violations: Violation[], system = 'kgas') =>
  trendsOf(violations, now, (one) => one.system).get(system) ?? calm;

test('time in violation is shared out over quarters of a day', () => {
  // From two hours before to one hour after the last border of six hours.
  const { parts, violations, total } = trendOf([violation('2026-11-26T04:00:00Z', '2026-11-26T07:00:00Z')]);
  expect(parts).toHaveLength(28);
  expect(parts.slice(-2)).toEqual([2 * hour, hour]);
  expect([violations, total]).toEqual([1, 3 * hour]);
});

test('one that goes on counts up to now, one that began before the week from its beginning', () => {
  const { parts, total } = trendOf([
    violation('2026-11-18T00:00:00Z', '2026-11-19T13:00:00Z'),
    violation('2026-11-26T11:00:00Z', null),
  ]);
  expect(parts[0]).toBe(hour);
  expect(parts.at(-1)).toBe(hour);
  expect(total).toBe(2 * hour);
});

test('another system is another line', () => {
  expect(trendOf([violation('2026-11-26T11:00:00Z', null, 'ado')])).toBe(calm);
});
