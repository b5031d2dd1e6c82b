/** @jest-environment node */
import { beforeTable } from './before';
import { exampleReport, level, operation } from './example';
import { figuresOf } from './figures';
import { htmlOf } from './html';
import { markdownOf } from './markdown';

const then = exampleReport({
  day: '2026-11-19',
  from: '2026-11-19T00:00:00Z',
  to: '2026-11-20T00:00:00Z',
  operations: [
    operation({ operation: 'query', p95: 0.2, requests: 1000 }),
    operation({ operation: 'rare', p95: 9, requests: 3 }),
    operation({ operation: 'gone', p95: 0.1, requests: 1000 }),
  ],
});
const now = {
  ...exampleReport({
    operations: [
      operation({ operation: 'query', p95: 0.5, requests: 1200 }),
      operation({ operation: 'rare', p95: 1, requests: 3 }),
      operation({ operation: 'new', p95: 0.1, requests: 1000 }),
    ],
  }),
  before: then,
};

test('the five numbers stand beside those of the period before', () => {
  for (const figure of figuresOf(now)) {
    expect(figure.before).toMatch(/^day before: /);
  }
  expect(figuresOf(exampleReport()).every(({ before }) => before === '')).toBe(true);
});

test('operations measured often enough in both periods are compared, the largest change first', () => {
  const [table] = beforeTable(now);
  const rows = table!.groups.flatMap(({ rows: some }) => some.map((cells) => cells.map(({ text }) => text)));
  expect(rows).toEqual([['query', '2.5x', '500', '200', '1,200', '1,000']]);
});

test('what is no duration is compared in its unit, and not with what it was in another', () => {
  const day = (heap: number, unit: string) =>
    exampleReport({
      operations: [level('heap', 'bytes', { p95: heap }), level('queue', 'short', { unit, p95: heap })],
    });
  const [table] = beforeTable({ ...day(3 * 2 ** 30, 'short'), before: day(2 ** 30, 'percent') });
  expect(
    table!.groups.map(({ units, rows }) => [units[2], rows.map((cells) => cells.map(({ text }) => text))])
  ).toEqual([['GiB', [['heap', '3.0x', '3', '1', '1,440', '1,440']]]]);
});

test('page, Markdown and HTML say it alike, and without a period before say nothing', () => {
  expect(markdownOf(now)).toContain('Against the day before');
  expect(htmlOf(now)).toContain('Against the day before');
  expect(htmlOf(exampleReport())).not.toContain('Against the day before');
});
