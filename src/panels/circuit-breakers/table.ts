// What does a table say about each breaker? Ours, one of Prometheus, or one that a transformation has made.
import { type DataFrame, type Field, FieldType, type Labels } from '@grafana/data';
import { findField, readMoment, readNumber, readSeconds, readText } from '../../components/fields';
import { type Breaker } from './model';
import { componentNames, saysState } from './names';
import { type PlacedFrame } from './series';
import { couldBeState, furtherWordAt, stateAt } from './states';

/** "Metric" and "Field" hold the names of series after the transformations Series to rows and Reduce. */
const nameFields = [...componentNames, 'metric', 'field'];

/** Text that tells of a breaker, and is no label of it. */
const told = ['system', 'state', 'stateWord', 'sinceWord', 'evidence', 'emit', '__name__'];

export const isTable = (frame: DataFrame) =>
  findField(frame, nameFields)?.type === FieldType.string &&
  (findField(frame, ['state', 'trips']) ?? stateField(frame)) !== undefined;

/** The state by its name; else the one number that there is, or Grafana's name for it, where it can be a state. */
function stateField(frame: DataFrame): Field | undefined {
  const named = findField(frame, ['state']);
  if (named || findField(frame, ['trips'])) {
    return named;
  }
  const rows = (field: Field): unknown[] => Array.from(field.values);
  const isKnown = (field: Field) => (value: unknown, row: number) =>
    value === null || stateAt(field, row) !== 'unknown';
  const values = frame.length > 0 ? valuesOf(frame) : [];
  const certain = values.find((field) => rows(field).every(isKnown(field)));
  return certain ?? (isOfState(frame) ? values.find((field) => rows(field).every(couldBeState)) : undefined);
}

/** Its metric or query says so; numbers without a word are states there, too. */
function isOfState(frame: DataFrame): boolean {
  const metrics: unknown[] = Array.from(findField(frame, ['__name__'])?.values ?? []);
  return [...metrics.map(String), frame.refId, frame.name].some(saysState);
}

function valuesOf(frame: DataFrame): Field[] {
  const numbers = frame.fields.filter((field) => field.type === FieldType.number);
  // "Value #A" where a panel has several queries, "Last *" after Reduce.
  const values = numbers.filter(({ name, config }) => /^(value( #.*)?|last( \*)?)$/i.test(config.displayName || name));
  return values.length > 0 || numbers.length > 1 ? values : numbers;
}

/** A row per breaker and state, as resilience4j has it: 1 says which it is in. */
function flagsOf(frame: DataFrame): Field | undefined {
  const isFlags = (field: Field) => Array.from(field.values).every((value: unknown) => value === 0 || value === 1);
  return findField(frame, ['state'])?.type === FieldType.string ? valuesOf(frame).find(isFlags) : undefined;
}

/** `at` is the moment that ages are counted back from. */
export function readTable(frame: DataFrame, frameIndex: number, at: number): Breaker[] {
  const component = findField(frame, nameFields);
  const state = stateField(frame);
  // Each is looked for once, and not in every row.
  const found = new Map<string, Field | undefined>();
  const of = (name: string) => (found.has(name) ? found : found.set(name, findField(frame, [name]))).get(name);
  const number = (name: string, row: number) => readNumber(of(name), row);
  const seconds = (name: string, row: number) => readSeconds(of(name), row);
  const text = (name: string, row: number) => readText(of(name), row);
  const labels = labelFields(frame);
  const flags = flagsOf(frame);
  const isIn = (row: number) => !flags || readNumber(flags, row) === 1;
  const all = Array.from({ length: frame.length }, (_, row): Breaker => {
    const sinceTrip = seconds('sinceTrip', row);
    return {
      key: `${frameIndex}/${row}`,
      system: text('system', row) ?? '',
      component: readText(component, row) ?? '',
      name: readText(component, row) ?? '',
      labels: labelsAt(labels, row),
      state: state && isIn(row) ? stateAt(state, row) : 'unknown',
      word: text('stateWord', row) ?? (state && isIn(row) ? furtherWordAt(state, row) : undefined),
      since: readMoment(of('since'), row),
      sinceAtLeast: text('sinceWord', row)?.startsWith('at least') ?? false,
      trips: number('trips', row),
      lastTripAt: sinceTrip === undefined ? undefined : at - sinceTrip * 1000,
      health: number('health', row),
      threshold: { now: number('failureThreshold', row), recommended: number('recommendedThreshold', row) },
      timeout: { now: seconds('recoveryTimeout', row), recommended: seconds('recommendedTimeout', row) },
      evidence: text('evidence', row),
      emit: text('emit', row),
      row: { frame: frameIndex, index: row },
    };
  });
  return flags ? eachOnce(all) : all;
}

/** The state that was told of each; not measured where none was. */
function eachOnce(rows: Breaker[]): Breaker[] {
  const once = new Map<string, Breaker>();
  for (const breaker of rows) {
    const key = JSON.stringify([breaker.system, breaker.component, breaker.labels]);
    const known = once.get(key);
    if (!known || (known.state === 'unknown' && known.word === undefined)) {
      once.set(key, breaker);
    }
  }
  return [...once.values()];
}

const labelFields = (frame: DataFrame) =>
  frame.fields.filter(
    (field) => field.type === FieldType.string && !told.some((name) => findField(frame, [name]) === field)
  );

const labelsAt = (fields: Field[], row: number): Labels =>
  Object.fromEntries(fields.map((field) => [field.name, readText(field, row) ?? '']));

/**
 * The series of a table that has the same breaker at several times, as SQL and the transformations Labels to fields and
 * Series to rows have them; undefined where each row is a breaker of its own.
 */
export function seriesInTable(frame: DataFrame, frameIndex: number): PlacedFrame[] | undefined {
  const time = frame.fields.find((field) => field.type === FieldType.time);
  const flags = flagsOf(frame);
  const value = flags ?? stateField(frame);
  if (!time || !value) {
    return undefined;
  }
  const [state, system] = [findField(frame, ['state']), findField(frame, ['system'])];
  const component = findField(frame, nameFields);
  const fields = labelFields(frame);
  const groups = new Map<string, { labels: Labels; rows: number[] }>();
  Array.from({ length: frame.length }, (_, row) => {
    const labels: Labels = {
      ...labelsAt(fields, row),
      ...(component && { component: readText(component, row) ?? '' }),
      ...(system && { system: readText(system, row) ?? '' }),
      ...(flags && state && { state: readText(state, row) ?? '' }),
    };
    const key = JSON.stringify(labels);
    const group = groups.get(key) ?? { labels, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  });
  const isOverTime = [...groups.values()].some(
    ({ rows }) => new Set(rows.map((row): unknown => time.values[row])).size > 1
  );
  return isOverTime
    ? [...groups.values()].map(({ labels, rows }) => {
        const sorted = rows.sort((a, b) => Number(time.values[a]) - Number(time.values[b]));
        const row = { frame: frameIndex, index: sorted.at(-1) ?? 0 };
        return { frame: seriesOf(frame, time, value, labels, sorted), rowOf: () => row };
      })
    : undefined;
}

function seriesOf(frame: DataFrame, time: Field, value: Field, labels: Labels, sorted: number[]): DataFrame {
  const of = (field: Field): Field => ({ ...field, values: sorted.map((row): unknown => field.values[row]) });
  const config = { ...value.config, displayName: undefined, displayNameFromDS: undefined };
  return { ...frame, length: sorted.length, fields: [of(time), { ...of(value), config, labels }] };
}
