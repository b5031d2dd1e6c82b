// How did the last days go? Time in violation, by a quarter of a day.
import { formatElapsed } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { type Violation } from '../../datasource/resources';

/** So far back a trend goes. */
export const trendDays = 7;
const part = 6 * 3_600_000;

export interface Trend {
  /** Milliseconds in violation of each quarter of a day, summed over operations; the newest last. */
  parts: number[];
  violations: number;
  total: number;
}

export const calm: Trend = { parts: [], violations: 0, total: 0 };

/** The trends of whatever violations have in common, by a name of it; without one it was calm. */
export function trendsOf(violations: Violation[], now: number, nameOf: (one: Violation) => string): Map<string, Trend> {
  const trends = new Map<string, Trend>();
  for (const one of violations) {
    const name = nameOf(one);
    const trend = trends.get(name) ?? { parts: new Array<number>(trendDays * 4).fill(0), violations: 0, total: 0 };
    trends.set(name, trend);
    add(trend, one, now);
  }
  return trends;
}

function add(trend: Trend, { start, end }: Violation, now: number): void {
  const { parts } = trend;
  const begin = now - parts.length * part;
  const [from, to] = [Math.max(begin, Date.parse(start)), Math.min(now, end === null ? now : Date.parse(end))];
  for (let at = from; at < to;) {
    const index = Math.min(parts.length - 1, Math.floor((at - begin) / part));
    const until = index === parts.length - 1 ? to : Math.min(to, begin + (index + 1) * part);
    parts[index] = (parts[index] ?? 0) + until - at;
    at = until;
  }
  trend.violations++;
  trend.total += Math.max(0, to - from);
}

export function trendWords({ violations, total }: Trend): string {
  if (violations === 0) {
    return t('trend.none', 'No violation in 7 days');
  }
  return total < 1000
    ? plural('trend.brief', '{{count}} violation in 7 days', '{{count}} violations in 7 days', violations)
    : plural(
        'trend.some',
        '{{count}} violation in 7 days, {{time}} together',
        '{{count}} violations in 7 days, {{time}} together',
        violations,
        { time: formatElapsed(total) }
      );
}
