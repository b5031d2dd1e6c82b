// How did the last days of a system go? Time in violation, by a quarter of a day.
import { type Violation } from '../../datasource/resources';

const part = 6 * 3_600_000;

export interface Trend {
  /** Milliseconds in violation of each quarter of a day, summed over operations; the newest last. */
  parts: number[];
  violations: number;
  total: number;
}

export function trendOf(violations: Violation[], system: string, now: number, days: number): Trend {
  const parts = new Array<number>(days * 4).fill(0);
  const begin = now - parts.length * part;
  const own = violations.filter((one) => one.system === system);
  for (const { start, end } of own) {
    const [from, to] = [Math.max(begin, Date.parse(start)), Math.min(now, end === null ? now : Date.parse(end))];
    for (let at = from; at < to;) {
      const index = Math.min(parts.length - 1, Math.floor((at - begin) / part));
      const until = index === parts.length - 1 ? to : Math.min(to, begin + (index + 1) * part);
      parts[index] = (parts[index] ?? 0) + until - at;
      at = until;
    }
  }
  return { parts, violations: own.length, total: parts.reduce((sum, each) => sum + each, 0) };
}
