// Does every PromQL expression that is shipped run, and does it find something?
// Dashboards, rules of Grafana and of Prometheus, and what the back end asks:
// each has data on the demo now, or under one of its faults in the past.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { systems } from '../../catalog/systems';
import { lab } from '../lab';

const root = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Every PromQL string below a key that holds one. */
const KEYS = new Set(['expr', 'load', 'current', 'proposed', 'definition']);

function expressions(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(expressions);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (KEYS.has(key) && inner !== '' ? [inner] : []) : expressions(inner)
  );
}

/** A dashboard's variables as Grafana would fill them in; any value of a label will do. */
function filled(expr: string, jobs: Record<string, string>): string {
  return expr
    .replace(/^query_result\((.*)\)$/s, '$1')
    .replaceAll('$jobs', jobs.jobs ?? '')
    .replaceAll('$host_jobs', jobs.host_jobs ?? '')
    .replaceAll(/\$(__rate_interval|__interval)|\$\{(__rate_interval|__interval)\}/g, '5m')
    .replaceAll(/\$__range\b|\$\{__range\}/g, '6h')
    .replaceAll(/=~?"\$\{?\w+\}?"/g, '=~".+"');
}

interface Dashboard {
  templating: { list: Array<{ name: string; type: string; query: unknown }> };
}

function ofDashboard(file: string): string[] {
  const json = JSON.parse(read(file)) as Dashboard;
  const constants = json.templating.list.filter(({ type }) => type === 'constant');
  const jobs = Object.fromEntries(constants.map(({ name, query }) => [name, String(query)]));
  return expressions(json).map((expr) => filled(expr, jobs));
}

function shipped(system: string): Map<string, string> {
  const catalogue = JSON.parse(read('pkg/catalog/catalog.json')) as { systems: Array<{ name: string }> };
  const folder = `dashboards/${system}`;
  const sources: Array<[string, string[]]> = [
    ['pkg/catalog/catalog.json', expressions(catalogue.systems.find(({ name }) => name === system))],
    [`provisioning/alerting/${system}.yaml`, expressions(parse(read(`provisioning/alerting/${system}.yaml`)))],
    [`provisioning/rules/${system}.yaml`, expressions(parse(read(`provisioning/rules/${system}.yaml`)))],
    ...readdirSync(path.join(root, folder)).map((file): [string, string[]] => [
      `${folder}/${file}`,
      ofDashboard(`${folder}/${file}`),
    ]),
  ];
  return new Map(sources.flatMap(([file, list]) => list.map((expr): [string, string] => [expr, file])));
}

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
    const all = [...shipped(name)].filter(([expr]) => !published(expr));
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
