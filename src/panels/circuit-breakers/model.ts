// What do the frames say about each breaker? Frames in, view model out, no drawing and no clock.
import { type DataFrame, type Labels } from '@grafana/data';
import { type RowPlace } from '../../components/dataLinks';
import { toldApart } from './names';
import { readTimelines } from './series';
import { severity, type State } from './states';
import { isTable, readTable, seriesInTable } from './table';
import { type Timeline } from './timeline';

/** One breaker. Durations are in seconds, moments in milliseconds. */
export interface Breaker {
  key: string;
  system: string;
  component: string;
  /** The component, with its system where several are shown. */
  name: string;
  /** All that tells it from others. */
  labels: Labels;
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

/**
 * The view model; undefined where no frame is about breakers. `end` is the end of the time range, `until` that of what
 * can have been measured: earlier where the range ends in the future.
 */
export function readBreakers(frames: DataFrame[], end: number, until = end): Breakers | undefined {
  const tables = frames.flatMap((frame, index) => (isTable(frame) ? [{ frame, index }] : []));
  const rows = tables.flatMap(({ frame, index }) => (seriesInTable(frame) ? [] : readTable(frame, index, end)));
  const timelines = readTimelines(
    frames.flatMap((frame) => (isTable(frame) ? (seriesInTable(frame) ?? []) : [frame])),
    until
  );
  if (tables.length === 0 && timelines.length === 0) {
    return undefined;
  }
  const all = rows.length > 0 ? toldApart(rows) : timelines.map(fromTimeline);
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

/** Where there is only a state over time, its end is the state now. */
function fromTimeline(timeline: Timeline): Breaker {
  const { system, component, name, labels, now } = timeline;
  return {
    ...{ key: `${system}/${name}`, system, component, name, labels, timeline },
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
