import { act, renderHook } from '@testing-library/react';
import { useSettled } from './useSettled';

const after = (milliseconds: number) => act(async () => void (await jest.advanceTimersByTimeAsync(milliseconds)));

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Looks at what is written; gives what was asked about, too. */
function watched(answer: (written: string) => Promise<string>) {
  const asked: string[] = [];
  const { result, rerender, unmount } = renderHook(
    ({ written }) =>
      useSettled(written, () => {
        asked.push(written);
        return answer(written);
      }),
    { initialProps: { written: 'a' } }
  );
  return { asked, result, write: (written: string) => rerender({ written }), unmount };
}

test('what is written quickly is asked about once, and the last answer stays until then', async () => {
  const { asked, result, write } = watched((written) => Promise.resolve(`of ${written}`));
  await after(500);
  expect(result.current).toEqual({ key: 'a', value: 'of a' });
  write('ab');
  await after(100);
  write('abc');
  expect(result.current).toEqual({ key: 'a', value: 'of a' });
  await after(500);
  expect(asked).toEqual(['a', 'abc']);
  expect(result.current).toEqual({ key: 'abc', value: 'of abc' });
});

test('one lost request is repeated, and said until then', async () => {
  let lost = true;
  const { asked, result, unmount } = watched((written) =>
    lost ? Promise.reject(new Error('Bad gateway')) : Promise.resolve(`of ${written}`)
  );
  await after(500);
  expect(result.current).toEqual({ key: 'a', error: 'Bad gateway' });
  lost = false;
  await after(5000);
  expect(result.current).toEqual({ key: 'a', value: 'of a' });
  await after(60_000);
  unmount();
  await after(60_000);
  expect(asked).toEqual(['a', 'a']);
});

test('nothing is repeated of what is no longer written', async () => {
  const { asked, result, write } = watched((written) =>
    written === 'a' ? Promise.reject(new Error('Bad gateway')) : Promise.resolve(`of ${written}`)
  );
  await after(500);
  write('b');
  await after(60_000);
  expect(asked).toEqual(['a', 'b']);
  expect(result.current).toEqual({ key: 'b', value: 'of b' });
});
