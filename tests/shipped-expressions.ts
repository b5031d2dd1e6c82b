// Every PromQL expression that is shipped: of dashboards, of rules of Grafana and
// of Prometheus, and what the back end asks.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.resolve(__dirname, '..');
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

/** Those of a system, and the file that each stands in. */
export function shippedExpressions(system: string): Map<string, string> {
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
