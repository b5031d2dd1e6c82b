/** How is a rule shown to fire when it should, and only then? Series in Prometheus' own test language, a sample every 10 seconds. */

/** Seconds between two samples. */
const step = 10;

/** Seconds between two samples of a test that spans days, whose rules are evaluated every half hour: at ten, it would take an hour. */
export const longStep = 120;

export interface RuleTest {
  /** Id of the alert, or the name of a rule that no document asks for. */
  alert: string;
  name: string;
  series: Record<string, string>;
  /** It spans days: a sample every `longStep`. */
  days?: boolean;
  /** When it is seen to fire, with which labels besides those of the rule. */
  fires: Array<{ at: number; labels: Record<string, string> }>;
  /** When it is seen not to. */
  silent: number[];
}

/** What is shown where no rule asks: on a panel, in a report. */
export interface ShownTest {
  name: string;
  /** With `$app` and `$host`, as in the catalogue. */
  expr: string;
  series: Record<string, string>;
  shows: Array<{ at: number; lines: Array<{ labels: Record<string, string>; value: number }> }>;
}

/** What a report asks under a title. */
export function reported(report: ReadonlyArray<{ title: string; expr?: string }>, title: string): string {
  const expr = report.find((item) => item.title === title)?.expr;
  if (expr === undefined) {
    throw new Error(`no item of the report with an expression is called "${title}"`);
  }
  return expr;
}

/** Samples of so many hours in a test that spans days. */
export const longHours = (hours: number) => (hours * 3600) / longStep;

/** What an application shows that answers for an hour, and then is down for as long as the test lasts. */
export const downForDays = (up: string, metric: string) => ({
  [up]: `1x${longHours(1) - 1} 0x${longHours(9 * 24)}`,
  [metric]: `5x${longHours(1) - 1} stale`,
});
/** When it is to fire, and when it no longer can: what was not seen for a week is no part of the application any more. */
export const stillDown = [3, 26, 40, 6 * 24].map((hours) => hours * 3600);
export const takenAway = (7 * 24 + 3) * 3600;

/** A gauge that stays. */
export const steady = (value: number, samples = 400) => `${value}x${samples}`;
/** A counter that grows by so much per second. */
export const growing = (perSecond: number, samples = 400) => `0+${Number((perSecond * step).toFixed(6))}x${samples}`;
/** One value, then another from a moment on (a multiple of the step). */
export const changing = (before: number | string, at: number, after: number | string, samples = 400) => {
  const first = at / step - 1;
  return `${before}${before === 'stale' || first === 0 ? '' : `x${first}`} ${after}${after === 'stale' ? '' : `x${samples}`}`;
};
/** Not there, then there. */
export const born = (at: number, value: number, samples = 400) => `_x${at / step} ${value}x${samples}`;

/**
 * A rule of a boundary: silent until its pending period has passed since the
 * condition first held, firing from then on.
 */
export function boundary(holdsFrom: number, pending: number): { fires: number; silent: number[] } {
  const fires = holdsFrom + pending;
  return { fires, silent: fires >= step ? [fires - step] : [] };
}

/** All requests of one histogram within one bucket, so that every quantile lies in it. */
export function requestsIn(
  metric: string,
  labels: string,
  [low, high]: readonly [number, number],
  perSecond: number
): Record<string, string> {
  const bucket = (le: string, rate: number): [string, string] => [
    `${metric}_bucket{${labels},le="${le}"}`,
    growing(rate),
  ];
  return Object.fromEntries([
    bucket(String(low), 0),
    bucket(String(high), perSecond),
    bucket('+Inf', perSecond),
    [`${metric}_count{${labels}}`, growing(perSecond)],
  ]);
}
