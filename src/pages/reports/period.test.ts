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
