import { createDataFrame, dateTimeForTimeZone, FieldType } from '@grafana/data';
import { weekOf } from './profile';

const minute = 60_000;
const monday = Date.UTC(2026, 10, 16);
const momentOf = (moment: number) => {
  const at = new Date(moment);
  return { day: (at.getUTCDay() + 6) % 7, hour: at.getUTCHours() };
};

const expecting = (time: number[], value: (moment: Date) => number | null) =>
  createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: time },
      { name: 'expected', type: FieldType.number, values: time.map((at) => value(new Date(at))) },
    ],
  });

/** A week that begins on a Wednesday at noon, a value each twenty minutes. */
const week = Array.from({ length: 7 * 72 }, (_, step) => monday + (60 * 60 + 20 * step) * minute);

test('a job in the last minutes of every hour is not what is normal in it', () => {
  const time = Array.from({ length: 24 }, (_, step) => monday + 5 * step * minute);
  const frame = expecting(time, (at) => (at.getUTCMinutes() >= 55 ? 5 : 1 + at.getUTCHours()));
  expect(weekOf(frame, momentOf)).toEqual([
    {
      days: [0],
      hours: [
        { day: 0, hour: 0, value: 1 },
        { day: 0, hour: 1, value: 2 },
      ],
    },
  ]);
});

test('without an expected value there is no shape', () => {
  expect(weekOf(undefined, momentOf)).toEqual([]);
});

test('days on which the same is normal are one row', () => {
  const everyDay = weekOf(
    expecting(week, (at) => 1 + at.getUTCHours()),
    momentOf
  );
  expect(everyDay.map(({ days }) => days)).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
  expect(everyDay[0]?.hours).toHaveLength(24);
  const weekend = (at: Date) => at.getUTCDay() % 6 === 0;
  const weekends = weekOf(
    expecting(week, (at) => (weekend(at) ? 1 : 2)),
    momentOf
  );
  expect(weekends.map(({ days }) => days)).toEqual([
    [0, 1, 2, 3, 4],
    [5, 6],
  ]);
});

test('hours without requests make a day another one', () => {
  const rows = weekOf(
    expecting(week, (at) => (at.getUTCDay() === 0 && at.getUTCHours() < 6 ? null : 1)),
    momentOf
  );
  expect(rows.map(({ days }) => days)).toEqual([[0, 1, 2, 3, 4, 5], [6]]);
  expect(rows[1]?.hours[0]).toEqual({ day: 6, hour: 6, value: 1 });
});

test.each([
  ['Europe/Berlin', Date.UTC(2026, 2, 29)],
  ['America/New_York', Date.UTC(2026, 2, 8)],
  ['Africa/Cairo', Date.UTC(2026, 3, 24)], // a Friday, at midnight
])('the hour that clocks of %s skip in spring makes no day another one', (zone, spring) => {
  const time = Array.from({ length: 7 * 72 }, (_, step) => spring + (20 * step - 3 * 24 * 60) * minute);
  const there = (moment: number) => {
    const at = dateTimeForTimeZone(zone, moment);
    return { day: Number(at.isoWeekday()) - 1, hour: at.hour?.() ?? 0 };
  };
  const rows = weekOf(
    createDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: time },
        { name: 'expected', type: FieldType.number, values: time.map((at) => 1 + there(at).hour) },
      ],
    }),
    there
  );
  expect(rows.map(({ days }) => days)).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
  expect(rows[0]?.hours.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
});
