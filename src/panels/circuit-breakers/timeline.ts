// In which state was a breaker when? Samples in, stretches of time out.
import { type Field, type Labels } from '@grafana/data';
import { type RowPlace } from '../../components/dataLinks';
import { furtherWord, severity, type State, toState } from './states';

/** A stretch in one state; moments in milliseconds. */
export interface Stretch {
  from: number;
  to: number;
  state: State;
}

export interface Timeline {
  system: string;
  component: string;
  /** What it is shown as. */
  name: string;
  labels: Labels;
  stretches: Stretch[];
  trips: number[];
  /** Undefined where nothing was measured for several steps before the end. */
  now?: Now;
  /** What the program calls its state now, where that says more. */
  word?: string;
  /** Where its end is in the data. */
  row?: RowPlace;
}

export interface Now {
  state: State;
  since: number;
  /** It was so when the series began, or began again. */
  sinceAtLeast: boolean;
}

export type History = Pick<Timeline, 'stretches' | 'now' | 'word'>;

/** `wordAt` says what the program calls the state of a row, where that says more. */
export function historyOf(
  time: Values<number>,
  value: Values<unknown>,
  end: number,
  wordAt?: (row: number) => string | undefined
): History {
  const stretches = stretchesOf(time, value, end);
  const last = lastSaid(time, value, end);
  return last === undefined
    ? { stretches }
    : { stretches, now: nowOf(time, value, stretches, last), word: wordAt?.(last) };
}

/** One state of a breaker as a series of its own: 1 while the breaker is in it. */
export interface Flag {
  time: Values<number>;
  value: Values<number | null>;
  word: string;
}

/** Of two data sources that both have a breaker, the one where it is closed does not hide the other. */
const worse = (a = inNone, b = inNone) =>
  a === inNone || (b !== inNone && severity[toState(b)] > severity[toState(a)]) ? b : a;

/** In none of the states that are told: that is said, and which one it is in is not known. */
const inNone = 'not measured';

export function historyOfFlags(flags: Flag[], end: number): History {
  const words = new Map<number, string>();
  for (const { time, value, word } of flags) {
    Array.from(time.values).forEach((at, index) => {
      words.set(at, worse(words.get(at), value.values[index] === 1 ? word : undefined));
    });
  }
  const moments = [...words].sort(([a], [b]) => a - b);
  const values = moments.map(([, word]) => word);
  const times = moments.map(([at]) => at);
  return historyOf({ values: times }, { values }, end, (row) => furtherWord(values[row]));
}

type Values<T> = Pick<Field<T>, 'values'>;

/** A value holds until the next one, but not over a gap of several steps: then nothing was measured. */
const gapSteps = 3;

function stretchesOf(time: Values<number>, value: Values<unknown>, end: number): Stretch[] {
  const times = Array.from(time.values);
  const step = medianStep(times);
  const stretches: Stretch[] = [];
  times.forEach((from, index) => {
    const state = toState(value.values[index]);
    const next = times[index + 1] ?? Math.min(end, from + step);
    const to = next - from > gapSteps * step ? from + step : next;
    const before = stretches.at(-1);
    if (state === 'unknown' || to <= from) {
      return;
    }
    if (before?.state === state && before.to === from) {
      before.to = to;
    } else {
      stretches.push({ from, to, state });
    }
  });
  return stretches;
}

/** The row of the last sample that says anything, while that is as good as now. */
function lastSaid(time: Values<number>, value: Values<unknown>, end: number): number | undefined {
  const times = Array.from(time.values);
  const last = times.findLastIndex((_, index) => (value.values[index] ?? null) !== null);
  return isFresh(times, times[last], end) ? last : undefined;
}

function nowOf(time: Values<number>, value: Values<unknown>, stretches: Stretch[], last: number): Now | undefined {
  const [at, state] = [time.values[last], toState(value.values[last])];
  if (at === undefined || state === 'unknown') {
    return undefined;
  }
  const [before, stretch] = [stretches.at(-2), stretches.at(-1)];
  return stretch?.state === state && stretch.to >= at
    ? { state, since: stretch.from, sinceAtLeast: before?.to !== stretch.from }
    : { state, since: at, sinceAtLeast: stretch?.to !== at };
}

const isFresh = (times: number[], at: number | undefined, end: number) =>
  at !== undefined && end - at <= gapSteps * medianStep(times);

function medianStep(times: number[]): number {
  const steps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 60_000;
}
