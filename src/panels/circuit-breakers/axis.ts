// Which moments does the time axis name? Round ones in the dashboard's time zone, as many as fit, written as this Grafana
// writes them on every axis.
import { dateTimeFormat, dateTimeForTimeZone, systemDateFormats } from '@grafana/data';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps = [
  ...[1, 5, 10, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((n) => n * day),
];

export interface Tick {
  time: number;
  text: string;
}

const labelWidth = 72;

export function ticksOf(from: number, to: number, width: number, timeZone: string): Tick[] {
  const fitting = Math.max(1, Math.floor(width / labelWidth));
  const step = steps.find((candidate) => (to - from) / candidate <= fitting) ?? 365 * day;
  const { interval } = systemDateFormats;
  // Over several days, an hour alone could be that of any of them.
  const isDay = (time: number) => step >= day || (to - from > day && localTime(time, timeZone) % day === 0);
  const formatAt = (time: number) => (isDay(time) ? interval.day : step >= minute ? interval.minute : interval.second);
  return roundMoments(from, to, step, timeZone).map((time) => ({
    time,
    text: dateTimeFormat(time, { timeZone, format: formatAt(time) }),
  }));
}

/** Round in local time: midnight of the dashboard's zone, not of UTC. */
function roundMoments(from: number, to: number, step: number, timeZone: string): number[] {
  const offset = offsetAt(from, timeZone);
  if (step < hour) {
    // Clocks change by whole hours: minutes stay as round as they were, also in an hour that comes twice.
    return multiples(from + offset, to + offset, step).map((time) => time - offset);
  }
  return multiples(from + offset, localTime(to, timeZone), step)
    .map((time) => ({ time, moment: momentOf(time, timeZone) }))
    .filter(({ time, moment }) => localTime(moment, timeZone) === time)
    .map(({ moment }) => moment);
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}

const offsetAt = (time: number, timeZone: string) => (dateTimeForTimeZone(timeZone, time).utcOffset?.() ?? 0) * minute;

/** What the clocks of the zone show, as milliseconds of a zone without an offset. */
const localTime = (time: number, timeZone: string) => time + offsetAt(time, timeZone);

/** When they show that: by the offset of then, which is not yet known. Where they skip it, they never do. */
function momentOf(local: number, timeZone: string): number {
  const near = local - offsetAt(local, timeZone);
  return local - offsetAt(near, timeZone);
}
