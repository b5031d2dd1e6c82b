// Which field of a frame means what? By name, whoever the frame comes from, with every reading tolerant of gaps.
import { type DataFrame, type Field, FieldType } from '@grafana/data';

/**
 * The first field with one of these names, upper and lower case and separators aside. Grafana's transformations leave
 * a field's own name and give it another to be shown with: whoever renames one means that.
 */
export function findField(frame: DataFrame, names: readonly string[]): Field | undefined {
  for (const name of names) {
    const called = (text: string | undefined) => text !== undefined && plainName(text) === plainName(name);
    const found =
      frame.fields.find((field) => called(field.name)) ?? frame.fields.find(({ config }) => called(config.displayName));
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Prometheus' `__name__` is that of the metric, and never the name of what is measured. */
const plainName = (name: string) => (name === '__name__' ? name : name.toLowerCase().replace(/[\s_.-]/g, ''));

export function readNumber(field: Field | undefined, row: number): number | undefined {
  const value: unknown = field?.values[row];
  if (value === null || value === undefined || value === '') {
    return undefined;
  }
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Seconds per unit of Grafana's time units; a field without a unit holds seconds. */
const secondsPer: Record<string, number> = {
  ns: 1e-9,
  µs: 1e-6,
  ms: 1e-3,
  m: 60,
  h: 3600,
  d: 86_400,
  dtdurationms: 1e-3,
  clockms: 1e-3,
  timeticks: 1e-2,
};

export function readSeconds(field: Field | undefined, row: number): number | undefined {
  const value = readNumber(field, row);
  return value === undefined ? undefined : value * (secondsPer[field?.config.unit ?? 's'] ?? 1);
}

export function readText(field: Field | undefined, row: number): string | undefined {
  const value: unknown = field?.values[row];
  return value === null || value === undefined || value === '' ? undefined : String(value);
}

/** A moment in milliseconds: a time field's, or a number's that can only be seconds or milliseconds since 1970. */
export function readMoment(field: Field | undefined, row: number): number | undefined {
  const value = readNumber(field, row);
  if (field === undefined || value === undefined || value <= 0) {
    return undefined;
  }
  if (field.type === FieldType.time) {
    return value;
  }
  return value > 1e11 ? value : value > 1e9 ? value * 1000 : undefined;
}

/** The series of a frame: its time field with each field of numbers, or of other types. */
export function seriesOf<Value = number | null>(
  frame: DataFrame,
  types: readonly FieldType[] = [FieldType.number]
): Array<{ time: Field<number>; value: Field<Value> }> {
  const time = frame.fields.find((field) => field.type === FieldType.time);
  if (!time) {
    return [];
  }
  return frame.fields.filter((field) => types.includes(field.type)).map((value) => ({ time, value }));
}
