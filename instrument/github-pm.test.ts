/** @jest-environment node */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { benchmarks as documented, degradation } from '../catalog/systems/github-pm/figures';
import { instrumentGithubPm } from './github-pm';
import { ratingOf, VIOLATION_PERCENT } from './github-pm-benchmarks';
import { COMMAND_SECONDS } from './github-pm-buckets';
import { Textfile } from './textfile';

const BATCH = { batch: { baseline_ms: 1800, target_ms: 1500, max_acceptable_ms: 3000 } };
const USE = {
  heapBytes: 47185920,
  rssBytes: 9e7,
  peakBytes: 8e7,
  averageBytes: 4.5e7,
  deltaBytes: -1e6,
  cpuSeconds: 1.89,
  ioOperations: 245,
};

async function values(registry: { metrics(): Promise<string> }): Promise<Record<string, number>> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]));
}

test('every figure of benchmarks.yml is a bound, so that what is within it can be counted', () => {
  Object.values(documented)
    .flatMap((figures) => Object.values(figures))
    .forEach((seconds) => expect(COMMAND_SECONDS).toContain(seconds));
});

test('the program and Yardstick mean the same by a violation (D5 l.316)', () => {
  expect(1 + VIOLATION_PERCENT / 100).toBe(degradation.factor);
});

test('a run is a histogram, a last duration and its time: no bare sample under the name of the histogram (C-12)', async () => {
  const pm = instrumentGithubPm({ clock: () => 1000 });
  pm.commands.record('status', 0.235, 'success', USE);
  const found = await values(pm.registry);
  expect(found).toMatchObject({
    'github_pm_command_duration_seconds_bucket{le="0.2",command="status"}': 0,
    'github_pm_command_duration_seconds_bucket{le="0.25",command="status"}': 1,
    'github_pm_command_duration_seconds_count{command="status"}': 1,
    'github_pm_command_last_duration_seconds{command="status"}': 0.235,
    'github_pm_command_last_run_timestamp_seconds{command="status"}': 1000,
    'github_pm_commands_total{command="status",status="success"}': 1,
    'github_pm_memory_usage_bytes{command="status",type="heap"}': 47185920,
    'github_pm_command_memory_delta_bytes{command="status"}': -1e6,
    'github_pm_command_io_operations_total{command="status"}': 245,
  });
  expect(Object.keys(found)).not.toContain('github_pm_command_duration_seconds{command="status"}');
});

test('runs that overlap have start times of their own (C-24)', async () => {
  let now = 100;
  const pm = instrumentGithubPm({ clock: () => now });
  const first = pm.commands.start('batch');
  now = 102;
  const second = pm.commands.start('status');
  now = 103;
  expect(second.end()).toBe(1);
  now = 105;
  expect([first.end(), first.end()]).toEqual([5, 5]);
  expect(await values(pm.registry)).toMatchObject({
    'github_pm_command_duration_seconds_count{command="batch"}': 1,
    'github_pm_command_last_duration_seconds{command="batch"}': 5,
    'github_pm_command_last_duration_seconds{command="status"}': 1,
  });
});

test('the peak is the most that was seen, not what is left at the end (C-24)', async () => {
  const pm = instrumentGithubPm();
  const spy = jest.spyOn(process, 'memoryUsage');
  const heap = (heapUsed: number) => spy.mockReturnValue({ ...process.memoryUsage(), heapUsed });
  try {
    heap(40e6);
    const run = pm.commands.start('batch');
    heap(90e6);
    await run.phase('processing', () => undefined);
    heap(50e6);
    run.end();
  } finally {
    spy.mockRestore();
  }
  expect(await values(pm.registry)).toMatchObject({
    'github_pm_memory_usage_bytes{command="batch",type="peak"}': 90e6,
    'github_pm_memory_usage_bytes{command="batch",type="heap"}': 50e6,
    'github_pm_command_memory_delta_bytes{command="batch"}': 10e6,
  });
});

test('looking at the memory keeps no process alive (D5 l.381)', () => {
  const spy = jest.spyOn(global, 'setInterval');
  try {
    instrumentGithubPm().commands.start('status').end();
    expect(spy.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false]);
  } finally {
    spy.mockRestore();
  }
});

test('phases are timed, also one that fails', async () => {
  let now = 0;
  const pm = instrumentGithubPm({ clock: () => now });
  const run = pm.commands.start('batch');
  await run.phase('data_fetching', () => void (now += 1.2));
  const failure = run.phase('processing', () => {
    now += 0.5;
    throw new Error('no such field');
  });
  await expect(failure).rejects.toThrow('no such field');
  run.end('error');
  expect(await values(pm.registry)).toMatchObject({
    'github_pm_command_phase_duration_seconds_sum{command="batch",phase="data_fetching"}': 1.2,
    'github_pm_command_phase_duration_seconds_count{command="batch",phase="processing"}': 1,
    'github_pm_command_phase_duration_seconds_count{command="batch",phase="output_generation"}': 0,
    'github_pm_commands_total{command="batch",status="error"}': 1,
  });
});

test('requests, points and look-ups are three things (D-29, D-31)', async () => {
  const pm = instrumentGithubPm();
  for (let i = 0; i < 15; i++) {
    pm.api.requested('projects', 'project_item_fetch', 0.2, i < 10 ? { resource: 'graphql', points: 2.5 } : undefined);
  }
  pm.api.lookedUp('hit', 8);
  pm.api.lookedUp('miss', 7);
  expect(await values(pm.registry)).toMatchObject({
    'github_pm_api_requests_total{endpoint="projects"}': 15,
    'github_pm_rate_limit_consumed_total{resource="graphql"}': 25,
    'github_pm_rate_limit_consumed_total{resource="core"}': 0,
    'github_pm_cache_requests_total{result="hit"}': 8,
    'github_pm_cache_requests_total{result="miss"}': 7,
  });
});

test.each([
  [235, 'excellent'],
  [250, 'excellent'],
  [375, 'good'],
  [500, 'acceptable'],
  [501, 'poor'],
])('status in %d ms is %s (D-32)', (milliseconds, rating) => {
  expect(ratingOf(milliseconds, { baseline_ms: 250, target_ms: 200, max_acceptable_ms: 500 })).toBe(rating);
});

test('a benchmark has average, extremes and standard deviation', async () => {
  const pm = instrumentGithubPm({ benchmarks: BATCH });
  pm.benchmarks.benchmarked('batch', [1.4, 1.6, 1.8]);
  const found = await values(pm.registry);
  expect(found['github_pm_benchmark_duration_seconds{command="batch",stat="avg"}']).toBeCloseTo(1.6);
  expect(found['github_pm_benchmark_duration_seconds{command="batch",stat="stddev"}']).toBeCloseTo(0.2);
  expect(found).toMatchObject({
    'github_pm_benchmark_duration_seconds{command="batch",stat="min"}': 1.4,
    'github_pm_benchmark_duration_seconds{command="batch",stat="max"}': 1.8,
    'github_pm_benchmark_iterations{command="batch"}': 3,
    'github_pm_baseline_duration_seconds{command="batch",kind="max_acceptable"}': 3,
  });
});

describe('over several processes', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'github-pm-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = () => path.join(folder, 'github-pm.prom');

  async function process1(seconds: number, command = 'batch', atOnce?: number): Promise<string> {
    const pm = instrumentGithubPm({ benchmarks: BATCH });
    pm.commands.record(command, seconds, 'success', USE);
    if (atOnce !== undefined) {
      pm.api.setAtOnce(atOnce, atOnce);
    }
    await pm.write(new Textfile(file()));
    return readFileSync(file(), 'utf8');
  }

  test('violations are counted by runs: 50 % above the baseline, three times running (D5 l.316-317)', async () => {
    const count = (text: string) => Number(/consecutive_violations\{command="batch"\} (\d+)/.exec(text)?.[1]);
    expect(count(await process1(2.8))).toBe(1);
    expect(count(await process1(2.71))).toBe(2);
    await process1(90, 'status');
    expect(count(await process1(3.2))).toBe(3);
    expect(count(await process1(2.7))).toBe(0);
  });

  test('a command without a benchmark has no violations', async () => {
    expect(await process1(90, 'sync')).not.toContain('consecutive_violations{command="sync"}');
  });

  test('what a run does not know stays as the run before it said', async () => {
    await process1(1, 'batch', 3);
    const text = await process1(1, 'status');
    expect(text).toContain('github_pm_concurrent_operations 3\n');
    expect(text).toContain('github_pm_command_last_duration_seconds{command="batch"} 1\n');
  });
});

test('a project that has grown and a program that was updated are counted once, also in the totals of all runs', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-grown-'));
  try {
    const file = path.join(folder, 'github-pm.prom');
    const write = async (version: string, size: 'small' | 'medium') => {
      const pm = instrumentGithubPm();
      pm.benchmarks.setBuild(version, 'linux', 'x64');
      pm.benchmarks.setProject('website', size, 40, 3);
      await pm.write(new Textfile(file));
    };
    await write('2.0.0', 'small');
    await write('2.1.0', 'medium');
    await instrumentGithubPm().write(new Textfile(file));
    const shown = readFileSync(file, 'utf8').split('\n');
    expect(shown.filter((line) => line.startsWith('github_pm_project_info{') && line.endsWith(' 1'))).toEqual([
      'github_pm_project_info{project="website",size="medium"} 1',
    ]);
    expect(shown.filter((line) => line.startsWith('github_pm_build_info{'))).toEqual([
      'github_pm_build_info{cpu="x64",os="linux",version="2.1.0"} 1',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
