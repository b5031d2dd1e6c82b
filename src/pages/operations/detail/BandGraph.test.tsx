import { rangeUtil } from '@grafana/data';
import { act, render } from '@testing-library/react';
import { givenWorld } from '../../../test/pages';
import { type Row } from '../rows';
import { BandGraph } from './BandGraph';

const row = { id: 'kgas:operation:a', system: 'kgas', set: 'operation', name: 'a', labels: {} } as Row;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test.each([
  ['now-6h', 'now', 3],
  ['now/d', 'now/d', 3],
  ['now-2d', 'now-1d', 3],
  ['2026-11-20 08:00:00', '2026-11-20 09:00:00', 1],
])('from %s to %s it is asked %d times within a minute', async (from, to, times) => {
  let asked = 0;
  givenWorld({ frames: () => void asked++ });
  const range = rangeUtil.convertRawToRange({ from, to });
  const still = { uid: 'yardstick', row, range, onRange: () => undefined };
  await act(async () => void render(<BandGraph {...still} />));
  await act(async () => void (await jest.advanceTimersByTimeAsync(61_000)));
  expect(asked).toBe(times);
});
