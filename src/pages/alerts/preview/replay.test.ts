/** @jest-environment node */
import { replay, type Series, told, type Watch } from './replay';

const minute = 60_000;
const series = (...values: Array<number | null>): Series => ({
  name: 'a',
  times: values.map((_, index) => index * minute),
  values,
});
const above = (more: Partial<Watch> = {}): Watch => ({
  bound: { type: 'gt', params: [90] },
  pending: 0,
  keep: 0,
  ...more,
});
const minutes = (of: Series, watch: Watch) => replay(of, watch, 60).map(({ from, to }) => [from / minute, to / minute]);

test('what stays below the bound fires never', () => {
  expect(minutes(series(10, 90, 20), above())).toEqual([]);
});

test('a stretch above the bound is one alert, until the first value below', () => {
  expect(minutes(series(10, 95, 96, 20, 99, 1), above())).toEqual([
    [1, 3],
    [4, 5],
  ]);
});

test('it fires only when the pending period is over', () => {
  expect(minutes(series(95, 95, 10, 95, 95, 95, 95), above({ pending: 120 }))).toEqual([[5, 7]]);
});

test('with a way back it goes on until that is crossed', () => {
  const back = { type: 'lt', params: [85] };
  expect(minutes(series(95, 88, 88, 84, 88), above({ back }))).toEqual([[0, 3]]);
});

test('it is kept for its time after the last value above, and a return within that is the same alert', () => {
  expect(minutes(series(95, 1, 95, 1, 1, 1, 1), above({ keep: 120 }))).toEqual([[0, 4]]);
});

test('a gap without values ends it, and the pending period with it', () => {
  expect(minutes(series(95, null, 95, 95, 95), above({ pending: 120 }))).toEqual([[4, 5]]);
});

test('the strip shows alerts of several series at once as one stretch', () => {
  const both = [
    { name: 'a', from: 0, to: 5 * minute },
    { name: 'b', from: 3 * minute, to: 8 * minute },
    { name: 'b', from: 20 * minute, to: 21 * minute },
  ];
  expect(told(both)).toEqual({
    times: 3,
    seconds: 540,
    stretches: [
      { from: 0, to: 8 * minute },
      { from: 20 * minute, to: 21 * minute },
    ],
  });
});
