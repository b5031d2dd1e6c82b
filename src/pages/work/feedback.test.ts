import { type WeekOfOperation } from '../../datasource/resources';
import { linesOf } from './feedback';

const week = (week: string, operation: string, right: number, wrong: number): WeekOfOperation => ({
  system: 'kgas',
  operation,
  signal: 'latency',
  tier: 'critical',
  week,
  true: right,
  false: wrong,
  expected: 4,
  unjudged: 3,
  precision: null,
  low: null,
  high: null,
});

test('weeks of one operation add up, and the one that was wrong most often comes first', () => {
  const { weeks, operations } = linesOf({
    weeks: [week('2026-11-16', 'embed', 3, 0), week('2026-11-09', 'embed', 1, 1), week('2026-11-09', 'ingest', 0, 2)],
    rules: [],
  });
  expect(weeks).toEqual(['2026-11-16', '2026-11-09']);
  expect(operations.map(({ name }) => name)).toEqual(['kgas: ingest, critical', 'kgas: embed, critical']);
  expect(operations[1]?.overall).toEqual({ right: 4, judged: 5 });
  expect(operations[1]?.byWeek.get('2026-11-09')).toEqual({ right: 1, judged: 2 });
});

test('failed requests of an operation have a precision of their own', () => {
  const slow = week('2026-11-16', 'embed', 3, 0);
  const { operations } = linesOf({ weeks: [slow, { ...slow, signal: 'errors', true: 0, false: 2 }], rules: [] });
  expect(operations.map(({ name }) => name)).toEqual([
    'kgas: embed, failed requests, critical',
    'kgas: embed, critical',
  ]);
});

test('what nobody judged, or was expected, says nothing about precision', () => {
  expect(linesOf({ weeks: [week('2026-11-16', 'embed', 0, 0)], rules: [] }).operations).toEqual([]);
});
