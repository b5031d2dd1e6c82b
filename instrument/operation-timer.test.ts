/** @jest-environment node */
import { Registry } from 'prom-client';

import { OperationTimer } from './operation-timer';

let now: number;
let registry: Registry;

function timer(options: { runs?: boolean; status?: boolean } = { runs: true }) {
  return new OperationTimer({
    name: 'kgas_operation',
    help: 'Duration of operations.',
    labels: ['operation_type'],
    buckets: [0.1, 1, 10],
    registry,
    clock: () => now,
    ...options,
  });
}

const QUERY = { operation_type: 'graph_query' };
const lines = async () => (await registry.metrics()).split('\n').filter((line) => line && !line.startsWith('#'));

beforeEach(() => {
  now = 1_000;
  registry = new Registry();
});

test('a finished operation is in the bucket of its duration, under its outcome', async () => {
  const run = timer().start(QUERY);
  now += 0.5;
  run.end('success');
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'kgas_operation_duration_seconds_bucket{le="0.1",operation_type="graph_query",status="success"} 0',
      'kgas_operation_duration_seconds_bucket{le="1",operation_type="graph_query",status="success"} 1',
      'kgas_operation_duration_seconds_bucket{le="+Inf",operation_type="graph_query",status="success"} 1',
      'kgas_operation_duration_seconds_sum{operation_type="graph_query",status="success"} 0.5',
      'kgas_operation_last_duration_seconds{operation_type="graph_query"} 0.5',
      'kgas_operation_last_run_timestamp_seconds{operation_type="graph_query"} 1000.5',
    ])
  );
});

test('while it runs its start is exposed, the oldest of several; 0 when idle', async () => {
  const operations = timer();
  const since = async () => (await lines()).filter((line) => line.includes('in_progress'));
  operations.announce(QUERY);
  expect(await since()).toEqual(['kgas_operation_in_progress_start_timestamp_seconds{operation_type="graph_query"} 0']);
  const first = operations.start(QUERY);
  now = 1_010;
  const second = operations.start(QUERY);
  expect(await since()).toEqual([
    'kgas_operation_in_progress_start_timestamp_seconds{operation_type="graph_query"} 1000',
  ]);
  first.end();
  expect(await since()).toEqual([
    'kgas_operation_in_progress_start_timestamp_seconds{operation_type="graph_query"} 1010',
  ]);
  second.end();
  expect(await since()).toEqual(['kgas_operation_in_progress_start_timestamp_seconds{operation_type="graph_query"} 0']);
});

test('work that began before this process counts from its real start', async () => {
  const run = timer().start(QUERY, 400);
  expect(run.end()).toBe(600);
});

test('a rejected function is an error, and the caller still sees why', async () => {
  const work = timer().measure(QUERY, () => Promise.reject(new Error('no such graph')));
  await expect(work).rejects.toThrow('no such graph');
  expect(await lines()).toContain(
    'kgas_operation_duration_seconds_count{operation_type="graph_query",status="error"} 1'
  );
});

test('ending twice counts once', async () => {
  const run = timer().start(QUERY);
  run.end('error');
  run.end('success');
  const counts = (await lines()).filter((line) => line.includes('_count'));
  expect(counts).toEqual(['kgas_operation_duration_seconds_count{operation_type="graph_query",status="error"} 1']);
});

test('an announced operation exists at 0 before its first run (G-10)', async () => {
  timer().announce(QUERY);
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'kgas_operation_duration_seconds_count{operation_type="graph_query",status="success"} 0',
      'kgas_operation_duration_seconds_count{operation_type="graph_query",status="error"} 0',
    ])
  );
});

test('a metric without outcome has no label status, and without runs no gauges', async () => {
  timer({ status: false, runs: false }).start(QUERY).end('error');
  const all = await lines();
  expect(all).toContain('kgas_operation_duration_seconds_count{operation_type="graph_query"} 1');
  expect(all.join()).not.toContain('last_run');
});
