/** How do days, moments and lengths of time read, in the time zone of the system? */

const MINUTE = 60;
const HOUR = 3600;

/** "Friday 20 November 2026". */
function dayInWords(day: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${day}T00:00:00Z`)).replace(',', '');
}

/** One of the calendar, "2026-11-20": 31 November is none. */
export function isDay(text: string): boolean {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isFinite(moment) && new Date(moment).toISOString().startsWith(text);
}

export const periods = ['daily', 'weekly', 'monthly', 'run'] as const;
export type Period = (typeof periods)[number];

/** "day", for a sentence; a run is told by the day on which it ended. */
export const nounOf = (period: Period): string =>
  ({ daily: 'day', weekly: 'week', monthly: 'month', run: 'day' })[period];

/** "Friday 20 November 2026", "week from Monday 16 November 2026", "November 2026". */
export function periodInWords(period: Period, day: string): string {
  switch (period) {
    case 'weekly':
      return `week from ${dayInWords(day)}`;
    case 'monthly':
      return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${day}T00:00:00Z`)
      );
    default:
      return dayInWords(day);
  }
}

/** A day of the period `steps` away; months have no fixed length. */
export function moved(day: string, period: Period, steps: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (period === 'monthly') {
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + steps);
  } else {
    date.setUTCDate(date.getUTCDate() + steps * (period === 'weekly' ? 7 : 1));
  }
  return date.toISOString().slice(0, 10);
}

/** The first day of the period that a day is in; a week begins with its Monday. */
export function firstOf(day: string, period: Period): string {
  switch (period) {
    case 'weekly': {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      return moved(day, 'daily', -((weekday + 6) % 7));
    }
    case 'monthly':
      return moved(day, 'monthly', 0);
    default:
      return day;
  }
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

/** What stands at the time axis: "06:00" of a day, "16 Nov" of a week or month. */
export function axisTime(period: Period, moment: number, timeZone: string): string {
  if (nounOf(period) === 'day') {
    return timeOfDay(moment, timeZone);
  }
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone(timeZone) });
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

/** How far apart the marks of a chart's time axis are, in milliseconds: four to seven of them. */
export function ticksOf(from: string, to: string): number {
  const hours = (Date.parse(to) - Date.parse(from)) / 1000 / HOUR;
  const days = hours / 24;
  const step = days > 2 ? Math.ceil(days / 7) * 24 : ([1, 3, 6].find((h) => hours / h <= 5) ?? Math.ceil(days) * 6);
  return step * HOUR * 1000;
}

/** Whether the period was still going on when it was measured; a change of the clocks may take an hour from it. */
export const unfinished = (period: Period, day: string, from: string, to: string): boolean =>
  Date.parse(to) - Date.parse(from) < (24 * daysOf(period, day) - 1) * HOUR * 1000;

function daysOf(period: Period, day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const ofMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { daily: 1, weekly: 7, monthly: ofMonth, run: 1 }[period];
}

/** A zone that this machine does not know must not cost the report. */
function zone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
    return timeZone;
  } catch {
    return 'UTC';
  }
}
