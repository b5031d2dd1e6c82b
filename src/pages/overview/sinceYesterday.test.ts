import { type Violation } from '../../datasource/resources';
import { type Past } from './askPast';
import { sinceYesterday } from './sinceYesterday';

const now = Date.parse('2026-11-26T12:00:00Z');
const nothing: Past = { now, violations: [], changes: [], deployments: [], acts: [] };
const violation = (start: string, end: string | null, of: Partial<Violation> = {}): Violation => ({
  id: 1,
  system: 'kgas',
  set: 'operation',
  operation: 'graph_query',
  labels: {},
  signal: 'latency',
  tier: 'warning',
  start,
  end,
  peak: 3,
  delay: 10,
  verdict: '',
  reason: '',
  work: { state: 'open', revision: 0, author: '', reason: '', time: null },
  ...of,
});

test('the newest comes first, whatever it is', () => {
  const happened = sinceYesterday(
    {
      ...nothing,
      violations: [violation('2026-11-26T08:00:00Z', '2026-11-26T08:12:00Z')],
      deployments: [{ system: 'kgas', time: '2026-11-26T07:55:00Z', version: '1.4', author: 'pipeline' }],
      acts: [
        {
          time: '2026-11-26T09:00:00Z',
          author: 'ann',
          action: 'approve',
          system: 'kgas',
          operation: 'embed',
          reason: 'as agreed',
        },
      ],
    },
    'yardstick'
  );
  expect(happened.map(({ name, words }) => `${name} ${words}`)).toEqual([
    'embed approved by ann: as agreed',
    'graph_query was off normal: up to 3x for 12m',
    'kgas was deployed: 1.4 by pipeline',
  ]);
});

test('what failed is told as that, apart from what was slow', () => {
  const [start, end] = ['2026-11-26T08:00:00Z', '2026-11-26T08:12:00Z'];
  const failed = { signal: 'errors' as const, peak: 12 };
  const told = (violations: Violation[]) =>
    sinceYesterday({ ...nothing, violations }, 'yardstick').map(({ name, words }) => `${name} ${words}`);
  expect(told([violation(start, end), violation(start, end, failed)])).toEqual([
    'graph_query was off normal: up to 3x for 12m',
    'graph_query failed more than usual: up to 12x for 12m',
  ]);
  expect(told([violation(start, null, failed)])).toEqual(['graph_query fails more than usual: up to 12x, 4h so far']);
  const many = ['a', 'b', 'c', 'd'].map((operation) => violation(start, end, { ...failed, operation }));
  expect(told(many)).toEqual(['4 operations of kgas failed more than usual: up to 12x']);
});

test('what completed nothing has no multiple of what is normal', () => {
  const [start, end] = ['2026-11-26T08:00:00Z', '2026-11-26T08:12:00Z'];
  const stopped = { signal: 'rate' as const, peak: null };
  const told = (violations: Violation[]) =>
    sinceYesterday({ ...nothing, violations }, 'yardstick').map(({ name, words }) => `${name} ${words}`);
  expect(told([violation(start, end, stopped)])).toEqual(['graph_query completed nothing for 12m']);
  expect(told([violation(start, null, stopped)])).toEqual(['graph_query completes nothing any more, 4h so far']);
  expect(told([violation(start, end, stopped), violation('2026-11-26T09:00:00Z', null, stopped)])).toHaveLength(1);
  const many = (end: string | null) =>
    ['a', 'b', 'c', 'd'].map((operation) => violation(start, end, { ...stopped, operation }));
  expect(told(many(end))).toEqual(['4 operations of kgas completed nothing for a while']);
  expect(told(many(null))).toEqual(['4 operations of kgas complete nothing any more']);
});

test('what was done to a whole system, or to all of them, says so', () => {
  const act = { author: 'ann', action: 'exclude', operation: '', reason: 'maintenance' };
  const acts = [
    { ...act, time: '2026-11-26T09:00:00Z', system: 'kgas' },
    { ...act, time: '2026-11-26T08:00:00Z', system: '' },
  ];
  expect(sinceYesterday({ ...nothing, acts }, 'yardstick').map(({ name, words }) => `${name} ${words}`)).toEqual([
    'kgas given an excluded time by ann: maintenance',
    'everything given an excluded time by ann: maintenance',
  ]);
});

test('an operation that was slow again and again is one line with the worst of it', () => {
  const [line, ...others] = sinceYesterday(
    {
      ...nothing,
      violations: [
        violation('2026-11-26T08:00:00Z', '2026-11-26T08:10:00Z'),
        violation('2026-11-26T09:00:00Z', '2026-11-26T09:05:00Z', { peak: 6, tier: 'critical' }),
      ],
    },
    'yardstick'
  );
  expect(others).toEqual([]);
  expect(line).toMatchObject({ tier: 3, words: 'was off normal 2 times: up to 6x, 15m together' });
});

test('a level that was nothing has no multiple of it', () => {
  const change = { at: '2026-11-26T08:00:00Z', system: 'kgas', set: 'queue', operation: 'queue', after: 50 };
  const happened = sinceYesterday(
    {
      ...nothing,
      changes: [
        { ...change, before: 0, ratio: null },
        { ...change, before: 40, ratio: 1.25 },
      ],
    },
    'yardstick'
  );
  expect(happened.map(({ words }) => words)).toEqual([
    'has another level: it was 0',
    'has another level: 1.3x of what it was',
  ]);
});

test('what ended before yesterday is no news, what still goes on is, however old', () => {
  const happened = sinceYesterday(
    {
      ...nothing,
      violations: [
        violation('2026-11-25T08:00:00Z', '2026-11-25T09:00:00Z'),
        violation('2026-11-25T08:00:00Z', null, { operation: 'embed' }),
      ],
    },
    'yardstick'
  );
  expect(happened.map(({ name, words }) => `${name} ${words}`)).toEqual([
    'embed is off normal: up to 3x, 1d 4h so far',
  ]);
});

test('operations that became slow together are one line, few of them are named', () => {
  const open = (operation: string, start: string, of: Partial<Violation> = {}) =>
    violation(start, null, { operation, ...of });
  const happened = sinceYesterday(
    {
      ...nothing,
      violations: [
        ...['a', 'b', 'c', 'd', 'e'].map((name, i) => open(name, `2026-11-26T11:0${i % 2}:30Z`, { peak: 2 + i })),
        open('much later', '2026-11-26T11:20:00Z'),
        violation('2026-11-26T11:00:00Z', '2026-11-26T11:01:00Z', { operation: 'was over soon' }),
        ...['x', 'y', 'z'].map((name) => open(name, '2026-11-26T10:00:00Z', { system: 'ado' })),
      ],
    },
    'yardstick'
  );
  expect(happened.map(({ name, words }) => `${name} ${words}`)).toEqual([
    'much later is off normal: up to 3x, 40m so far',
    '5 operations of kgas went off normal together: up to 6x',
    'was over soon was off normal: up to 3x for 1m',
    'x is off normal: up to 3x, 2h so far',
    'y is off normal: up to 3x, 2h so far',
    'z is off normal: up to 3x, 2h so far',
  ]);
  expect(happened[1]).toMatchObject({ at: Date.parse('2026-11-26T11:00:30Z'), tier: 2 });
  expect(happened[1]?.href).toContain('/work?');
});

test('what a person did to many at once is one line, which leads to what was done; a few are named', () => {
  const act = { time: '2026-11-26T11:55:00Z', author: 'ann', action: 'approve', system: 'kgas', reason: 'as agreed' };
  const names = (count: number) => Array.from({ length: count }, (_, i) => `operation ${i}`);
  const acts = [
    ...names(40).map((operation) => ({ ...act, operation })),
    ...names(2).map((operation) => ({ ...act, operation, author: 'bob' })),
    ...names(4).map((operation) => ({ ...act, operation, action: 'rejected', reason: 'noise' })),
    { ...act, operation: 'embed', time: '2026-11-26T11:40:00Z' },
  ];
  const slow = violation('2026-11-26T11:50:00Z', null);
  const happened = sinceYesterday({ ...nothing, violations: [slow], acts }, 'yardstick');
  expect(happened.map(({ name, words }) => `${name} ${words}`)).toEqual([
    '40 operations approved by ann: as agreed',
    'operation 0 approved by bob: as agreed',
    'operation 1 approved by bob: as agreed',
    '4 times rejected by ann: noise',
    'graph_query is off normal: up to 3x, 10m so far',
    'embed approved by ann: as agreed',
  ]);
  expect(happened[0]?.href).toContain('show=history');
});

test('what was off leads to the time in which it was, from the first time to the last', () => {
  const happened = sinceYesterday(
    {
      ...nothing,
      violations: [
        violation('2026-11-26T02:00:00Z', '2026-11-26T02:10:00Z'),
        violation('2026-11-25T20:00:00Z', '2026-11-25T22:00:00Z'),
      ],
    },
    'yardstick'
  );
  const asked = new URL(happened[0]?.href ?? '', 'http://grafana').searchParams;
  // Six hours and ten minutes, and half of that before and after.
  expect([asked.get('from'), asked.get('to')].map((at) => new Date(Number(at)).toISOString())).toEqual([
    '2026-11-25T16:55:00.000Z',
    '2026-11-26T05:15:00.000Z',
  ]);
});
