/** How do days, moments and lengths of time read, in the time zone of the system? */

const MINUTE = 60;
const HOUR = 3600;

/** "Friday 20 November 2026". */
export function dayInWords(day: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${day}T00:00:00Z`)).replace(',', '');
}

/** "20 Nov 00:00 to 21 Nov 00:00 (UTC)". */
export function spanInWords(from: string, to: string, timeZone: string): string {
  return `${dayAndTime(from, timeZone)} to ${dayAndTime(to, timeZone)} (${timeZone})`;
}

export function dayAndTime(moment: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone(timeZone),
  });
  return format.format(new Date(moment)).replace(',', '');
}

export function timeOfDay(moment: string | number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone(timeZone) });
  return format.format(new Date(moment));
}

/** "41 s", "12 min", "3 h 12 min": the length of something, for a sentence. */
export function lengthInWords(seconds: number): string {
  if (seconds < 2 * MINUTE) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.round(seconds / MINUTE);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** Seconds of a stretch that lie within the report's span. */
export function secondsWithin(start: string, end: string | null, from: string, to: string): number {
  const first = Math.max(Date.parse(start), Date.parse(from));
  const last = Math.min(end === null ? Infinity : Date.parse(end), Date.parse(to));
  return Math.max(0, (last - first) / 1000);
}

/** How far apart the marks of a chart's time axis are, in milliseconds: about four of them. */
export function ticksOf(from: string, to: string): number {
  const hours = (Date.parse(to) - Date.parse(from)) / 1000 / HOUR;
  const step = [1, 3, 6].find((h) => hours / h <= 5) ?? Math.ceil(hours / 24) * 6;
  return step * HOUR * 1000;
}

/** Whether the day was still going on when it was measured; the shortest day of a year has 23 hours. */
export const unfinished = (from: string, to: string): boolean => Date.parse(to) - Date.parse(from) < 23 * HOUR * 1000;

/** A zone that this machine does not know must not cost the report. */
function zone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
    return timeZone;
  } catch {
    return 'UTC';
  }
}
