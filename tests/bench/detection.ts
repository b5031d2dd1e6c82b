// How long does it take from a slowdown to an alert at a webhook, in a real
// Grafana with the shipped rules? Twenty request-like operations one after the
// other, and conversions, which must be seen before their run ends.
//
//   npx tsx tests/bench/detection.ts            prints the table, ends with 1 where a bound is missed
//   npx tsx tests/bench/detection.ts --write    writes its section of docs/benchmarks.md too
import type { Grafana } from '../../demo/grafana';
import type { Lab } from '../../demo/lab';
import { failed, withLearned } from './learned';
import { writeSection } from './results';

/** Design 7, "slowdown to firing alert at a webhook". */
const MEDIAN_SECONDS = 25;
const WORST_SECONDS = 45;
const GIVE_UP_SECONDS = 120;
/** So that faults do not fall together with the same tick of the scheduler every time. */
const PAUSE_SECONDS = [1, 4, 7, 2, 5, 8, 3, 6, 9];

const OPERATIONS = [
  'graph_query',
  'entity_lookup',
  'vector_search',
  'table_scan',
  'entity_resolution',
  'entity_extraction',
  'embedding_lookup',
  'provenance_record',
  'ontology_match',
  'schema_validation',
  'query_planning',
  'citation_lookup',
  'text_chunker simple',
  'ner_extractor simple',
  'vector_embedder simple',
  'neo4j simple query',
  'neo4j complex query',
  'sqlite simple query',
  'sqlite complex query',
  'openai text-embedding-3-small',
];
const CONVERSIONS = ['graph-to-table small', 'table-to-vector medium', 'vector-to-graph large'];

interface Received {
  receivedAt: number;
  alerts: Array<{ status: string; labels: Record<string, string>; startsAt: string }>;
}

interface Measured {
  operation: string;
  seconds: number;
  severity: string;
}

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const slug = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

async function arrival(
  lab: Lab,
  operation: string,
  since: number
): Promise<{ at: number; severity: string } | undefined> {
  const list = (await (await fetch(`${lab.controlUrl}/alerts`)).json()) as Received[];
  for (const { receivedAt, alerts } of list) {
    const alert = alerts.find(
      ({ status, labels }) =>
        status === 'firing' && labels.operation === operation && ['warning', 'critical'].includes(labels.severity ?? '')
    );
    if (alert && receivedAt >= since) {
      return { at: receivedAt, severity: alert.labels.severity ?? '' };
    }
  }
  return undefined;
}

async function detect(lab: Lab, operation: string): Promise<Measured> {
  await lab.fault('kgas', slug(operation), 'x5');
  const switched = Date.now() / 1000;
  try {
    while (Date.now() / 1000 - switched < GIVE_UP_SECONDS) {
      const found = await arrival(lab, operation, switched);
      if (found) {
        return { operation, seconds: found.at - switched, severity: found.severity };
      }
      await sleep(0.25);
    }
    return { operation, seconds: Infinity, severity: 'none' };
  } finally {
    await lab.fault('kgas', slug(operation), 'off');
  }
}

/** Slows a conversion five times; its alert must come while it still runs. */
async function conversion(lab: Lab, name: string): Promise<Measured & { running: boolean }> {
  const measured = await detect(lab, name);
  const [, from, to, size] = /^(\w+)-to-(\w+) (\w+)$/.exec(name) ?? [];
  const since = `kgas_conversion_in_progress_start_timestamp_seconds{source="${from}",target="${to}",dataset_size="${size}"}`;
  const asked = await fetch(`${lab.promUrl}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: since }),
  });
  const body = (await asked.json()) as { data: { result: Array<{ value: [number, string] }> } };
  return { ...measured, running: body.data.result.some(({ value }) => Number(value[1]) > 0) };
}

function quantile(sorted: number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}

async function quiet(grafana: Grafana): Promise<void> {
  for (let waited = 0; waited < 300; waited += 5) {
    const alerts = await grafana.api<Array<{ labels: Record<string, string> }>>(
      'GET',
      '/api/alertmanager/grafana/api/v2/alerts'
    );
    if (alerts.every(({ labels }) => !['warning', 'critical'].includes(labels.severity ?? ''))) {
      return;
    }
    await sleep(5);
  }
  throw new Error('the lab did not become quiet within five minutes');
}

function table(rows: Measured[]): string {
  const lines = rows.map(
    ({ operation, seconds, severity }) => `| ${operation} | ${seconds.toFixed(1)} s | ${severity} |`
  );
  return ['| operation, 5x slower | alert after | severity |', '|---|---|---|', ...lines].join('\n');
}

async function measure(lab: Lab): Promise<{ text: string; ok: boolean }> {
  const rows: Measured[] = [];
  for (const [i, operation] of OPERATIONS.entries()) {
    const row = await detect(lab, operation);
    console.log(`${operation}: ${row.seconds.toFixed(1)} s (${row.severity})`);
    rows.push(row);
    await sleep(PAUSE_SECONDS[i % PAUSE_SECONDS.length] ?? 1);
  }
  const sorted = rows.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const [median, p95, worst] = [quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 1)];
  const runs = [];
  for (const name of CONVERSIONS) {
    const run = await conversion(lab, name);
    console.log(
      `${name}: ${run.seconds.toFixed(1)} s (${run.severity}), ${run.running ? 'still running' : 'it had ended'}`
    );
    runs.push(run);
  }
  const summary = `median ${median.toFixed(1)} s (at most ${MEDIAN_SECONDS}), p95 ${p95.toFixed(1)} s, worst ${worst.toFixed(1)} s (at most ${WORST_SECONDS})`;
  console.log(summary);
  const conversionRows = runs.map(
    (run) => `| ${run.operation} | ${run.seconds.toFixed(1)} s | ${run.running ? 'yes' : 'no'} |`
  );
  const text = [
    table(rows),
    '',
    `**${summary}**`,
    '',
    '| conversion, 5x slower | alert after | before the run ended |',
    '|---|---|---|',
    ...conversionRows,
    '',
  ].join('\n');
  const ok =
    median <= MEDIAN_SECONDS &&
    worst <= WORST_SECONDS &&
    runs.every(({ seconds, running }) => running && seconds < Infinity);
  return { text, ok };
}

const METHOD =
  'A real Grafana with the shipped rules, five-second scrapes, baselines learned from 28 days; clock from the switch of the ' +
  'fault to the arrival of a notification at severity warning or critical.';

withLearned(async (lab, grafana, version) => {
  await quiet(grafana);
  const { text, ok } = await measure(lab);
  writeSection(
    'From a slowdown to an alert at a webhook',
    'npx tsx tests/bench/detection.ts',
    `Grafana ${version}`,
    `${METHOD}\n\n${text}`
  );
  return ok;
}).catch(failed);
