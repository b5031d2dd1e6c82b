// Which series tell of which breaker, and when did it trip? Series in, a timeline per breaker out.
import { type DataFrame, type Field, FieldType, type Labels } from '@grafana/data';
import { type RowPlace } from '../../components/dataLinks';
import { seriesOf } from '../../components/fields';
import { chosenName, componentOf, saysState, seriesName, toldApart } from './names';
import { couldBeState, furtherWordAt, mappedText, severity, type State, stateAt } from './states';
import { historyOf, historyOfFlags, type Timeline } from './timeline';

/** A frame of series, and where the end of each is in the data of the panel. */
export interface PlacedFrame {
  frame: DataFrame;
  rowOf: (value: Field) => RowPlace;
}

interface Series extends PlacedFrame {
  time: Field<number>;
  value: Field;
}

const measures = [FieldType.number, FieldType.string, FieldType.boolean, FieldType.enum];

const seriesIn = (placed: PlacedFrame): Series[] =>
  seriesOf<unknown>(placed.frame, measures).map((series) => ({ ...placed, ...series }));

/** The timelines by breaker. The series of trips are told from those of the state by their frame's or field's name. */
export function readTimelines(frames: PlacedFrame[], end: number): Timeline[] {
  const all = frames.flatMap(seriesIn);
  const states = ofStates(all.filter((series) => !isTrips(series)));
  const timelines = byBreaker(states).map((series) => timelineOf(series, end));
  return toldApart(all.filter(isTrips).reduce(withTrips, timelines));
}

/**
 * The series that tell states. Few failures look like states, too: of two queries with the same breaker the one that
 * says "state" tells it, else the first; and one with other numbers tells none where another query does.
 */
function ofStates(all: Series[]): Series[] {
  const tells = (series: Series) => isFlag(series) || isState(series);
  const tellsSome = (series: Series) => isFlag(series) || statesOf(series).some(isKnown);
  const refIds = [...new Set(all.map(({ frame }) => frame.refId))];
  const queries = refIds.map((refId) => all.filter(({ frame }) => frame.refId === refId));
  const likely = queries.filter((query) => query.every(tells) || query.some(isToldAsState));
  const candidates = likely.length > 0 ? likely : queries;
  const told = candidates
    .filter((query) => query.some(isToldAsState))
    // A number without a word among those of states is a state that nobody has named.
    .flatMap((query) => query.filter((each) => tells(each) || (isUnnamed(each) && query.some(tellsSome))));
  for (const query of candidates.filter((each) => !each.some(isToldAsState))) {
    const known = new Set(told.map(breakerOf));
    told.push(...query.filter((series) => tells(series) && !known.has(breakerOf(series))));
  }
  return told;
}

function breakerOf(series: Series): string {
  const { system, component, labels } = named([series]);
  return JSON.stringify([system, component || labels]);
}

const isUnnamed = (series: Series) => isToldAsState(series) && Array.from(series.value.values).every(couldBeState);

const isToldAsState = (series: Series) =>
  isFlag(series) ||
  [
    series.frame.name,
    series.frame.refId,
    series.value.name,
    series.value.labels?.__name__,
    chosenName(series.value),
  ].some(saysState);

/** The series of each breaker: one, or one for each of its states. */
function byBreaker(all: Series[]): Series[][] {
  const breakers = new Map<string, Series[]>();
  for (const series of all) {
    const labels = Object.entries(labelsOf(series)).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify(labels.length > 0 ? labels : seriesName(series.frame, series.value));
    breakers.set(key, [...(breakers.get(key) ?? []), series]);
  }
  return [...breakers.values()];
}

/** The labels that say which breaker it is: not the metric's name, nor the state that a series is about. */
function labelsOf(series: Series): Labels {
  const ofState = isFlag(series);
  return Object.fromEntries(
    Object.entries(series.value.labels ?? {}).filter(([name]) => name !== '__name__' && !(ofState && name === 'state'))
  );
}

function timelineOf(series: Series[], end: number): Timeline {
  const flags = series.filter(isFlag).map(({ time, value }) => ({ time, value, word: value.labels?.state ?? '' }));
  // Two data sources may both have it: the one where it goes well does not hide the other.
  const [worst] = series
    .map((each) => historyOf(each.time, { values: statesOf(each) }, end, (row) => furtherWordAt(each.value, row)))
    .sort((a, b) => severity[b.now?.state ?? 'closed'] - severity[a.now?.state ?? 'closed']);
  return {
    ...named(series),
    trips: [],
    ...(flags.length > 0 || !worst ? historyOfFlags(flags, end) : worst),
  };
}

function named(series: Series[]): Pick<Timeline, 'system' | 'component' | 'name' | 'labels' | 'row'> {
  const [first] = series;
  const labels = first ? labelsOf(first) : {};
  // What series of several states are called must not be one of the states.
  const names = new Set(series.map(({ value }) => chosenName(value)));
  const state = first && isFlag(first) ? first.value.labels?.state : undefined;
  const [chosen] = names.size === 1 ? names : [];
  const isOfState = state !== undefined && chosen?.includes(state);
  const own = isOfState ? undefined : chosen;
  const unlabelled = first && Object.keys(labels).length === 0 ? seriesName(first.frame, first.value) : '';
  const component = componentOf(labels) ?? own ?? unlabelled;
  const row = first?.rowOf(first.value);
  return { system: labels.system ?? '', component, name: own ?? component, labels, row };
}

const isFlag = ({ value: { labels, values } }: Series) =>
  labels?.state !== undefined && Array.from(values).every((each) => !each || each === 1);

/** Null where nothing was measured, unlike a state that has no word here. */
const statesOf = ({ value }: Series) =>
  Array.from(value.values, (each: unknown, row) =>
    each === null || each === undefined || Number.isNaN(each) ? null : stateAt(value, row)
  );

/** Numbers that are all states, mapped to words, or nothing; a temperature is not. Of words, some that say a state. */
function isState(series: Series): boolean {
  const { type, values } = series.value;
  const states = statesOf(series);
  return type === FieldType.string
    ? states.some(isKnown)
    : states.every((state, row) => state !== 'unknown' || mappedText(series.value, values[row]) !== undefined);
}

const isKnown = (state: State | null) => state !== null && state !== 'unknown';

/** A legend or a query of that name, and not a breaker that is called "trips-api". */
const isTrips = ({ frame, value }: Series) =>
  [frame.name, value.name].some((name) => /^trips/i.test(name ?? '')) ||
  [chosenName(value), frame.refId].some((name) => /^trips(\s|$)/i.test(name ?? ''));

/** Trips may be added up over what tells the states apart, or the other way round. */
function withTrips(timelines: Timeline[], series: Series): Timeline[] {
  const { system, component, labels, row } = named([series]);
  const isOf = (timeline: Timeline) =>
    timeline.component === component && Object.entries(labels).every(([name, value]) => agrees(timeline, name, value));
  const trips = tripsOf(series);
  return timelines.some(isOf)
    ? timelines.map((each) => (isOf(each) ? { ...each, trips: [...each.trips, ...trips].sort((a, b) => a - b) } : each))
    : [...timelines, { system, component, name: component, labels, row, stretches: [], trips }];
}

const agrees = ({ labels }: Timeline, name: string, value: string) =>
  labels[name] === undefined || labels[name] === value;

/** Each sample says how many trips there were since the one before it. */
const tripsOf = ({ time, value }: Series): number[] =>
  Array.from(time.values).filter((_, index) => (value.values[index] ?? 0) > 0);
