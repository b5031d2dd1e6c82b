// What do the frames say about each breaker? Frames in, view model out, no drawing and no clock.
import { type DataFrame, type Field, FieldType } from '@grafana/data';
import { type RowPlace } from '../../components/dataLinks';
import { findField, readMoment, readNumber, readSeconds, readText } from '../../components/fields';
import { componentNames } from './names';
import { readTimelines } from './series';
import { furtherWord, severity, type State, stateAt } from './states';
import { type Timeline } from './timeline';

/** One breaker. Durations are in seconds, moments in milliseconds. */
export interface Breaker {
  key: string;
  system: string;
  component: string;
  /** The component, with its system where several are shown. */
  name: string;
  state: State;
  /** The state as the program calls it, where that says more: "forced open". */
  word?: string;
  since?: number;
  /** It was in its state before anything is known of it. */
  sinceAtLeast: boolean;
  /** In the time range. */
  trips?: number;
  lastTripAt?: number;
  health?: number;
  threshold?: Setting;
  timeout?: Setting;
  evidence?: string;
  /** What to emit where the state is not measured. */
  emit?: string;
  timeline?: Timeline;
  row?: RowPlace;
}

export interface Setting {
  now?: number;
  recommended?: number;
}

export const differs = (setting: Setting | undefined) =>
  setting?.recommended !== undefined && setting.recommended !== setting.now;

export interface Breakers {
  all: Breaker[];
  hasTimeline: boolean;
}

const isTable = (frame: DataFrame) =>
  findField(frame, componentNames)?.type === FieldType.string && findField(frame, ['state', 'trips']) !== undefined;

/**
 * The view model; undefined where no frame is about breakers. `end` is the end of the time range, `until` that of what
 * can have been measured: earlier where the range ends in the future.
 */
export function readBreakers(frames: DataFrame[], end: number, until = end): Breakers | undefined {
  const tables = frames.flatMap((frame, index) => (isTable(frame) ? [{ frame, index }] : []));
  const timelines = readTimelines(
    frames.filter((frame) => !isTable(frame)),
    until
  );
  if (tables.length === 0 && timelines.length === 0) {
    return undefined;
  }
  const fromTables = tables.flatMap(({ frame, index }) => readTable(frame, index, end));
  const all = tables.length > 0 ? fromTables : timelines.map(fromTimeline);
  const severalSystems = new Set(all.map((breaker) => breaker.system)).size > 1;
  return {
    all: all.map((breaker) => ({
      ...breaker,
      name: severalSystems ? `${breaker.system} ${breaker.name}` : breaker.name,
      timeline: breaker.timeline ?? timelineOf(breaker, timelines),
    })),
    hasTimeline: timelines.length > 0,
  };
}

/** A table without a system column matches by component alone. */
function timelineOf({ system, component }: Breaker, timelines: Timeline[]): Timeline | undefined {
  const candidates = timelines.filter((timeline) => timeline.component === component);
  return candidates.find((timeline) => timeline.system === system) ?? (system === '' ? candidates[0] : undefined);
}

function readTable(frame: DataFrame, frameIndex: number, end: number): Breaker[] {
  const component = findField(frame, componentNames);
  const system = findField(frame, ['system']);
  const state = findField(frame, ['state']);
  const number = (name: string, row: number) => readNumber(findField(frame, [name]), row);
  const seconds = (name: string, row: number) => readSeconds(findField(frame, [name]), row);
  const text = (name: string, row: number) => readText(findField(frame, [name]), row);
  const flags = findField(frame, ['value']);
  const isFlag = isFlagged(frame, flags);
  const isIn = (row: number) => !isFlag || readNumber(flags, row) === 1;
  const all = Array.from({ length: frame.length }, (_, row): Breaker => {
    const sinceTrip = seconds('sinceTrip', row);
    return {
      key: `${frameIndex}/${row}`,
      system: readText(system, row) ?? '',
      component: readText(component, row) ?? '',
      name: readText(component, row) ?? '',
      state: state && isIn(row) ? stateAt(state, row) : 'unknown',
      word: text('stateWord', row) ?? (isFlag && isIn(row) ? furtherWord(text('state', row)) : undefined),
      since: readMoment(findField(frame, ['since']), row),
      sinceAtLeast: text('sinceWord', row)?.startsWith('at least') ?? false,
      trips: number('trips', row),
      lastTripAt: sinceTrip === undefined ? undefined : end - sinceTrip * 1000,
      health: number('health', row),
      threshold: { now: number('failureThreshold', row), recommended: number('recommendedThreshold', row) },
      timeout: { now: seconds('recoveryTimeout', row), recommended: seconds('recommendedTimeout', row) },
      evidence: text('evidence', row),
      emit: text('emit', row),
      row: { frame: frameIndex, index: row },
    };
  });
  return isFlag ? eachOnce(all) : all;
}

/** A row per breaker and state, as resilience4j has it: 1 says which it is in. */
function isFlagged(frame: DataFrame, flags: Field | undefined): boolean {
  const state = findField(frame, ['state']);
  const rows = Array.from({ length: frame.length }, (_, row) => readNumber(flags, row));
  return state?.type === FieldType.string && flags !== undefined && rows.every((each) => each === 0 || each === 1);
}

/** The state that was told of each; not measured where none was. */
function eachOnce(rows: Breaker[]): Breaker[] {
  const once = new Map<string, Breaker>();
  for (const breaker of rows) {
    const key = JSON.stringify([breaker.system, breaker.component]);
    const known = once.get(key);
    if (!known || (known.state === 'unknown' && known.word === undefined)) {
      once.set(key, breaker);
    }
  }
  return [...once.values()];
}

/** Where there is only a state over time, its end is the state now. */
function fromTimeline(timeline: Timeline): Breaker {
  const { system, component, name, now } = timeline;
  return {
    ...{ key: `${system}/${name}`, system, component, name, timeline },
    state: now?.state ?? 'unknown',
    word: timeline.word,
    since: now?.since,
    sinceAtLeast: now?.sinceAtLeast ?? false,
    trips: timeline.trips.length > 0 ? timeline.trips.length : undefined,
    lastTripAt: timeline.trips.at(-1),
  };
}

/** Open before half-open before not measured before closed; then the one with more trips. */
export function byWorst(a: Breaker, b: Breaker): number {
  return severity[b.state] - severity[a.state] || (b.trips ?? 0) - (a.trips ?? 0);
}
