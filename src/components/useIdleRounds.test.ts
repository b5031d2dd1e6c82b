import { act, fireEvent, renderHook } from '@testing-library/react';
import { seen } from '../test/seen';
import { useIdleRounds } from './useIdleRounds';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  document.body.innerHTML = '';
});

const after = (minutes: number) => act(() => void jest.advanceTimersByTime(minutes * 60_000));
/** The computer sleeps: the clock goes on, and no timer. */
const asleep = (minutes: number) => void jest.setSystemTime(Date.now() + minutes * 60_000);
const touched = () => act(() => void fireEvent.pointerMove(document.body));

test('what nobody touches is read every five minutes', () => {
  const { result } = renderHook(useIdleRounds);
  after(4);
  expect(result.current).toBe(0);
  after(6);
  expect(result.current).toBe(2);
});

test('while somebody works on it nothing is read', () => {
  const { result } = renderHook(useIdleRounds);
  for (let minute = 0; minute < 20; minute++) {
    after(1);
    touched();
  }
  expect(result.current).toBe(0);
});

test('whoever comes back after two days sees it as it is now', () => {
  const { result } = renderHook(useIdleRounds);
  asleep(2 * 24 * 60);
  touched();
  expect(result.current).toBe(1);
  touched();
  expect(result.current).toBe(1);
});

test('under an open dialog everything stays', () => {
  const { result } = renderHook(useIdleRounds);
  document.body.innerHTML = '<div role="dialog"></div>';
  after(20);
  expect(result.current).toBe(0);
  document.body.innerHTML = '';
  after(1);
  expect(result.current).toBe(1);
});

test('a page that nobody can see is read once it is looked at again', () => {
  const { result } = renderHook(useIdleRounds);
  seen(false);
  after(20);
  expect(result.current).toBe(0);
  seen(true);
  expect(result.current).toBe(1);
});
