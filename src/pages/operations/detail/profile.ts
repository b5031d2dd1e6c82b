// Which hours of a day are normally slow? Read from the expected p95 of the last day, hour by hour.
import { type DataFrame } from '@grafana/data';
import { seriesOf } from '../../../components/fields';

export interface Hour {
  /** 0..23 in the person's time zone. */
  hour: number;
  seconds: number;
}

/** `hourOf` gives the hour that a person's clock shows at a moment. */
export function profileOf(frame: DataFrame | undefined, hourOf: (moment: number) => number): Hour[] {
  const expected = frame && seriesOf(frame).find(({ value }) => value.name === 'expected');
  if (!expected) {
    return [];
  }
  const byHour = new Map<number, number>();
  expected.time.values.forEach((moment, index) => {
    const seconds = expected.value.values[index];
    if (typeof seconds === 'number') {
      byHour.set(hourOf(moment), seconds);
    }
  });
  return [...byHour].map(([hour, seconds]) => ({ hour, seconds })).sort((a, b) => a.hour - b.hour);
}
