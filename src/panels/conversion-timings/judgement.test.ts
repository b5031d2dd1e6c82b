import { documentedFactors } from '../../components/tiers';
import { conversionsTable, type ConversionRow, graphToTable } from '../../test/conversions';
import { minutes, noon } from '../../test/panelProps';
import { byWorstCell, judge, worstOf } from './judgement';
import { readConversions } from './model';
import { scaleOf } from './scale';
import { sentence } from './sentence';

function judged(row: Partial<ConversionRow>, now = noon) {
  const [conversion] = readConversions([conversionsTable([{ ...graphToTable, ...row }])], noon)!.all;
  return judge(conversion!, now, documentedFactors);
}

describe('a running conversion', () => {
  const running = { runningSince: noon - 14_000, baseline: 14 };

  test('is normal while it is younger than its baseline', () => {
    expect(judged(running)).toMatchObject({ running: 14, shown: 14, worstTier: 0, worstRatio: 1 });
  });

  test('is a warning at twice its baseline and critical at five times, while it hangs', () => {
    expect(judged(running, noon + 14_000)).toMatchObject({ worstTier: 2, worstRatio: 2 });
    expect(judged(running, noon + 56_000)).toMatchObject({ worstTier: 3, worstRatio: 5 });
  });

  test('does not make a slow last run good', () => {
    expect(judged({ ...running, ratio: 3, tier: 2 })).toMatchObject({ worstTier: 2, worstRatio: 3 });
  });

  test('has no tier while its baseline is still being learned, however long it takes', () => {
    const learning = { ...running, state: 'learning', ratio: null, tier: null };
    expect(judged(learning, noon + minutes(60))).toMatchObject({ running: 3614, worstTier: 0 });
    expect(judged({ ...learning, runningSince: null, last: 84 })).toMatchObject({ worstRatio: 6, worstTier: 0 });
  });

  test('without a baseline has an age and no tier', () => {
    expect(judged({ ...running, baseline: null, ratio: null, tier: null }, noon + minutes(60))).toMatchObject({
      worstTier: 0,
      worstRatio: undefined,
    });
  });
});

test('a last run that the back end did not judge is judged by its ratio', () => {
  expect(judged({ last: 42, ratio: null, tier: null })).toMatchObject({ worstRatio: 3, worstTier: 2 });
  expect(judged({ last: 9, ratio: null, tier: null })).toMatchObject({ worstTier: 0 });
});

describe('the scale of a cell', () => {
  const scale = (row: Partial<ConversionRow> = {}) => scaleOf(judged(row), documentedFactors);

  test('goes from half the lower bound to five times the baseline', () => {
    expect(scale()?.at(2.5)).toBeCloseTo(0);
    expect(scale()?.at(70)).toBeCloseTo(1);
    expect(scale()?.ticks.map(({ factor }) => factor)).toEqual([2, 5]);
  });

  test('is logarithmic: from once to twice is as far as from twice to four times', () => {
    const at = scale()!.at;
    expect(at(28) - at(14)).toBeCloseTo(at(56) - at(28));
  });

  test('ends at its edges, and says what lies beyond', () => {
    expect(scale()?.at(10_000)).toBe(1);
    expect(scale()?.beyond(10_000)).toBe(true);
    expect(scale()?.beyond(70)).toBe(false);
  });

  test('stands on the documented range before anything is learned', () => {
    const documented = { baseline: null, p50: null, p95: null };
    expect(scale(documented)?.at(75)).toBeCloseTo(1);
  });

  test('does not exist without anything to measure against', () => {
    expect(scale({ baseline: null, p50: null, p95: null, rangeLow: null, rangeHigh: null })).toBeUndefined();
  });
});

describe('the sentence', () => {
  const say = (...rows: Array<Partial<ConversionRow>>) =>
    sentence(
      rows.map((row) => judged(row)),
      false,
      noon
    );

  test('names the worst first', () => {
    expect(say({ ratio: 2.1, tier: 2 }, { target: 'vector', ratio: 7.3, tier: 3 }, {})).toBe(
      '2 of 3 conversions are slower than normal; worst: graph → vector, small: 7.3x, 4m ago.'
    );
  });

  test('names the only one', () => {
    expect(say({ ratio: 2.1, tier: 2 }, {})).toBe(
      '1 of 2 conversions is slower than normal: graph → table, small, 2.1x, 4m ago.'
    );
  });

  test('says since when a slow one is running', () => {
    expect(say({ runningSince: noon - minutes(5) })).toContain('21x and running for 5m');
  });

  test('is calm when all is normal', () => {
    expect(say({}, {}, {})).toBe('All 3 measured conversions take their normal time.');
    expect(say({})).toBe('The one measured conversion takes its normal time.');
  });

  test('mentions what is going on', () => {
    expect(say({}, { runningSince: noon - 8_000 })).toContain('graph → table, small has been running for 8s.');
  });

  test('does not call normal what has no baseline yet', () => {
    const learning = { state: 'learning', baseline: null, ratio: null, tier: null };
    expect(say(learning, learning)).toBe('2 conversions measured; what is normal is still being learned.');
    expect(say(learning, {})).toBe('1 of 2 measured conversions has a baseline, and takes its normal time.');
  });

  test('says that nothing has run', () => {
    expect(say({ last: null }, { last: null })).toBe('None of the 2 conversions has run yet.');
  });
});

test('of rows that comes first which is worst at any of its sizes, and last what has nothing', () => {
  const row = (name: string, ...ratios: number[]) => ({
    name,
    worst: worstOf([undefined, ...ratios.map((ratio) => judged({ ratio, tier: ratio >= 2 ? 2 : 0 }))]),
  });
  const rows = [row('nothing'), row('calm', 1, 1.2), row('slow when large', 1, 3), row('slow', 2.5)];
  expect(rows.sort(byWorstCell).map(({ name }) => name)).toEqual(['slow when large', 'slow', 'calm', 'nothing']);
});
