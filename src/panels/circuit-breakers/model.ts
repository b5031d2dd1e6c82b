// What do the frames say about each breaker? Frames in, view model out, no drawing and no clock.
import { type DataFrame, type Field, type Labels } from '@grafana/data';
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
 * The view model; undefined where no frame is about breakers. `end` is the end of the time range; where that lies in the
 * future, nothing can have been measured after `askedAt`, and ages are those of then.
 */
export function readBreakers(frames: DataFrame[], end: number, askedAt = end): Breakers | undefined {
  const until = Math.min(end, askedAt);
  const tables = frames.flatMap((frame, index) => (isTable(frame) ? [{ frame, index }] : []));
  const rows = tables.flatMap(({ frame, index }) =>
    seriesInTable(frame, index) ? [] : readTable(frame, index, until)
  );
  const timelines = readTimelines(
    frames.flatMap((frame, index) =>
      isTable(frame) ? (seriesInTable(frame, index) ?? []) : [{ frame, rowOf: lastRowOf(frame, index) }]
    ),
    until
  );
  if (tables.length === 0 && timelines.length === 0) {
    return undefined;
  }
  const inTables = toldApart(joined(rows)).map((breaker) => ({ ...breaker, timeline: timelineOf(breaker, timelines) }));
  const shown = new Set(inTables.map(({ timeline }) => timeline));
  // The table of a system says which of its breakers are meant. Trips alone say nothing of one that tables leave out.
  const systems = new Set(inTables.map(({ system }) => system).filter(Boolean));
  const isFurther = ({ system, stretches, now }: Timeline) =>
    !systems.has(system) && (stretches.length > 0 || now !== undefined);
  const others = timelines.filter((each) => inTables.length === 0 || (!shown.has(each) && isFurther(each)));
  const all = [...inTables, ...others.map(fromTimeline)];
  const severalSystems = new Set(all.map((breaker) => breaker.system)).size > 1;
  return {
    all: all.map((breaker) => ({
      ...breaker,
      name: severalSystems ? `${breaker.system} ${breaker.name}` : breaker.name,
    })),
    hasTimeline: timelines.length > 0,
  };
}

/** Where the end of each series of a frame is in the data. */
const lastRowOf =
  (frame: DataFrame, index: number) =>
  (value: Field): RowPlace => ({ frame: index, index: frame.length - 1, field: frame.fields.indexOf(value) });

/** The series of a breaker of a table; where one of the two has no system, the other's does not matter. */
function timelineOf(breaker: Breaker, timelines: Timeline[]): Timeline | undefined {
  const candidates = timelines.filter((timeline) => isSame(breaker, timeline));
  return candidates.find(({ system }) => system === breaker.system) ?? candidates[0];
}

type Identity = Pick<Breaker, 'system' | 'component' | 'labels'>;

const isSame = (a: Identity, b: Identity) =>
  a.component === b.component &&
  (a.system === b.system || a.system === '' || b.system === '') &&
  Object.entries(a.labels).every(([name, value]) => (b.labels[name] ?? value) === value);

/** What a table without states says, such as one of trips, belongs to the breakers of the tables that have them. */
function joined(rows: Breaker[]): Breaker[] {
  const known = rows.filter((row) => row.state !== 'unknown' || row.emit !== undefined || row.word !== undefined);
  const further = rows.filter((row) => !known.includes(row));
  const found = further.map((row) => known.filter((each) => isSame(each, row)));
  return [
    ...known.map((each) => {
      const more = further.find(
        (row, index) => row.trips !== undefined && found[index]?.length === 1 && found[index][0] === each
      );
      return more ? { ...each, trips: each.trips ?? more.trips, lastTripAt: each.lastTripAt ?? more.lastTripAt } : each;
    }),
    ...further.filter((row, index) => row.trips === undefined || found[index]?.length !== 1),
  ];
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
    row: timeline.row,
  };
}

/** Open before half-open before not measured before closed; then the one with more trips. */
export function byWorst(a: Breaker, b: Breaker): number {
  return severity[b.state] - severity[a.state] || (b.trips ?? 0) - (a.trips ?? 0);
}
