/** How do load and latency follow the hour of the week? In UTC, peaks in the afternoon of working days. */

const HOUR = 3600;

function hourOfDay(t: number): number {
  return (t / HOUR) % 24;
}

/** 1970-01-01 was a Thursday. */
function isWeekend(t: number): boolean {
  const day = (Math.floor(t / (24 * HOUR)) + 4) % 7;
  return day === 0 || day === 6;
}

const wave = (t: number, peak: number) => Math.cos(((hourOfDay(t) - peak) / 24) * 2 * Math.PI);

/** Factor on the request rate; never below 0.67, so that busy operations stay busy at night. */
export function loadSeason(t: number): number {
  return (1 + 0.25 * wave(t, 14)) * (isWeekend(t) ? 0.9 : 1);
}

/** Factor on durations: slower under load. */
export function latencySeason(t: number): number {
  return 1 + 0.1 * wave(t, 15) - (isWeekend(t) ? 0.03 : 0);
}
