import { dateTime, type TimeRange } from '@grafana/data';
import { act, renderHook } from '@testing-library/react';
import { useMoment } from './useMoment';

const now = Date.UTC(2026, 2, 10, 12);
const hour = 3_600_000;

const range = (raw: TimeRange['raw']['to'], to: number): TimeRange => ({
  from: dateTime(now - hour),
  to: dateTime(to),
  raw: { from: 'now-1h', to: raw },
});

const after = (seconds: number) => act(async () => void (await jest.advanceTimersByTimeAsync(seconds * 1000)));

beforeEach(() => void jest.useFakeTimers({ now }));
afterEach(() => void jest.useRealTimers());

test('a range that ends now is looked at now, second by second', async () => {
  const live = range('now', now);
  const { result } = renderHook(() => useMoment(live, true));
  expect(result.current).toBe(now);
  await after(3);
  expect(result.current).toBe(now + 3000);
});

test('a past range stands still', async () => {
  const past = range('now-1h', now - hour);
  const { result } = renderHook(() => useMoment(past, true));
  await after(3);
  expect(result.current).toBe(now - hour);
});

test.each<[string, TimeRange['raw']['to']]>([
  ['today', 'now/d'],
  ['a typed end that is yet to come', dateTime(now + 12 * hour)],
])('%s is looked at now, and not at its end', async (_, raw) => {
  const ahead = range(raw, now + 12 * hour);
  const { result } = renderHook(() => useMoment(ahead, true));
  expect(result.current).toBe(now);
  await after(3);
  expect(result.current).toBe(now + 3000);
});

test('today is looked at anew with every refresh, also where nothing runs', async () => {
  const { result, rerender } = renderHook((at: TimeRange) => useMoment(at, false), {
    initialProps: range('now/d', now + 12 * hour),
  });
  await after(60);
  expect(result.current).toBe(now);
  rerender(range('now/d', now + 12 * hour));
  await after(0);
  expect(result.current).toBe(now + 60_000);
});

test('another past range is looked at from its own end at once', () => {
  const { result, rerender } = renderHook((at: TimeRange) => useMoment(at, true), {
    initialProps: range('now-2h', now - 2 * hour),
  });
  rerender(range('now-1h', now - hour));
  expect(result.current).toBe(now - hour);
});
