// Two Grafanas on one PostgreSQL: one of them learns, both say the same, and when the one that learns stands still or
// dies the other takes its place.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { findGrafana, startGrafana, type Grafana, type Installation } from '../../demo/grafana';
import { lab } from '../lab';
import { findPostgres, startPostgres, type Postgres } from '../postgres';
import { backEndsOf } from '../processes';

const root = path.resolve(__dirname, '../..');
const systems = ['kgas', 'github-pm'];
/** A lease lasts 45 seconds and is asked for every 15 (pkg/learn): what takes longer than both has not worked. */
const takeOver = { timeout: 90_000, intervals: [250] };

interface Learner {
  state: string;
  lease: 'here' | 'elsewhere' | 'none';
  systems: Array<{ learned: number; wanted: number }>;
}

const learner = (grafana: Grafana) => grafana.api<Learner>('GET', '/api/datasources/uid/yardstick/resources/learner');
const leaseOf = async (grafana: Grafana) => (await learner(grafana)).lease;
const learnedBy = async (grafana: Grafana) =>
  (await learner(grafana)).systems.reduce((sum, { learned }) => sum + learned, 0);

async function replica(found: Installation, folder: string, store: Postgres): Promise<Grafana> {
  const grafana = await startGrafana(found, {
    folder,
    plugin: path.join(root, 'dist'),
    settings: {
      'plugin.yardstick-baselines-datasource': { store_path: '', store_url: store.url, store_password: store.password },
    },
  });
  await grafana.api('POST', '/api/datasources', {
    name: 'Yardstick',
    uid: 'yardstick',
    type: 'yardstick-baselines-datasource',
    access: 'proxy',
    url: lab().prometheus,
    jsonData: { systems },
  });
  return grafana;
}

/** What one of them answers at a moment, to the last digit. */
async function answers(grafana: Grafana, to: number): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const query of [
    { queryType: 'deviation', measure: 'ratio' },
    { queryType: 'deviation', measure: 'z', mode: 'drift' },
    { queryType: 'table', table: 'operations' },
    { queryType: 'baseline' },
  ]) {
    const { results } = await grafana.api<{ results: { A: { frames: Array<{ data: { values: unknown[][] } }> } } }>(
      'POST',
      '/api/ds/query',
      {
        from: String(to - 3_600_000),
        to: String(to),
        queries: [{ refId: 'A', datasource: { type: 'yardstick-baselines-datasource', uid: 'yardstick' }, ...query }],
      }
    );
    const values = results.A.frames.map(({ data }) => data.values);
    expect(values[0]?.[0]?.length, JSON.stringify(query)).toBeGreaterThan(20);
    all.push(values);
  }
  return all;
}

test('two replicas: one learns, both say the same, and either takes the place of the other', async () => {
  test.setTimeout(600_000);
  const [found, programs] = [findGrafana(), findPostgres()];
  test.skip(!programs, 'PostgreSQL is not installed here: neither initdb on the path nor /usr/lib/postgresql');
  if (!found || !programs) {
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-replicas-'));
  const store = await startPostgres(programs);
  const started: Grafana[] = [];
  const stopped: number[] = [];
  try {
    for (const name of ['one', 'two']) {
      started.push(await replica(found, path.join(folder, name), store));
    }
    const [one, two] = started as [Grafana, Grafana];
    await expect
      .poll(async () => [await leaseOf(one), await leaseOf(two)].sort(), { timeout: 120_000 })
      .toEqual(['elsewhere', 'here']);
    const [first, second] = (await leaseOf(one)) === 'here' ? [one, two] : [two, one];
    await expect.poll(async () => (await learner(first)).state, { timeout: 300_000 }).toMatch(/^up to date/);

    const now = Math.floor(Date.now() / 10_000) * 10_000 - 60_000;
    for (const to of [now, now - 300_000, now - 86_400_000]) {
      expect(await answers(second, to)).toEqual(await answers(first, to));
    }

    const learned = await learnedBy(second);
    const standing = backEndsOf(first)[0] ?? NaN;
    process.kill(standing, 'SIGSTOP');
    stopped.push(standing);
    let since = Date.now();
    await expect.poll(() => leaseOf(second), takeOver).toBe('here');
    console.log(`taken over ${((Date.now() - since) / 1000).toFixed(1)} s after the other stood still`);
    process.kill(standing, 'SIGCONT');
    stopped.pop();
    await expect.poll(() => leaseOf(first), takeOver).toBe('elsewhere');
    expect(await leaseOf(second), 'who comes back does not take it away').toBe('here');
    expect(await learnedBy(second), 'nothing is learned anew').toBeGreaterThanOrEqual(learned);

    process.kill(backEndsOf(second)[0] ?? NaN, 'SIGKILL');
    since = Date.now();
    await expect.poll(() => leaseOf(first), takeOver).toBe('here');
    console.log(`taken over ${((Date.now() - since) / 1000).toFixed(1)} s after the other was killed`);
    const later = Math.floor(Date.now() / 10_000) * 10_000;
    await expect
      .poll(
        () =>
          answers(second, later).then(
            () => true,
            () => false
          ),
        takeOver
      )
      .toBe(true);
    expect(await answers(second, later)).toEqual(await answers(first, later));
  } finally {
    stopped.forEach((pid) => process.kill(pid, 'SIGCONT'));
    await Promise.all(started.map((grafana) => grafana.stop()));
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
