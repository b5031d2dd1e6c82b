// What do the frames say about each conversion? Frames in, view model out, no drawing and no clock.
import { type DataFrame, type Field, FieldType } from '@grafana/data';
import { type RowPlace } from '../../components/dataLinks';
import { findField, readMoment, readNumber, readSeconds, readText } from '../../components/fields';
import { type Tier, toTier } from '../../components/tiers';
import { type NamedTrend, positive, readTrends, type Trend } from './trends';

/** One conversion at one size. Durations are in seconds, moments in milliseconds. */
export interface Conversion {
  key: string;
  system: string;
  from: string;
  to: string;
  size: string;
  /** Further labels, where those tell conversions of the same name and size apart. */
  further: Record<string, string>;
  /** Their values, as part of the name; empty where there are none. */
  more: string;
  last?: number;
  lastAt?: number;
  count?: number;
  /** Start of the oldest run that has not ended. */
  runningSince?: number;
  p50?: number;
  p95?: number;
  rangeLow?: number;
  rangeHigh?: number;
  baseline?: number;
  /** The learned p50; its p95 is the baseline. */
  baselineP50?: number;
  /** Against the baseline now: by the last run while that says something about now, else by the last run there was. */
  ratio?: number;
  tier: Tier;
  state: State;
  reason?: string;
  confidence?: number;
  windows?: number;
  /** Who says what is normal: a document's anchor, or a learned version. */
  origin?: string;
  trend: Trend;
  /** Where the row is in the data, for its data links. */
  row?: RowPlace;
}

/** What the judgement rests on; unknown is what a frame without a baseline has. */
export type State = 'learning' | 'provisional' | 'active' | 'approved' | 'frozen' | 'documented' | 'unknown';

export interface Conversions {
  /** Several systems in one panel are told apart in the rows' names. */
  severalSystems: boolean;
  rows: Row[];
  sizes: string[];
  all: Conversion[];
}

export interface Row {
  system: string;
  from: string;
  to: string;
  more: string;
  /** By the order of `sizes`; undefined where the data has nothing at all. */
  cells: Array<Conversion | undefined>;
}

const names = {
  system: ['system'],
  from: ['source', 'from'],
  to: ['target', 'to'],
  size: ['dataset_size', 'size', 'class', 'size_class'],
  last: ['last', 'duration', 'value'],
  count: ['count', 'runs', 'requests', 'n'],
  baseline: ['baseline', 'expected'],
};

/** What tells of a conversion without its last run. */
const measured = ['runningSince', 'running', 'p50', 'p95', 'ratio', 'lastRatio'];

const states: readonly State[] = ['learning', 'provisional', 'active', 'approved', 'frozen', 'documented'];

/** Whether a frame is a table of conversions: from, to, and at least one thing told of them. */
function isTable(frame: DataFrame, telling = [...names.last, ...measured]): boolean {
  const [from, to] = [findField(frame, names.from), findField(frame, names.to)];
  const named = from?.type === FieldType.string && to?.type === FieldType.string;
  return named && findField(frame, telling) !== undefined;
}

/** What is normal may be a query of its own, beside one of what was measured. */
const isOfNormal = (frame: DataFrame) => isTable(frame, [...names.baseline, 'rangeHigh']);

/** The view model; undefined where no frame is about conversions. `at` is the moment that running work is seen at. */
export function readConversions(frames: DataFrame[], at: number): Conversions | undefined {
  const isMeasured = frames.some((frame) => isTable(frame));
  const tables = frames.flatMap((frame, index) =>
    isTable(frame) || (isMeasured && isOfNormal(frame)) ? [{ frame, index }] : []
  );
  const series = frames.flatMap((frame, index) => (isTable(frame) ? [] : readTrends(frame, index, names)));
  const trends: Array<NamedTrend & { more?: string }> = tables.length === 0 ? trendsToldApart(series) : series;
  if (tables.length === 0 && !trends.some((trend) => trend.from && trend.to)) {
    return undefined;
  }
  const all = new Map<string, Conversion>();
  for (const { frame, index } of tables) {
    readTable(frame, index, at).forEach((conversion) =>
      all.set(conversion.key, theWorse(all.get(conversion.key), conversion))
    );
  }
  for (const trend of trends) {
    const found = all.get(trend.key) ?? byFurtherLabels(all, trend) ?? bySeriesName(all, trend);
    if (found) {
      all.set(found.key, withRuns(found, trend.points));
    } else if (trend.from && trend.to && tables.length === 0) {
      const last = trend.points.at(-1);
      all.set(trend.key, {
        ...emptyConversion(trend.system, trend.from, trend.to, trend.size),
        ...{ key: trend.key, more: trend.more ?? '' },
        last: last?.value,
        lastAt: last?.time,
        trend: trend.points,
        row: trend.row,
      });
    }
  }
  return arrange([...all.values()]);
}

/** Where series have the same conversion at the same size twice, the labels in which they differ are part of the name. */
function trendsToldApart(all: NamedTrend[]): Array<NamedTrend & { more: string }> {
  const groups = new Map<string, NamedTrend[]>();
  for (const trend of all) {
    const name = keyOf(trend.system, trend.from, trend.to, '');
    groups.set(name, [...(groups.get(name) ?? []), trend]);
  }
  return [...groups.values()].flatMap((group) => {
    const isTwice = new Set(group.map(({ key }) => key)).size < group.length;
    const telling = isTwice ? tellingLabels(group) : [];
    return group.map((trend) => {
      const more = telling.flatMap((label) => trend.labels[label] ?? []).join(', ');
      return { ...trend, more, key: keyOf(trend.system, trend.from, trend.to, trend.size, more) };
    });
  });
}

function tellingLabels(group: NamedTrend[]): string[] {
  const named = ['__name__', ...names.system, ...names.from, ...names.to, ...names.size];
  const labels = new Set(group.flatMap((trend) => Object.keys(trend.labels)));
  return [...labels].filter(
    (label) => !named.includes(label) && new Set(group.map((trend) => trend.labels[label])).size > 1
  );
}

/** What tables tell of a conversion. */
const figures = [
  ...(['last', 'lastAt', 'count', 'runningSince', 'p50', 'p95', 'rangeLow', 'rangeHigh'] as const),
  ...(['baseline', 'baselineP50', 'ratio', 'confidence', 'windows'] as const),
];

/** Two tables that tell nothing of a conversion twice are two queries about the same one. */
function completed(known: Conversion, other: Conversion): Conversion | undefined {
  if (figures.some((name) => known[name] !== undefined && other[name] !== undefined)) {
    return undefined;
  }
  const further = Object.fromEntries(
    figures.flatMap((name) => (other[name] === undefined ? [] : [[name, other[name]]]))
  );
  return {
    ...known,
    ...further,
    state: known.state === 'unknown' ? other.state : known.state,
    tier: known.tier > other.tier ? known.tier : other.tier,
    reason: known.reason ?? other.reason,
    origin: known.origin ?? other.origin,
  };
}

/** Of two data sources that both have a conversion, the one where it goes well does not hide the other. */
function theWorse(known: Conversion | undefined, other: Conversion): Conversion {
  const both = known && completed(known, other);
  if (!known || both) {
    return both ?? other;
  }
  const worse = known.tier - other.tier || (known.ratio ?? 0) - (other.ratio ?? 0);
  return worse > 0 ? known : other;
}

/** Where nothing tells the last run any more, because its program is gone, the runs in the time range still do. */
function withRuns(conversion: Conversion, trend: Trend): Conversion {
  const run = trend.at(-1);
  return conversion.last === undefined && run
    ? { ...conversion, trend, last: run.value, lastAt: run.time }
    : { ...conversion, trend };
}

function byFurtherLabels(all: Map<string, Conversion>, { key, labels }: NamedTrend): Conversion | undefined {
  return [...all.values()].find(
    (c) =>
      c.more !== '' &&
      keyOf(c.system, c.from, c.to, c.size) === key &&
      Object.entries(c.further).every(([name, value]) => labels[name] === value)
  );
}

/** "graph-to-table small" is how the back end names the series of a conversion; that of another system is not meant. */
function bySeriesName(all: Map<string, Conversion>, { name, system }: NamedTrend): Conversion | undefined {
  return [...all.values()].find(
    (c) =>
      c.more === '' && name === `${c.from}-to-${c.to} ${c.size}`.trim() && (!system || !c.system || system === c.system)
  );
}

const keyOf = (system: string, from: string, to: string, size: string, more = '') =>
  JSON.stringify([system, from, to, size, ...(more === '' ? [] : [more])]);

function emptyConversion(system: string, from: string, to: string, size: string): Conversion {
  return {
    key: keyOf(system, from, to, size),
    ...{ system, from, to, size },
    further: {},
    more: '',
    tier: 0,
    state: 'unknown',
    trend: [],
  };
}

function readTable(frame: DataFrame, frameIndex: number, at: number): Conversion[] {
  // Each is looked for once, and not in every row.
  const found = new Map<string, Field | undefined>();
  const field = (candidates: string[]) => {
    const key = candidates.join();
    return (found.has(key) ? found : found.set(key, findField(frame, candidates))).get(key);
  };
  const text = (candidates: string[], row: number) => readText(field(candidates), row) ?? '';
  const number = (name: string, row: number) => readNumber(field([name]), row);
  const seconds = (candidates: string[], row: number) => positive(readSeconds(field(candidates), row));
  const all = Array.from({ length: frame.length }, (_, row) => ({
    ...emptyConversion(text(names.system, row), text(names.from, row), text(names.to, row), text(names.size, row)),
    last: seconds(names.last, row),
    lastAt: readMoment(field(['lastAt']), row),
    count: readNumber(field(names.count), row),
    runningSince: readRunning(field(['runningSince', 'running']), row, at),
    p50: seconds(['p50'], row),
    p95: seconds(['p95'], row),
    rangeLow: seconds(['rangeLow'], row),
    rangeHigh: seconds(['rangeHigh'], row),
    baseline: seconds(names.baseline, row),
    baselineP50: seconds(['baselineP50'], row),
    ratio: positive(number('ratio', row)) ?? positive(number('lastRatio', row)),
    tier: toTier(number('tier', row) ?? number('lastTier', row)),
    state: states.find((state) => state === text(['state'], row)) ?? 'unknown',
    reason: text(['reason'], row) || undefined,
    confidence: number('confidence', row),
    windows: number('windows', row),
    origin: text(['baselineSource'], row) || undefined,
    row: { frame: frameIndex, index: row },
  }));
  return toldApart(all, frame);
}

/** Text that tells of a conversion, and is no label of it. */
const told = ['operation', 'set', 'state', 'reason', 'baselineSource', '__name__'];

/** Where a table has the same conversion at the same size twice, its further labels are part of the name. */
function toldApart(all: Conversion[], frame: DataFrame): Conversion[] {
  const nameOf = ({ system, from, to }: Conversion) => keyOf(system, from, to, '');
  const keys = new Set<string>();
  const twice = new Set<string>();
  for (const conversion of all) {
    if (keys.has(conversion.key)) {
      twice.add(nameOf(conversion));
    }
    keys.add(conversion.key);
  }
  const known = [...names.system, ...names.from, ...names.to, ...names.size, ...told].map((name) =>
    findField(frame, [name])
  );
  const labels = frame.fields.filter((field) => field.type === FieldType.string && !known.includes(field));
  return all.map((conversion, row) => {
    if (!twice.has(nameOf(conversion))) {
      return conversion;
    }
    const { system, from, to, size } = conversion;
    const further = Object.fromEntries(
      labels.flatMap((field) => {
        const value = readText(field, row);
        return value === undefined ? [] : [[field.name, value]];
      })
    );
    const more = Object.values(further).join(', ');
    return { ...conversion, further, more, key: keyOf(system, from, to, size, more) };
  });
}

/** A start, as a moment; or an age, as some queries have it. */
function readRunning(field: Field | undefined, row: number, at: number): number | undefined {
  const age = positive(readSeconds(field, row));
  return readMoment(field, row) ?? (age === undefined ? undefined : at - age * 1000);
}

const sizeOrder = ['tiny', 'xs', 'small', 's', 'medium', 'm', 'large', 'l', 'xl', 'huge'];

function arrange(all: Conversion[]): Conversions {
  const sizes = [...new Set(all.map((c) => c.size))];
  // Known words come in their order; unknown ones after them, as the data has them.
  const rank = (size: string) =>
    sizeOrder.includes(size.toLowerCase()) ? sizeOrder.indexOf(size.toLowerCase()) : Infinity;
  sizes.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  const rows = new Map<string, Row>();
  for (const conversion of all) {
    const { system, from, to, more } = conversion;
    const key = keyOf(system, from, to, '', more);
    const row = rows.get(key) ?? { system, from, to, more, cells: sizes.map(() => undefined) };
    row.cells[sizes.indexOf(conversion.size)] = conversion;
    rows.set(key, row);
  }
  return { all, sizes, rows: [...rows.values()], severalSystems: new Set(all.map((c) => c.system)).size > 1 };
}
