// Does every PromQL expression that is shipped run, and does it find something?
// Dashboards, rules of Grafana and of Prometheus, and what the back end asks:
// each has data on the demo now, or under one of its faults in the past.
import { expect, test } from '@playwright/test';
import { systems } from '../../catalog/systems';
import { lab } from '../lab';
import { shippedExpressions } from '../shipped-expressions';

interface Answer {
  status: string;
  error?: string;
  data?: { resultType: string; result: unknown[] };
}

async function answers(expr: string, at?: number): Promise<boolean> {
  const form = new URLSearchParams({ query: expr, ...(at ? { time: String(at) } : {}) });
  const response = await fetch(`${lab().prometheus}/api/v1/query`, { method: 'POST', body: form });
  const { status, error, data } = (await response.json()) as Answer;
  if (status !== 'success') {
    throw new Error(`${expr}: ${error}`);
  }
  return (data?.result.length ?? 0) > 0;
}

/** Moments at which the system's faults are there, and the minutes before now: a run is not active at every moment. */
function moments(system: string): number[] {
  const faults = lab()
    .faults.filter((fault) => fault.system === system)
    .flatMap(({ at, from, to }) => [at, (from + to) / 2]);
  const minutes = Array.from({ length: 60 }, (_, minute) => Date.now() / 1000 - 60 * minute);
  return [...faults, ...minutes];
}

/**
 * What needs a baseline in Prometheus (yardstick_*) is asked only where a Grafana publishes it, for how long alerts
 * fired only where a ruler evaluates them, and the watch over missing metrics is empty as long as nothing is missing.
 */
const published = (expr: string) => expr.includes('yardstick_') || /count_over_time\(.*\bALERTS\{/.test(expr);

for (const { name } of systems) {
  test(`${name}: every expression runs and finds data, now, within the hour or under a fault`, async () => {
    test.setTimeout(600_000);
    const all = [...shippedExpressions(name)].filter(([expr]) => !published(expr));
    expect(all.length).toBeGreaterThan(50);
    const empty: string[] = [];
    for (const [expr, file] of all) {
      let found = await answers(expr);
      for (const at of found ? [] : moments(name)) {
        found = await answers(expr, at);
        if (found) {
          break;
        }
      }
      if (!found) {
        empty.push(`${file}: ${expr}`);
      }
    }
    expect(empty).toEqual([]);
  });
}
