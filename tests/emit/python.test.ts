/**
 * @jest-environment node
 *
 * Does somebody who follows docs/emit/python.md word for word get metrics of which the probe misses nothing?
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { pythonPackages } from '../../catalog/emit/python';
import { seriesOf } from '../../catalog/family';
import { systems } from '../../catalog/systems';
import { emissions } from '../../catalog/systems/families';
import { tool } from '../../demo/tools';
import { startPrometheus, type Prometheus } from '../prometheus-server';
import { familiesOf, valueOf } from './exposition';
import { pythonFiles, save } from './guide';
import { startProgram, type Program } from './program';
import { missingPython, pythonWith } from './python';
import { serve, untilScraped } from './scraped';

const root = path.resolve(__dirname, '../..');
const command = path.join(root, 'bin', 'yardstick');
const names = Object.keys(emissions);
const files = pythonFiles();
const scripts = [...files.keys()];
const missing = missingPython();
if (missing !== undefined) {
  process.stderr.write(`SKIPPED: the snippets of docs/emit/python.md were not run: ${missing}.\n`);
}
const described = missing === undefined ? describe : describe.skip;

described('docs/emit/python.md', () => {
  const folder = path.join(tmpdir(), `yardstick-emit-${randomUUID()}`);
  const textfiles = path.join(folder, 'textfiles');
  const pages = new Map<string, string>();
  const services = new Map<string, Program>();
  const others: Server[] = [];
  let python = '';
  let prometheus: Prometheus;

  const run = (script: string, ...args: string[]) =>
    spawnSync(python, [script, ...args], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 20_000,
      env: { ...process.env, TEXTFILE_FOLDER: textfiles },
    });

  beforeAll(async () => {
    python = pythonWith(pythonPackages);
    save(folder, files);
    mkdirSync(textfiles);
    ['carried_on.py', 'worker.py', 'decorator.py', 'middleware.py'].forEach((name) =>
      copyFileSync(path.join(__dirname, name), path.join(folder, name))
    );
    const started = await Promise.all(names.map((name) => startProgram(python, [`${name}_example.py`], folder)));
    started.forEach((program, i) => services.set(names[i] ?? '', program));
    ['kgas_loadtest.py', 'ado_benchmark.py'].forEach((script) => expect(run(script).stderr).toBe(''));
    const jobs: Record<string, number> = {};
    for (const name of names) {
      jobs[name] = services.get(name)!.port;
      const left = path.join(textfiles, `${name}.prom`);
      if (existsSync(left)) {
        const page = await serve(readFileSync(left, 'utf8'));
        others.push(page);
        jobs[`${name}-host`] = (page.address() as AddressInfo).port;
      }
    }
    prometheus = await startPrometheus(path.join(folder, 'prometheus'), jobs);
    await untilScraped(prometheus.url, Object.keys(jobs).length);
    for (const [name, service] of services) {
      pages.set(name, await service.scrape());
    }
  }, 240_000);

  afterAll(async () => {
    others.forEach((server) => server.close());
    await Promise.all([...services.values()].map((service) => service.stop()));
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const modules = scripts.filter((name) => !/_(example|processes)\.py$/.test(name));
  test.each(modules)('%s runs by itself', (script) => {
    const { status, stderr } = run(script);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test.each(names)('the program of %s exposes every family with its type, labels and bounds', (name) => {
    const exposed = familiesOf(pages.get(name)!);
    const families = emissions[name]!.families.filter(({ by }) => by === 'service');
    const wanted = families.map(({ name, kind, labels, buckets }) => ({
      name,
      type: kind,
      labels: labels.map((label) => label.name).sort(),
      bounds: [...(buckets ?? [])],
    }));
    const got = wanted.map(({ name }) => {
      const { type, labels, bounds } = exposed.get(name) ?? { type: 'missing', labels: [], bounds: [] };
      return { name, type, labels: [...labels].sort(), bounds: [...bounds] };
    });
    expect(got).toEqual(wanted);
  });

  test.each(names)('the page of %s passes promtool check metrics', async (name) => {
    const { status, stdout, stderr } = spawnSync(await tool('promtool'), ['check', 'metrics'], {
      input: pages.get(name)!,
      encoding: 'utf8',
    });
    expect(stdout + stderr).toBe('');
    expect(status).toBe(0);
  });

  test.each(names)('the probe misses nothing of %s but what other programs emit', (name) => {
    const missed = probed(name).flatMap(({ missing }) => missing ?? []);
    const own = new Set(emissions[name]!.families.flatMap(seriesOf));
    const elsewhere = emissions[name]!.exporters.flatMap(({ metrics }) => metrics).map(
      (one) => new RegExp(`^(?:${one})$`)
    );
    expect(missed.filter((metric) => own.has(metric))).toEqual([]);
    expect(missed.filter((metric) => !elsewhere.some((pattern) => pattern.test(metric)))).toEqual([]);
  });

  function probed(name: string): Array<{ id: string; missing?: string[] }> {
    // It looks at whole minutes: what began within this one is there at the next.
    const at = new Date(Date.now() + 60_000).toISOString();
    const args = ['probe', '--prometheus', prometheus.url, '--system', name, '--format', 'json', '--at', at];
    const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (!stdout?.startsWith('{')) {
      throw new Error(`asking the probe of ${name} (bin/yardstick is built by npm run build): ${stderr}`);
    }
    const answer = JSON.parse(stdout) as { systems: Array<{ quantities: Array<{ id: string; missing?: string[] }> }> };
    const quantities = answer.systems[0]?.quantities ?? [];
    const known = systems.find((system) => system.name === name)?.quantities.map(({ id }) => id) ?? [];
    // An older command would not ask for what the catalogue has got since.
    expect(quantities.map(({ id }) => id).sort()).toEqual(known.sort());
    return quantities;
  }

  test('a failed, a cancelled and a running piece of work show as such', () => {
    const [kgas = '', omninode = '', ado = ''] = ['kgas', 'omninode', 'ado'].map((name) => pages.get(name));
    const failed = { operation_type: 'import', status: 'error' };
    expect(valueOf(kgas, 'kgas_operation_duration_seconds_count', failed)).toBeGreaterThan(0);
    expect(
      valueOf(kgas, 'kgas_db_transactions_total', { db_system: 'sqlite', outcome: 'rolled_back' })
    ).toBeGreaterThan(0);
    const running = 'kgas_conversion_in_progress_start_timestamp_seconds';
    const age = Date.now() / 1000 - valueOf(kgas, running, { source: 'vector', dataset_size: 'small' })!;
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThan(120);
    expect(valueOf(kgas, running, { source: 'graph', dataset_size: 'large' })).toBe(0);
    // asyncio.wait_for cancels: "except Exception" would have missed it.
    const timedOut = { component: 'database', error_type: 'CancelledError' };
    expect(valueOf(omninode, 'omninode_errors_total', timedOut)).toBeGreaterThan(0);
    expect(valueOf(ado, 'ado_agent_timeouts_total', { agent_type: 'planner' })).toBeGreaterThan(0);
    expect(valueOf(ado, 'ado_tasks_total', { status: 'failed' })).toBeGreaterThan(0);
    expect(valueOf(ado, 'ado_active_agents', { agent_type: 'reviewer' })).toBe(1);
  });

  test('polled totals are counted once: eight hits for every two misses and one dead letter', () => {
    const page = pages.get('omninode')!;
    const lookups = (operation: string) => valueOf(page, 'omninode_requests_total', { operation });
    const letters = valueOf(page, 'omninode_dead_letter_messages_total')!;
    expect(letters).toBeGreaterThan(0);
    expect(lookups('hit')).toBe(8 * letters);
    expect(lookups('miss')).toBe(2 * letters);
  });

  test('the decorator keeps functions what they are, and measures what they do', () => {
    const { stdout: page, stderr } = run('decorator.py');
    expect(stderr).toBe('');
    const count = (labels: Record<string, string>) => valueOf(page, 'kgas_operation_duration_seconds_count', labels);
    expect(count({ operation_type: 'async', status: 'success' })).toBe(2);
    expect(count({ operation_type: 'cancelled', status: 'error' })).toBe(1);
    expect(count({ operation_type: 'failing', status: 'error' })).toBe(1);
    expect(count({ operation_type: 'sync', status: 'error' })).toBe(0);
    // The call of an async function ends at once; its work took 30 ms.
    expect(valueOf(page, 'kgas_operation_last_duration_seconds', { operation_type: 'async' })).toBeGreaterThan(0.025);
    expect(valueOf(page, 'kgas_operation_args_size_bytes_sum', { operation_type: 'sync' })).toBe(4);
    // Two and four bytes, and six of a text with a character that is none; the others do not say how large they are.
    expect(valueOf(page, 'kgas_operation_args_size_bytes_sum', { operation_type: 'any payload' })).toBe(12);
    // Memory is the process's: two that overlap cannot be told apart (C-22).
    const memory = (operation_type: string) =>
      valueOf(page, 'kgas_operation_last_memory_delta_bytes', { operation_type });
    expect(memory('async')).toBeUndefined();
    expect(memory('failing')).toBeDefined();
  });

  test('what a client makes up for a method is no label', () => {
    const { stdout: page, stderr } = run('middleware.py');
    expect(stderr).toBe('');
    const requests = (http_request_method: string) =>
      valueOf(page, 'http_server_request_duration_seconds_count', { http_request_method });
    expect(requests('POST')).toBe(1);
    expect(requests('_OTHER')).toBe(2);
    expect(page).not.toContain('SCAN');
  });

  test('the counters of a program that ends go on with its next run, its gauges are the newest', () => {
    const page = () => readFileSync(path.join(textfiles, 'job.prom'), 'utf8');
    expect(run('carried_on.py', 'first').stderr).toBe('');
    expect(valueOf(page(), 'job_runs_total')).toBe(1);
    expect(run('carried_on.py', 'second').stderr).toBe('');
    expect(valueOf(page(), 'job_runs_total')).toBe(2);
    expect(valueOf(page(), 'job_duration_seconds_count')).toBe(2);
    expect(valueOf(page(), 'job_duration_seconds_sum')).toBe(10);
    expect(valueOf(page(), 'job_duration_seconds_bucket', { le: '1.0' })).toBe(0);
    expect(valueOf(page(), 'job_last_duration_seconds', { part: 'first' })).toBe(5);
    expect(valueOf(page(), 'job_last_duration_seconds', { part: 'second' })).toBe(5);
  });

  test('several processes are one page: counts add up, and an idle one does not hide a hang', async () => {
    const shared = { PROMETHEUS_MULTIPROC_DIR: path.join(folder, 'processes') };
    const page = await startProgram(python, ['several_processes.py'], folder, shared);
    const workers: ChildProcess[] = [];
    try {
      for (const how of ['hang', 'idle']) {
        const worker = spawn(python, ['worker.py', how], { cwd: folder, env: { ...process.env, ...shared } });
        workers.push(worker);
        await once(worker.stdout, 'data');
      }
      const text = await page.scrape();
      expect(
        valueOf(text, 'kgas_operation_duration_seconds_count', { operation_type: 'import', status: 'success' })
      ).toBe(2);
      const starts = workers.map(({ pid }) =>
        valueOf(text, 'kgas_operation_in_progress_start_timestamp_seconds', {
          operation_type: 'import',
          pid: String(pid),
        })
      );
      expect(starts).toEqual([expect.any(Number), 0]);
      expect(starts[0]).toBeGreaterThan(0);
    } finally {
      await Promise.all(workers.map((worker) => (worker.kill('SIGKILL'), once(worker, 'exit'))));
      await page.stop();
    }
  });
});
