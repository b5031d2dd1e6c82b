import { type Row } from './rows';
import { sentenceOf } from './sentence';

const row = (name: string, some: Partial<Row> = {}) =>
  ({ name, tier: 0, failing: 0, silent: 0, p95: 0.1, ...some }) as Row;
const judged = { normal: 0.2 };

test.each([
  [[row('extract')], '1 operation seen; what is normal is still being learned.'],
  [[row('extract'), row('load')], '2 operations seen; what is normal is still being learned.'],
  [[row('extract', judged), row('load')], '1 of 2 operations has a baseline, and it is not slow.'],
  [
    [row('extract', judged), row('load', { ...judged, state: 'provisional' })],
    '1 of 2 operations has a baseline, and it is not slow.',
  ],
  [
    [row('extract', judged), row('load', judged), row('merge')],
    '2 of 3 operations have a baseline, and none of them is slow.',
  ],
  [[row('queue', { ...judged, unit: 'short' })], 'The one operation is as normal.'],
  [[row('lag', { ...judged, unit: 's' })], 'The one operation is as normal.'],
  [
    [row('extract', judged), row('queue', { unit: 'short' })],
    '1 of 2 operations has a baseline, and it is not off normal.',
  ],
  [
    [row('extract', judged), row('load', judged), row('gone', { ...judged, p95: undefined })],
    'All 2 operations take their normal time. 1 is not measured now.',
  ],
  [[row('gone', { ...judged, p95: undefined })], 'The one operation is not measured now.'],
  [
    [row('gone', { ...judged, p95: undefined }), row('too', { ...judged, p95: undefined })],
    'None of 2 operations is measured now.',
  ],
])('what the rows say where not all are learned (%#)', (rows, words) => {
  expect(sentenceOf(rows)).toBe(words);
});

test('of what is no duration it is not said that it is slow', () => {
  const queue = row('queue', { ...judged, unit: 'short', tier: 2, ratio: 3 });
  const extract = row('extract', { ...judged, tier: 3, ratio: 6 });
  expect(sentenceOf([extract, queue])).toBe('2 of 2 operations are off normal; worst: extract, 6x.');
  expect(sentenceOf([extract, row('queue', { ...judged, unit: 'short' })])).toBe(
    '1 of 2 operations is slower than normal: extract, 6x.'
  );
});
