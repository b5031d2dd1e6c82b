import { readFileSync } from 'node:fs';
import path from 'node:path';
import { documented, documentedSeason, instancesAfter, peakAfter, periodsUntil } from './model';

const grid = path.resolve(__dirname, '../../../pkg/capacity/testdata/d3_capacity.csv');

test("the document's own code gives the same instances on a grid of inputs", () => {
  const rows = readFileSync(grid, 'utf8').trim().split('\n').slice(1);
  expect(rows.length).toBeGreaterThan(700);
  for (const row of rows) {
    const [rate = NaN, growth = NaN, periods = NaN, instances = NaN] = row.split(',').map(Number);
    expect([row, instancesAfter({ ...documented, rate, growth }, periods)]).toEqual([row, instances]);
  }
});

test('a season adds to the peak', () => {
  expect(peakAfter({ ...documented, season: documentedSeason }, 0)).toBe(450);
  expect(instancesAfter({ ...documented, season: documentedSeason }, 0)).toBe(5);
});

test('a limit is reached after periods of growth, has been reached, or never is', () => {
  expect(periodsUntil(documented, 600)).toBeCloseTo(Math.log(2) / Math.log(1.2), 12);
  expect(periodsUntil(documented, 300)).toBe(0);
  expect(periodsUntil({ ...documented, growth: 0 }, 600)).toBeUndefined();
});
