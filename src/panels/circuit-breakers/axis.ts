// Which moments does the time axis name? Round ones in the dashboard's time zone, as many as fit.
import { dateTimeFormat, dateTimeForTimeZone, type TimeZone } from '@grafana/data';

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

export function ticksOf(from: number, to: number, width: number, timeZone: TimeZone): Tick[] {
  const fitting = Math.max(1, Math.floor(width / labelWidth));
  const step = steps.find((candidate) => (to - from) / candidate <= fitting) ?? 365 * day;
  // Round in local time: midnight of the dashboard's zone, not of UTC.
  const offset = dateTimeForTimeZone(timeZone, from).utcOffset?.() ?? 0;
  const first = Math.ceil((from + offset * minute) / step) * step - offset * minute;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  const format = step >= day ? 'MM-DD' : step >= minute ? 'HH:mm' : 'HH:mm:ss';
  return Array.from({ length: count }, (_, index) => first + index * step).map((time) => ({
    time,
    text: dateTimeFormat(time, { timeZone, format }),
  }));
}
