// How long does the same question take, asked of Yardstick and of Grafana's own Prometheus data source?
import type { Grafana } from '../../demo/grafana';
import { ADMIN } from '../../demo/grafana';

export const prometheusUid = 'prometheus';
export const yardstickUid = 'yardstick';

export type Query = Record<string, unknown>;

const authorization = `Basic ${Buffer.from(`${ADMIN.user}:${ADMIN.password}`).toString('base64')}`;

export interface Answer {
  milliseconds: number;
  /** Values or rows in the answer. */
  rows: number;
  error?: string;
}

/** Asks Grafana as a panel does; the body is read, because a browser must read it too. */
export async function askGrafana(grafana: Pick<Grafana, 'url'>, queries: Query[], to: number): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(`${grafana.url}/api/ds/query`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ from: String(to - 300_000), to: String(to), queries }),
  });
  const text = await response.text();
  const milliseconds = performance.now() - started;
  return { milliseconds, ...readAnswer(response.status, text) };
}

interface Frames {
  message?: string;
  results?: Record<string, { error?: string; frames?: Array<{ data?: { values?: unknown[][] } }> }>;
}

function readAnswer(status: number, text: string): { rows: number; error?: string } {
  let body: Frames;
  try {
    body = JSON.parse(text) as Frames;
  } catch {
    return { rows: 0, error: `${status}: not JSON` };
  }
  const results = Object.values(body.results ?? {});
  const error = results.find((one) => one.error)?.error ?? (status === 200 ? undefined : (body.message ?? `${status}`));
  const rows = results
    .flatMap(({ frames = [] }) => frames)
    .reduce((sum, { data }) => sum + (data?.values?.[0]?.length ?? 0), 0);
  return error === undefined ? { rows } : { rows, error };
}

/** One value for every operation of a system, with quantiles, intervals and verdict behind it. */
export const deviation = (system: string): Query => ({
  refId: 'A',
  datasource: { type: 'yardstick-baselines-datasource', uid: yardstickUid },
  queryType: 'deviation',
  system,
  measure: 'ratio',
});

/** All that is known of every operation: the three quantiles now and normally, interval, tier. */
export const operations = (system: string): Query => ({
  refId: 'A',
  datasource: { type: 'yardstick-baselines-datasource', uid: yardstickUid },
  queryType: 'table',
  table: 'operations',
  system,
});

export const promql = (refId: string, expr: string): Query => ({
  refId,
  datasource: { type: 'prometheus', uid: prometheusUid },
  expr,
  instant: true,
  range: false,
  intervalMs: 15_000,
  maxDataPoints: 1000,
});

export const quantileNow = (system: string, q: number) =>
  `histogram_quantile(${q}, sum by (method, route, le) (rate(${system}_request_duration_seconds_bucket{job="${system}"}[5m])))`;

/** What Yardstick answers, without a store: a quantile of now over the pooled one of 28 days. */
export const ratioInPromql = (system: string, q: number) =>
  `${quantileNow(system, q)} / histogram_quantile(${q}, sum by (method, route, le) (increase(${system}_request_duration_seconds_bucket{job="${system}"}[28d])))`;

export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}
