import { chosenOf } from './period';

test('an address without a period, or with a wrong one, asks for today', () => {
  expect(chosenOf({})).toEqual({ period: 'daily', day: undefined, system: undefined, again: false });
  expect(chosenOf({ period: 'hourly', day: 'yesterday' })).toEqual({
    period: 'daily',
    day: undefined,
    system: undefined,
    again: false,
  });
});

test.each(['2026-13-01', '2026-11-31', '2026-00-10'])('%s is no day, and asks for today', (day) => {
  expect(chosenOf({ day }).day).toBeUndefined();
});
