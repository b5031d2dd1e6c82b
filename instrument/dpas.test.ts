/** @jest-environment node */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Registry } from 'prom-client';

import { DUCKDB_SECONDS, DPAS_HTTP_SECONDS, SECURITY_SECONDS } from './dpas-buckets';
import { CommandRuns } from './dpas-commands';
import { DbtRuns, longestChain, type Manifest } from './dpas-dbt';
import { instrumentDpas, instrumentDpasRuns } from './dpas';
import { writeTextfile } from './dpas-textfile';

describe('queries', () => {
  test('a query that fails has a duration, and one that runs shows since when (C-19, E-11)', async () => {
    let now = 1000;
    const { queries, registry } = instrumentDpas({ clock: () => now });
    const query = queries.start('analytical');
    now = 1040;
    expect(await registry.metrics()).toContain(
      'duckdb_query_in_progress_start_timestamp_seconds{query_type="analytical"} 1000'
    );
    expect(query.end('error')).toBe(40);
    const text = await registry.metrics();
    expect(text).toContain('duckdb_query_duration_seconds_bucket{le="30",query_type="analytical",status="error"} 0');
    expect(text).toContain('duckdb_query_duration_seconds_bucket{le="45",query_type="analytical",status="error"} 1');
    expect(text).toContain('duckdb_query_in_progress_start_timestamp_seconds{query_type="analytical"} 0');
  });

  test('ending a query twice counts it once', async () => {
    const { queries, registry } = instrumentDpas();
    const first = queries.start('analytical');
    queries.start('analytical');
    first.end('success');
    first.end('success');
    expect(await registry.metrics()).toContain('duckdb_queries_in_flight 1');
  });

  test('a profile is rows, peak memory and spilling of one query', async () => {
    const { queries, registry } = instrumentDpas();
    queries.start('export').end('success', { rows: 5000, peakMemoryBytes: 3 * 2 ** 20, spilled: true });
    const text = await registry.metrics();
    expect(text).toContain('duckdb_query_rows_sum{query_type="export"} 5000');
    expect(text).toContain('duckdb_query_peak_memory_bytes_bucket{le="2097152",query_type="export"} 0');
    expect(text).toContain('duckdb_query_peak_memory_bytes_bucket{le="4194304",query_type="export"} 1');
    expect(text).toContain('duckdb_query_spills_total 1');
  });

  test.each([
    ['queries', DUCKDB_SECONDS, [1, 30]],
    ['requests', DPAS_HTTP_SECONDS, [0.2]],
    ['security operations', SECURITY_SECONDS, [1]],
  ])('the limits of %s are bounds', (_, bounds, limits) => {
    expect(bounds).toEqual(expect.arrayContaining(limits));
  });
});

describe('ingestion', () => {
  test('a run counts what it reads while it reads, and tells its throughput when it ends', async () => {
    let now = 0;
    const { ingestion, registry } = instrumentDpas({ clock: () => now });
    const run = ingestion.start('postgres');
    run.read('orders', { records: 60_000, bytes: 9e6 });
    run.read('orders', { records: 60_000, bytes: 9e6 });
    now = 10;
    run.end();
    const text = await registry.metrics();
    expect(text).toContain('dpas_ingest_records_total{connector="postgres",stream="orders"} 120000');
    expect(text).toContain('dpas_ingest_last_records{connector="postgres"} 120000');
    expect(text).toContain('dpas_ingest_last_duration_seconds{connector="postgres"} 10');
  });

  test('a run that fails is counted with its type of error', async () => {
    const { ingestion, registry } = instrumentDpas();
    ingestion.announce('stripe', ['charges'], ['TimeoutError']);
    expect(await registry.metrics()).toContain(
      'dpas_ingest_errors_total{connector="stripe",error_type="TimeoutError"} 0'
    );
    ingestion.start('stripe').fail('TimeoutError');
    const text = await registry.metrics();
    expect(text).toContain('dpas_ingest_errors_total{connector="stripe",error_type="TimeoutError"} 1');
    expect(text).toContain('dpas_ingest_duration_seconds_count{connector="stripe",status="error"} 1');
  });
});

test('a refused log-in is seen from the first one on (G-10)', async () => {
  const { requests, registry } = instrumentDpas();
  requests.announce('POST', '/api/auth/login', [200, 401]);
  const count =
    'http_server_request_duration_seconds_count{http_request_method="POST",http_route="/api/auth/login",http_response_status_code="401"}';
  expect(await registry.metrics()).toContain(`${count} 0`);
  requests.start('POST', '/api/auth/login').end(401);
  expect(await registry.metrics()).toContain(`${count} 1`);
});

test("the default metrics are prom-client's, with the p99 of the event loop", async () => {
  const { registry } = instrumentDpas({ defaults: true });
  const text = await registry.metrics();
  ['process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds', 'nodejs_version_info'].forEach((name) =>
    expect(text).toContain(`# TYPE ${name} `)
  );
  registry.clear();
});

const manifest: Manifest = {
  nodes: {
    'model.shop.stg': { resource_type: 'model', config: { materialized: 'view' } },
    'model.shop.orders': {
      resource_type: 'model',
      config: { materialized: 'incremental' },
      depends_on: { nodes: ['model.shop.stg'] },
    },
    'model.shop.side': { resource_type: 'model', config: { materialized: 'table' } },
  },
};
const run = (status: string, full_refresh = false) => ({
  metadata: { generated_at: '2026-01-01T00:00:10Z' },
  elapsed_time: 12.5,
  args: { which: 'run', full_refresh },
  results: [
    { unique_id: 'model.shop.stg', status: 'success', execution_time: 1 },
    { unique_id: 'model.shop.orders', status, execution_time: 8 },
    { unique_id: 'model.shop.side', status: 'success', execution_time: 8.5 },
  ],
});

describe('dbt', () => {
  test('a run becomes gauges with materialization and mode', async () => {
    const registry = new Registry();
    new DbtRuns(registry).record(run('success'), manifest);
    const text = await registry.metrics();
    const labels = 'resource_type="model",node="orders",materialization="incremental",full_refresh="false"';
    expect(text).toContain(`dbt_node_execution_time_seconds{${labels}} 8`);
    expect(text).toContain(`dbt_node_last_run_timestamp_seconds{${labels}} 1767225610`);
    expect(text).toContain('dbt_invocation_elapsed_seconds{command="run"} 12.5');
  });

  test('the critical path is a chain, not the sum and not the longest model', () => {
    const seconds = new Map(run('success').results.map((r) => [r.unique_id, r.execution_time]));
    expect(longestChain(seconds, manifest)).toBe(9);
  });

  test('an error that is repaired goes back to 0', async () => {
    const registry = new Registry();
    const dbt = new DbtRuns(registry);
    dbt.record(run('error'), manifest);
    expect(await registry.metrics()).toContain('dbt_nodes{resource_type="model",status="error"} 1');
    dbt.record(run('success'), manifest);
    expect(await registry.metrics()).toContain('dbt_nodes{resource_type="model",status="error"} 0');
  });

  test('a node that was skipped did not run', async () => {
    const registry = new Registry();
    new DbtRuns(registry).record(run('skipped'), manifest);
    const text = await registry.metrics();
    expect(text).not.toContain('node="orders"');
    expect(text).toContain('dbt_nodes{resource_type="model",status="skipped"} 1');
  });

  test('a file without a time says so', () => {
    const broken = { ...run('success'), metadata: { generated_at: 'yesterday' } };
    expect(() => new DbtRuns(new Registry()).record(broken, manifest)).toThrow(/generated_at is no time: yesterday/);
  });
});

test('a command with --metrics tells what the document prints', async () => {
  let now = 100;
  const registry = new Registry();
  const run = new CommandRuns(registry, () => now).start('data-ingest');
  now = 160;
  const summary = run.stop();
  expect(summary.seconds).toBe(60);
  expect(summary.peakMemoryBytes).toBeGreaterThan(10 * 2 ** 20);
  expect(summary.cpuSeconds).toBeGreaterThan(0);
  expect(await registry.metrics()).toContain('dpas_cli_command_last_duration_seconds{command="data-ingest"} 60');
});

test('a build that fails in a step keeps the time of its steps and of the last success', async () => {
  let now = 0;
  const { builds, registry } = instrumentDpasRuns({ clock: () => now });
  builds.record('web', 5, 'success', 50);
  now = 100;
  const build = builds.start('web');
  await expect(
    build.step('bundle', () => {
      now = 103;
      throw new Error('no such file');
    })
  ).rejects.toThrow('no such file');
  build.end('error');
  const text = await registry.metrics();
  expect(text).toContain('dpas_build_step_duration_seconds{builder="web",step="bundle"} 3');
  expect(text).toContain('dpas_build_duration_seconds{builder="web"} 3');
  expect(text).toContain('dpas_build_last_success_timestamp_seconds{builder="web"} 50');
});

describe('a textfile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'textfile-'));
  const file = join(folder, 'dpas.prom');
  afterAll(() => rmSync(folder, { recursive: true }));
  const ran = async (command: string, seconds: number) => {
    const { commands, registry } = instrumentDpasRuns({ clock: () => 10 });
    commands.record(command, { seconds, cpuSeconds: 1, peakMemoryBytes: 1, eventLoopDelaySeconds: 0 });
    await writeTextfile(registry, file);
    return readFileSync(file, 'utf8');
  };

  test('keeps the last run of other commands, and has one of each', async () => {
    await ran('data-ingest', 60);
    await ran('say "hi"\\', 1);
    const text = await ran('data-ingest', 70);
    expect(text).toContain('dpas_cli_command_last_duration_seconds{command="data-ingest"} 70');
    expect(text).not.toContain('dpas_cli_command_last_duration_seconds{command="data-ingest"} 60');
    expect(text.match(/last_duration_seconds\{command="say \\"hi\\"\\\\"\} 1$/gm)).toHaveLength(1);
  });

  test('with another ending is refused, because nobody would read it', async () => {
    await expect(writeTextfile(new Registry(), join(folder, 'metrics.txt'))).rejects.toThrow(/end with \.prom/);
  });

  test('that cannot be read is an error, not an empty one', async () => {
    writeFileSync(join(folder, 'x'), '');
    await expect(writeTextfile(new Registry(), join(folder, 'x', 'dpas.prom'))).rejects.toThrow(/ENOTDIR/);
  });
});
