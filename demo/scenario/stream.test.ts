/** @jest-environment node */
import { operations, requestLike } from '../systems/jobs';
import { Conditions } from './faults';
import { Noise } from './noise';
import { normalQuantile, Random } from './random';
import { loadSeason } from './season';
import { outcomes, Sampler } from './stream';

const WELL = new Conditions([], []);
const MINUTE = 29_900_000;
const query = operations.find(({ name }) => name === 'graph_query')!;

function minutes(sampler: Sampler, from: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => [...sampler.sample(query, from + i, WELL)]).flat();
}

const quantile = (values: number[], q: number) => [...values].sort((a, b) => a - b)[Math.floor(q * values.length)]!;

test('the same seed and minute give the same durations, asked for in any order; another seed others', () => {
  const first = new Sampler(1);
  const before = first.sample(query, MINUTE, WELL);
  first.sample(query, MINUTE + 5_000, WELL);
  expect(first.sample(query, MINUTE, WELL)).toEqual(before);
  expect(new Sampler(1).sample(query, MINUTE, WELL)).toEqual(before);
  expect(new Sampler(2).sample(query, MINUTE, WELL)).not.toEqual(before);
});

test('durations are log-normal around the median with the stated spread', () => {
  const logs = minutes(new Sampler(3), MINUTE, 300).map(Math.log);
  const mean = logs.reduce((a, b) => a + b) / logs.length;
  const sd = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / logs.length);
  // Season and wandering level move the median by a few per cent and widen the spread a little.
  expect(Math.abs(mean - Math.log(query.median))).toBeLessThan(0.15);
  expect(sd / query.logSd).toBeGreaterThan(0.97);
  expect(sd / query.logSd).toBeLessThan(1.1);
  const ratio = quantile(logs.map(Math.exp), 0.95) / quantile(logs.map(Math.exp), 0.5);
  expect(ratio / Math.exp(1.645 * query.logSd)).toBeCloseTo(1, 1);
});

test('a fault of five makes every duration of the minute five times as long, and nothing else', () => {
  const slow = new Conditions([{ system: 'kgas', name: 'graph-query', factor: 5, hang: false, since: 0 }], []);
  const sampler = new Sampler(4);
  const normal = sampler.sample(query, MINUTE, WELL);
  const slowed = sampler.sample(query, MINUTE, slow);
  expect(slowed).toHaveLength(normal.length);
  slowed.forEach((seconds, i) => expect(seconds / normal[i]!).toBeCloseTo(5));
});

test('what hangs completes nothing', () => {
  const hanging = new Conditions([{ system: 'kgas', name: 'graph-query', factor: 1, hang: true, since: 0 }], []);
  expect(new Sampler(4).sample(query, MINUTE, hanging)).toHaveLength(0);
});

test('at least twenty request-like operations of KGAS are asked for at least five times a second at any hour of the week', () => {
  const hours = Array.from({ length: 168 }, (_, hour) => hour * 3600);
  // KGAS has rules on deviations from normal (D2-A01 to A04), OmniNode's document has none.
  expect(requestLike.filter(({ system }) => system === 'kgas').length).toBeGreaterThanOrEqual(20);
  for (const operation of requestLike) {
    const sampler = new Sampler(1);
    const rate = (t: number) =>
      outcomes(operation).reduce((sum, outcome) => sum + sampler.rate(operation, outcome, t, WELL), 0);
    expect(Math.min(...hours.map(rate))).toBeGreaterThanOrEqual(5);
    expect(operation.median * Math.exp(1.645 * operation.logSd)).toBeLessThan(1);
  }
});

test('load is highest in the afternoon of working days', () => {
  const monday = Date.UTC(2026, 10, 16) / 1000;
  const at = (day: number, hour: number) => loadSeason(monday + day * 86_400 + hour * 3600);
  expect(at(0, 14)).toBeGreaterThan(at(0, 2));
  expect(at(0, 14)).toBeGreaterThan(at(5, 14));
});

test('noise of a day is the same whether its days before were asked for or not, and is autocorrelated', () => {
  const all = new Noise(9);
  const values = Array.from({ length: 4 * 1440 }, (_, i) => all.at('level', MINUTE + i));
  expect(new Noise(9).at('level', MINUTE + 4_000)).toBe(values[4_000]);
  const mean = values.reduce((a, b) => a + b) / values.length;
  const product = (lag: number) => values.slice(lag).reduce((sum, v, i) => sum + (v - mean) * (values[i]! - mean), 0);
  expect(product(1) / product(0)).toBeGreaterThan(0.93);
  expect(product(1) / product(0)).toBeLessThan(0.99);
});

test('random numbers are what they say: even bits, normal quantiles, Poisson counts', () => {
  const random = new Random(1, 2, 3);
  const draws = Array.from({ length: 20_000 }, () => random.uniform());
  expect(draws.reduce((a, b) => a + b) / draws.length).toBeCloseTo(0.5, 2);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232, 5);
  for (const mean of [0.3, 8, 400]) {
    const counts = Array.from({ length: 4_000 }, () => random.poisson(mean));
    const average = counts.reduce((a, b) => a + b) / counts.length;
    expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(mean / counts.length));
  }
});
