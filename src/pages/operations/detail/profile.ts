// When is an operation normally slow, or high? Read from the expected p95 of the last week, hour by hour.
import { type DataFrame } from '@grafana/data';
import { seriesOf } from '../../../components/fields';

/** An hour of the week in the person's time zone. */
export interface Moment {
  /** 0 is Monday. */
  day: number;
  /** 0..23 */
  hour: number;
}

export interface Hour extends Moment {
  /** In the unit of the operation. */
  value: number;
}

/** Days on which the same is normal at each hour. */
export interface Days {
  /** Ascending. */
  days: number[];
  /** Of the first of them that has the hour, ascending; hours without a request are not there. */
  hours: Hour[];
}

/** Below this share of one another two values are the same. */
export const alike = 0.01;

/** `momentOf` gives the day and the hour that a person's calendar and clock show at a moment. */
export function weekOf(frame: DataFrame | undefined, momentOf: (moment: number) => Moment): Days[] {
  const expected = frame && seriesOf(frame).find(({ value }) => value.name === 'expected');
  if (!expected) {
    return [];
  }
  const moments = expected.time.values.map((moment) => hourOfWeek(momentOf(moment)));
  const byHour = new Map<number, number[]>();
  moments.forEach((at, index) => {
    const value = expected.value.values[index];
    if (typeof value === 'number') {
      byHour.set(at, [...(byHour.get(at) ?? []), value]);
    }
  });
  const skipped = skippedIn(expected.time.values, moments);
  const rows: Days[] = [];
  for (let day = 0; day < 7; day++) {
    const hours = [...byHour]
      .filter(([at]) => Math.floor(at / 24) === day)
      .map(([at, values]) => ({ day, hour: at % 24, value: middleOf(values) }))
      .sort(byClock);
    const one = { days: [day], hours };
    const same = rows.find((row) => areAlike(told(row, one, skipped), told(one, row, skipped)));
    if (same) {
      same.days.push(day);
      same.hours = [...same.hours, ...hours.filter(({ hour }) => !has(same, hour))].sort(byClock);
    } else if (hours.length > 0) {
      rows.push(one);
    }
  }
  return rows;
}

const hourOfWeek = ({ day, hour }: Moment) => 24 * day + hour;
const byClock = (a: Hour, b: Hour) => a.hour - b.hour;
const has = ({ hours }: Days, clock: number) => hours.some(({ hour }) => hour === clock);

/** The hours that clocks skip in spring: between moments less than an hour apart no other hour is missing. */
function skippedIn(times: number[], moments: number[]): Set<number> {
  const skipped = new Set<number>();
  moments.forEach((at, index) => {
    const next = index + 1;
    const apart = (times[next] ?? Infinity) - (times[index] ?? 0);
    if (apart < 3_600_000 && moments[next] === (at + 2) % (7 * 24)) {
      skipped.add((at + 1) % (7 * 24));
    }
  });
  return skipped;
}

/** The hours of days that others can have as well. */
const told = ({ hours }: Days, { days }: Days, skipped: ReadonlySet<number>) =>
  hours.filter(({ hour }) => !days.every((day) => skipped.has(hourOfWeek({ day, hour }))));

/** A few minutes of an hour may regularly be others: they are not what is normal in the rest of it. */
const middleOf = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const areAlike = (a: Hour[], b: Hour[]) =>
  a.length === b.length &&
  a.every(({ hour, value }, i) => {
    const other = b[i];
    return other?.hour === hour && Math.abs(value - other.value) <= alike * Math.max(value, other.value);
  });
