import { chosenOf, moved } from './period';

test.each([
  ['2026-11-20', 'daily', -1, '2026-11-19'],
  ['2026-11-20', 'weekly', -1, '2026-11-13'],
  ['2026-03-31', 'monthly', -1, '2026-02-01'],
  ['2026-12-31', 'monthly', 1, '2027-01-01'],
  ['2026-03-01', 'run', -1, '2026-02-28'],
] as const)('from %s, %s, %i is %s', (day, period, steps, expected) => {
  expect(moved(day, period, steps)).toBe(expected);
});

test('an address without a period, or with a wrong one, asks for today', () => {
  expect(chosenOf({})).toEqual({ period: 'daily', day: undefined, system: undefined, again: false });
  expect(chosenOf({ period: 'hourly', day: 'yesterday' })).toEqual({
    period: 'daily',
    day: undefined,
    system: undefined,
    again: false,
  });
});
