// Which verdicts would have been given over the last 14 days, had the baseline been learned from what was before them? The
// engine replays what it has stored; Prometheus is not asked.
import { askResource } from '../../datasources';
import { inTurn } from './inTurn';
import { days } from './range';

/** One operation's answer of the resource `backtest`. */
export interface Replayed {
  set: string;
  operation: string;
  labels: Record<string, string>;
  /** Why nothing was judged; empty where something was. */
  reason: string;
  from: string;
  to: string;
  episodes: Array<{ from: string; to: string; tier: string }>;
}

const asked = new Map<string, Promise<Replayed[]>>();

const minutes = 5;

/** All rules of a system share one replay, for a while: what is stored grows. */
export function askBacktest(uid: string, system: string, now: number): Promise<Replayed[]> {
  const key = `${uid} ${system} ${Math.floor(now / (minutes * 60_000))}`;
  const known = asked.get(key);
  if (known) {
    return known;
  }
  const answer = inTurn(() =>
    askResource<Replayed[]>(uid, 'backtest', { system, days: String(days), injected: 'false' })
  );
  asked.set(key, answer);
  answer.catch(() => asked.delete(key));
  return answer;
}
