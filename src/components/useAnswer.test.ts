import { act, renderHook } from '@testing-library/react';
import { seen } from '../test/seen';
import { useAnswer } from './useAnswer';

/** Answers after so many seconds each, in order; an Error is a failure. */
function answers(...all: Array<[seconds: number, value: number | Error]>) {
  let asked = 0;
  return () => {
    const [seconds, value] = all[Math.min(asked++, all.length - 1)]!;
    return new Promise<number>((resolve, reject) => {
      setTimeout(() => (value instanceof Error ? reject(value) : resolve(value)), seconds * 1000);
    });
  };
}

const after = (seconds: number) => act(async () => void (await jest.advanceTimersByTimeAsync(seconds * 1000)));

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

test('an older answer does not take the place of a newer one', async () => {
  const ask = answers([15, 1], [0.1, 2], [60, 3]);
  const { result } = renderHook(() => useAnswer('key', ask, { everySeconds: 10 }));
  await after(11);
  expect(result.current.value).toBe(2);
  await after(5);
  expect(result.current.value).toBe(2);
});

test('what was read stays while it cannot be read anew, and the failure goes with the next answer', async () => {
  const ask = answers([1, 1], [1, new Error('Bad gateway')], [1, 3]);
  const { result } = renderHook(() => useAnswer('key', ask, { everySeconds: 10 }));
  expect(result.current).toEqual({ loading: true });
  await after(2);
  const first = result.current;
  expect(first).toEqual({ value: 1, at: expect.any(Number), loading: false });
  await after(10);
  expect(result.current).toEqual({ ...first, error: 'Bad gateway' });
  await after(10);
  expect(result.current).toEqual({ value: 3, at: expect.any(Number), loading: false });
  expect(result.current.at).toBeGreaterThan(first.at!);
});

test('a refusal is told from a failure, until there is another answer', async () => {
  const refusal = Object.assign(new Error(), { status: 400, data: { error: 'the system x is unknown' } });
  const ask = answers([1, refusal], [1, new Error('Bad gateway')]);
  const { result } = renderHook(() => useAnswer('key', ask, { everySeconds: 10 }));
  await after(2);
  expect(result.current).toEqual({ error: 'The system x is unknown', refused: true, loading: false });
  await after(10);
  expect(result.current).toEqual({ error: 'Bad gateway', loading: false });
});

test('a first failure has no value, and asking goes on', async () => {
  const ask = answers([1, new Error('Bad gateway')], [1, 2]);
  const { result } = renderHook(() => useAnswer('key', ask, { everySeconds: 10 }));
  await after(2);
  expect(result.current).toEqual({ error: 'Bad gateway', loading: false });
  await after(10);
  expect(result.current.value).toBe(2);
});

test('another round asks at once and keeps what was read; another key keeps nothing', async () => {
  const ask = answers([1, 1], [1, 2], [1, 3]);
  const { result, rerender } = renderHook(({ key, round }) => useAnswer(key, ask, { round }), {
    initialProps: { key: 'a', round: 0 },
  });
  await after(2);
  rerender({ key: 'a', round: 1 });
  expect(result.current.value).toBe(1);
  await after(2);
  expect(result.current.value).toBe(2);
  rerender({ key: 'b', round: 1 });
  expect(result.current).toEqual({ loading: true });
  await after(2);
  expect(result.current.value).toBe(3);
});

test('it is asked again only as long as the last answer says so', async () => {
  const ask = jest.fn(answers([1, 1], [1, 2], [1, 3]));
  const { result } = renderHook(() => useAnswer('key', ask, { everySeconds: (last) => (last === 1 ? 10 : undefined) }));
  await after(2);
  expect(result.current.value).toBe(1);
  await after(11);
  expect(result.current.value).toBe(2);
  await after(60);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('a page that nobody can see asks nothing, and at once when somebody looks at it again', async () => {
  const ask = jest.fn(answers([1, 1], [1, 2]));
  const { result } = renderHook(() => useAnswer('key', ask, { everySeconds: 10 }));
  await after(2);
  seen(false);
  await after(3600);
  expect(ask).toHaveBeenCalledTimes(1);
  seen(true);
  await after(1);
  expect(result.current.value).toBe(2);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('what goes on only while it is asked for is asked for also where nobody can see it', async () => {
  const ask = jest.fn(answers([1, 1], [1, 2]));
  renderHook(() => useAnswer('key', ask, { everySeconds: 10, evenUnseen: true }));
  await after(2);
  seen(false);
  await after(10);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('whoever was away for a moment only asks no sooner', async () => {
  const ask = jest.fn(answers([1, 1], [1, 2]));
  renderHook(() => useAnswer('key', ask, { everySeconds: 10 }));
  await after(2);
  seen(false);
  await after(2);
  seen(true);
  expect(ask).toHaveBeenCalledTimes(1);
  await after(7);
  expect(ask).toHaveBeenCalledTimes(2);
});
