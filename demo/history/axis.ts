/** Which moments does a stretch of history consist of? One sample a minute, on the minute. */

export const STEP_SECONDS = 60;

export interface Axis {
  /** Minutes since 1970 of the first sample. */
  firstMinute: number;
  steps: number;
}

/** Seconds since 1970 of a step. */
export const timeOf = (axis: Axis, step: number) => (axis.firstMinute + step) * STEP_SECONDS;

/** The stretch that ends with the last full minute before `end`. */
export function axisUpTo(end: number, days: number): Axis {
  const last = Math.floor(end / STEP_SECONDS);
  const steps = Math.round(days * 1440);
  return { firstMinute: last - steps + 1, steps };
}
