/** @jest-environment node */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';

import { instrumentDpasRuns } from './dpas';
import { Textfile } from './textfile';
import { totalsIn } from './textfile-text';

// Processes are started and waited for.
jest.setTimeout(60_000);

let folder: string;
const file = () => path.join(folder, 'github-pm.prom');
const totalsFile = () => path.join(folder, 'github-pm.state', 'totals.json');
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'textfile-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What one short program counted. */
function run({
  requests = 0,
  seconds = [] as number[],
  last = NaN,
  command = 'status',
  buckets = [0.25, 0.5],
}): Registry {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: 'api_requests_total', help: 'Requests.', labelNames: ['endpoint'], registers }).inc(
    { endpoint: 'projects' },
    requests
  );
  const histogram = new Histogram({ name: 'duration_seconds', help: 'Duration.', buckets, registers });
  seconds.forEach((value) => histogram.observe(value));
  const gauge = new Gauge({ name: 'last_duration_seconds', help: 'Last.', labelNames: ['command'], registers });
  if (!Number.isNaN(last)) {
    gauge.set({ command }, last);
  }
  return registry;
}

/** The file's samples by the name of their series. */
const samples = () =>
  Object.assign({}, ...Object.values(totalsIn(readFileSync(file(), 'utf8'))).map(({ series }) => series)) as Record<
    string,
    number
  >;
const requests = () => samples()['api_requests_total{endpoint="projects"}'];

test('counters and histograms of runs add up, a gauge is that of its last run (C-25)', async () => {
  await new Textfile(file()).add(run({ requests: 15, seconds: [0.2, 0.6], last: 0.6 }));
  await new Textfile(file()).add(run({ requests: 9, seconds: [0.3], last: 0.3 }));
  await new Textfile(file()).add(run({ requests: 1, last: 2, command: 'batch' }));
  expect(samples()).toEqual({
    'api_requests_total{endpoint="projects"}': 25,
    'duration_seconds_bucket{le="0.25"}': 1,
    'duration_seconds_bucket{le="0.5"}': 2,
    'duration_seconds_bucket{le="+Inf"}': 3,
    duration_seconds_count: 3,
    duration_seconds_sum: expect.closeTo(1.1, 9),
    'last_duration_seconds{command="status"}': 0.3,
    'last_duration_seconds{command="batch"}': 2,
  });
});

test('the file has types and no time stamps, and nothing else ends with .prom', async () => {
  await new Textfile(file()).add(run({ requests: 1, seconds: [0.2], last: 0.2 }));
  const lines = readFileSync(file(), 'utf8').trimEnd().split('\n');
  expect(lines.filter((line) => line.startsWith('# TYPE'))).toEqual([
    '# TYPE api_requests_total counter',
    '# TYPE duration_seconds histogram',
    '# TYPE last_duration_seconds gauge',
  ]);
  lines.filter((line) => !line.startsWith('#')).forEach((line) => expect(line).toMatch(/^\w+(\{.*\})? \S+$/));
  expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.prom'))).toEqual([
    'github-pm.prom',
  ]);
});

test('dbt and site builds leave their last runs the same way', async () => {
  const site = async (seconds: number) => {
    const runs = instrumentDpasRuns();
    runs.sites.record('analytics', 'full', seconds, 'success', 1000 + seconds);
    await new Textfile(file()).add(runs.registry);
  };
  await site(40);
  await site(38);
  expect(samples()).toMatchObject({
    'evidence_build_duration_seconds{scope="full",site="analytics"}': 38,
    'evidence_build_last_run_timestamp_seconds{scope="full",site="analytics"}': 1038,
  });
});

test('a name that the collector does not read is refused (C-12)', () => {
  expect(() => new Textfile('/tmp/metrics.txt')).toThrow(/metrics.txt: .* only names that end with \.prom/);
});

test('a registry is added once', async () => {
  const [textfile, registry] = [new Textfile(file()), run({ requests: 1 })];
  await textfile.add(registry);
  await expect(textfile.add(registry)).rejects.toThrow(/added already; write once/);
  expect(requests()).toBe(1);
});

test('what cannot be added up is refused by its name', async () => {
  const registry = new Registry();
  new Summary({ name: 'wait_seconds', help: 'Waiting.', registers: [registry] });
  await expect(new Textfile(file()).add(registry)).rejects.toThrow(/wait_seconds .* use a histogram/);
});

test('labels survive quotes, backslashes and line breaks', async () => {
  const odd = 'a "quoted"\\path\nof two lines';
  await new Textfile(file()).add(run({ last: 1, command: odd }));
  const text = readFileSync(file(), 'utf8');
  rmSync(totalsFile());
  await new Textfile(file()).add(run({}));
  expect(readFileSync(file(), 'utf8')).toBe(text);
  expect(text).toContain('command="a \\"quoted\\"\\\\path\\nof two lines"');
});

test('a histogram with other bounds begins again, as after a restart', async () => {
  await new Textfile(file()).add(run({ seconds: [0.2, 0.3] }));
  await new Textfile(file()).add(run({ seconds: [0.2], buckets: [0.1, 1] }));
  expect(samples()).toMatchObject({ 'duration_seconds_bucket{le="1"}': 1, duration_seconds_count: 1 });
  expect(samples()).not.toHaveProperty('duration_seconds_bucket{le="0.5"}');
});

describe('in a row', () => {
  const row = (happened: boolean) => ({
    metric: 'violations',
    help: 'In a row.',
    labels: { command: 'batch' },
    happened,
  });
  const after = async (...happened: boolean[]) => {
    for (const one of happened) {
      await new Textfile(file()).add(run({}), [row(one)]);
    }
    return samples()['violations{command="batch"}'];
  };

  test('it counts on over runs', async () => expect(await after(true, true, true)).toBe(3));
  test('a run without ends it', async () => expect(await after(true, true, false)).toBe(0));
  test('and it begins again', async () => expect(await after(true, false, true)).toBe(1));
});

describe('a state that cannot be read', () => {
  test.each([
    ['half written', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['of another version', (text: string) => text.replace('"version":1', '"version":9')],
  ])('%s: totals go on from the file, the state is kept aside, and somebody is told', async (_, spoil) => {
    await new Textfile(file()).add(run({ requests: 15, seconds: [0.2] }));
    const spoilt = spoil(readFileSync(totalsFile(), 'utf8'));
    writeFileSync(totalsFile(), spoilt);
    const warn = jest.fn();
    await new Textfile(file(), { warn }).add(run({ requests: 10, seconds: [0.2] }));
    expect(samples()).toMatchObject({ 'api_requests_total{endpoint="projects"}': 25, duration_seconds_count: 2 });
    expect(readFileSync(`${totalsFile()}.unreadable`, 'utf8')).toBe(spoilt);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('totals go on from'));
  });

  test('with the file gone too, counting begins again', async () => {
    await new Textfile(file()).add(run({ requests: 15 }));
    writeFileSync(totalsFile(), 'x');
    rmSync(file());
    await new Textfile(file()).add(run({ requests: 2 }));
    expect(requests()).toBe(2);
  });

  test('one run that cannot be read does not keep the others out', async () => {
    const runs = path.join(folder, 'github-pm.state', 'runs');
    await mkdir(runs, { recursive: true });
    writeFileSync(path.join(runs, 'broken.json'), '{"id":');
    const warn = jest.fn();
    await new Textfile(file(), { warn }).add(run({ requests: 3 }));
    expect(requests()).toBe(3);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('broken.json cannot be read'));
    expect(readdirSync(runs)).toEqual(['broken.json.unreadable']);
  });
});

describe('runs at the same time', () => {
  const lock = () => path.join(folder, 'github-pm.state', 'lock');
  const locked = async (owner: string) => {
    await mkdir(path.dirname(lock()), { recursive: true });
    writeFileSync(lock(), owner);
  };

  test('forty of one process lose nothing', async () => {
    const added = await Promise.all(Array.from({ length: 40 }, () => new Textfile(file()).add(run({ requests: 1 }))));
    await new Textfile(file()).add(run({}));
    expect(requests()).toBe(40);
    expect(added).toContain(true);
  });

  test('several processes lose nothing', async () => {
    const command = ['--import', 'tsx', 'demo/github-pm-command.ts', '--file', file(), '--command', 'batch'];
    const root = path.resolve(__dirname, '..');
    await Promise.all(Array.from({ length: 4 }, () => promisify(execFile)('node', command, { cwd: root })));
    expect(samples()).toMatchObject({
      'github_pm_command_duration_seconds_count{command="batch"}': 4,
      'github_pm_commands_total{command="batch",status="success"}': 4,
      'github_pm_api_requests_total{endpoint="projects"}': 4,
      'github_pm_rate_limit_consumed_total{resource="graphql"}': 8,
      'github_pm_consecutive_violations{command="batch"}': 0,
    });
    expect(readdirSync(path.join(folder, 'github-pm.state', 'runs'))).toEqual([]);
  });

  test('who waits in vain loses nothing: the next run adds it', async () => {
    await locked(`${process.pid} ${hostname()} another`);
    expect(await new Textfile(file(), { patience: 60 }).add(run({ requests: 7 }))).toBe(false);
    expect(() => readFileSync(file())).toThrow('ENOENT');
    rmSync(lock());
    expect(await new Textfile(file()).add(run({ requests: 1 }))).toBe(true);
    expect(requests()).toBe(8);
  });

  test('the lock of a process that is gone is taken over, that of another machine is not', async () => {
    await locked(`999999999 ${hostname()} killed`);
    expect(await new Textfile(file(), { patience: 500 }).add(run({ requests: 1 }))).toBe(true);
    await locked('1 another-machine x');
    expect(await new Textfile(file(), { patience: 60 }).add(run({ requests: 1 }))).toBe(false);
  });

  test('a lock that is older than any turn is taken over, be it of a container that is gone or of a number that lives again', async () => {
    const before = new Date(Date.now() - 6 * 60_000);
    for (const owner of ['1 another-machine x', `${process.pid} ${hostname()} killed`]) {
      await locked(owner);
      utimesSync(lock(), before, before);
      expect(await new Textfile(file(), { patience: 500 }).add(run({ requests: 1 }))).toBe(true);
    }
    expect(requests()).toBe(2);
  });

  test('a run that was added and not yet removed when its process died counts once', async () => {
    const runs = path.join(folder, 'github-pm.state', 'runs');
    await locked(`${process.pid} ${hostname()} another`);
    await new Textfile(file(), { patience: 30 }).add(run({ requests: 5 }));
    const [name = ''] = readdirSync(runs);
    const left = readFileSync(path.join(runs, name));
    rmSync(lock());
    await new Textfile(file()).add(run({}));
    expect(requests()).toBe(5);
    writeFileSync(path.join(runs, name), left);
    await new Textfile(file()).add(run({}));
    expect(requests()).toBe(5);
  });
});
