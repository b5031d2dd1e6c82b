/**
 * @jest-environment node
 *
 * What the documents' code measures wrongly, and what this library does
 * instead. Each "document" below is the least code that behaves as the document's
 * does; errors that PromQL shows are rule tests (errors-in-document.ts).
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

import { Counter, Gauge, type Histogram, Registry } from 'prom-client';

import { kgasPools, omninodePools, OperationTimer, type Clock } from '.';

const valueOf = async (registry: Registry, name: string, labels: Record<string, string> = {}) => {
  const metric = await registry.getSingleMetric(name.replace(/_(sum|count)$/, ''))?.get();
  return metric?.values.find(
    (value) =>
      ((value as { metricName?: string }).metricName ?? metric.name) === name &&
      Object.entries(labels).every(([key, wanted]) => value.labels[key] === wanted)
  )?.value;
};

const timer = (registry: Registry, clock: Clock) =>
  new OperationTimer({
    name: 'ingestion',
    help: 'Ingestion runs.',
    labels: ['connector'],
    buckets: [1, 10, 60],
    registry,
    clock,
  });

test('C-8: a total that is read again at every poll is added again', async () => {
  const registry = new Registry();
  const document = new Counter({ name: 'document_failures_total', help: 'Totals.', registers: [registry] });
  const corrected = new Counter({ name: 'failures_total', help: 'Differences.', registers: [registry] });
  let last = 0;
  for (const total of [10, 20, 30]) {
    document.inc(total);
    corrected.inc(total - last);
    last = total;
  }
  expect(await valueOf(registry, 'document_failures_total')).toBe(60);
  expect(await valueOf(registry, 'failures_total')).toBe(30);
});

test('C-9: the size of a pool is not what is in use', async () => {
  const pool = { size: 20, idle: 15 };
  const registry = new Registry();
  omninodePools(registry, { postgresql: () => ({ used: pool.size - pool.idle, idle: pool.idle, max: pool.size }) });
  expect(await valueOf(registry, 'omninode_active_connections', { service: 'postgresql' })).toBe(5);
  expect(await valueOf(registry, 'omninode_max_connections', { service: 'postgresql' })).toBe(20);
});

test('C-9: an idle connection of KGAS has a state of its own', async () => {
  const registry = new Registry();
  kgasPools(registry, { neo4j: () => ({ used: 5, idle: 15, max: 20 }) });
  expect(await valueOf(registry, 'kgas_db_pool_connections', { db_system: 'neo4j', state: 'used' })).toBe(5);
});

test('C-11: of several writers of one gauge the last wins', async () => {
  const registry = new Registry();
  const document = new Gauge({ name: 'health', help: 'One gauge for all.', registers: [registry] });
  const corrected = new Gauge({
    name: 'score',
    help: 'By component.',
    labelNames: ['component'],
    registers: [registry],
  });
  for (const [component, score] of Object.entries({ critical: 0, high: 1, low: 2 })) {
    document.set(score);
    corrected.set({ component }, score);
  }
  expect(await valueOf(registry, 'health')).toBe(2);
  const scores = (await registry.getSingleMetric('score')?.get())?.values.map(({ value }) => value) ?? [];
  expect(Math.min(...scores)).toBe(0);
});

test('C-17: memory outside of the JavaScript heap is no difference of heapUsed', () => {
  const size = 200 * 1024 ** 2;
  const before = process.memoryUsage();
  // As DuckDB does: allocated natively, and touched.
  const native = Buffer.alloc(size, 1);
  const after = process.memoryUsage();
  expect(after.heapUsed - before.heapUsed).toBeLessThan(0.1 * size);
  expect(after.external - before.external).toBeGreaterThan(0.9 * native.length);
});

test('C-19: a run that fails is counted, with its duration', async () => {
  const registry = new Registry();
  let now = 100;
  const runs = timer(registry, () => now);
  const failing = async () => {
    now += 7;
    throw new Error('the source closed the connection');
  };
  const reported: number[] = [];
  const document = async () => {
    const start = now;
    await failing();
    reported.push(now - start);
  };
  await expect(document()).rejects.toThrow('closed');
  expect(reported).toEqual([]);
  await expect(runs.measure({ connector: 'github' }, failing)).rejects.toThrow('closed');
  expect(await valueOf(registry, 'ingestion_duration_seconds_sum', { connector: 'github', status: 'error' })).toBe(7);
});

test('C-20: a percentile is one of durations, taken one at a time', async () => {
  const registry = new Registry();
  let now = 0;
  const runs = timer(registry, () => now);
  const rows = [1_000_000, 5, 20];
  const durations = [0.5, 0.6, 40];
  const sorted = [...rows].sort((a, b) => a - b);
  // The document's percentile is that of the answers: rows, not seconds.
  expect(sorted[Math.ceil(0.95 * sorted.length) - 1]).toBe(1_000_000);
  for (const seconds of durations) {
    await runs.measure({ connector: 'query' }, async () => void (now += seconds));
  }
  const histogram = registry.getSingleMetric('ingestion_duration_seconds') as Histogram;
  const buckets = (await histogram.get()).values.filter(({ labels }) => labels.le === 10);
  expect(buckets.map(({ value }) => value)).toContain(2);
});

test('C-21: one look at the event loop misses what blocks it between two looks', async () => {
  const monitor = monitorEventLoopDelay({ resolution: 5 });
  monitor.enable();
  const looked = await new Promise<number>((resolve) => setImmediate(() => resolve(performance.now())));
  await wait(20);
  const blocked = performance.now();
  const until = blocked + 120;
  while (performance.now() < until) {
    // Blocks, as a long computation would.
  }
  await wait(20);
  monitor.disable();
  // The one look was over before anything blocked; the monitor saw it.
  expect(looked).toBeLessThan(blocked);
  expect(monitor.max / 1e6).toBeGreaterThan(50);
});

test('C-24: operations that overlap have a start each', () => {
  const registry = new Registry();
  let now = 0;
  const runs = timer(registry, () => now);
  const shared = { startTime: 0 };
  const document = (start: number) => (shared.startTime = start);
  const begin = (at: number) => {
    now = at;
    document(at);
    return runs.start({ connector: 'batch' });
  };
  const [first, second, third] = [begin(0), begin(4), begin(9)];
  now = 10;
  expect([first, second, third].map(() => now - shared.startTime)).toEqual([1, 1, 1]);
  expect([first, second, third].map((run) => run.end())).toEqual([10, 6, 1]);
});
