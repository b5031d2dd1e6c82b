// Which hours of a day are normally slow, or high? Read from the expected p95 of the last day, hour by hour.
import { type DataFrame } from '@grafana/data';
import { seriesOf } from '../../../components/fields';

export interface Hour {
  /** 0..23 in the person's time zone. */
  hour: number;
  /** In the unit of the operation. */
  value: number;
}

/** `hourOf` gives the hour that a person's clock shows at a moment. */
export function profileOf(frame: DataFrame | undefined, hourOf: (moment: number) => number): Hour[] {
  const expected = frame && seriesOf(frame).find(({ value }) => value.name === 'expected');
  if (!expected) {
    return [];
  }
  const byHour = new Map<number, number[]>();
  expected.time.values.forEach((moment, index) => {
    const value = expected.value.values[index];
    if (typeof value === 'number') {
      const hour = hourOf(moment);
      byHour.set(hour, [...(byHour.get(hour) ?? []), value]);
    }
  });
  return [...byHour].map(([hour, values]) => ({ hour, value: middleOf(values) })).sort((a, b) => a.hour - b.hour);
}

/** A few minutes of an hour may regularly be others: they are not what is normal in the rest of it. */
const middleOf = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
