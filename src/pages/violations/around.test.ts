import { around } from './around';

const now = Date.parse('2026-11-20T12:00:00Z');
const told = ({ from, to }: ReturnType<typeof around>) => [
  from && new Date(Number(from)).toISOString(),
  to === 'now' ? to : to && new Date(Number(to)).toISOString(),
];

test('what was off days ago is shown with as much before and after', () => {
  expect(told(around('2026-11-15T04:00:00Z', '2026-11-15T10:00:00Z', now))).toEqual([
    '2026-11-15T01:00:00.000Z',
    '2026-11-15T13:00:00.000Z',
  ]);
  expect(told(around('2026-11-15T04:00:00Z', '2026-11-15T04:02:00Z', now))).toEqual([
    '2026-11-15T03:30:00.000Z',
    '2026-11-15T04:32:00.000Z',
  ]);
});

test('what goes on since yesterday is shown until now, whenever that is', () => {
  expect(told(around('2026-11-19T12:00:00Z', null, now))).toEqual(['2026-11-19T00:00:00.000Z', 'now']);
});

test('what the last hours show anyhow needs no time of its own', () => {
  expect(around('2026-11-20T09:00:00Z', null, now)).toEqual({});
  expect(around('2026-11-20T09:00:00Z', '2026-11-20T09:10:00Z', now)).toEqual({});
});
