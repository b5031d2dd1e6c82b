// The plugin dies while it learns, and nobody looks: only the dead-man rule
// still asks. It goes on by itself; nothing is learned twice, nothing is lost.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { findGrafana, startGrafana, type Grafana } from '../../demo/grafana';
import { lab } from '../lab';
import { backEndsOf } from '../processes';

const root = path.resolve(__dirname, '../..');
const yardstick = path.join(root, 'bin', 'yardstick');

interface Learned {
  baselines: Array<{ system: string; operation: string; p95: number; requests: number; windows: number }>;
}

function baselines(store: string, source: string): Learned['baselines'] {
  const out = execFileSync(
    yardstick,
    ['baselines', '--store', `sqlite:${store}`, '--source', source, '--format', 'json'],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    }
  );
  return (JSON.parse(out) as Learned).baselines;
}

/** Provisioning with the data source, the app, the dead-man rule and those of Yardstick itself, which do not ask it. */
function onlyDeadMan(folder: string): string {
  for (const file of [
    'datasources/prometheus.yaml',
    'datasources/yardstick.yaml',
    'plugins/yardstick.yaml',
    'alerting/yardstick.yaml',
  ]) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    copyFileSync(path.join(root, 'provisioning', file), path.join(folder, file));
  }
  return folder;
}

/** The operations whose baselines are not the same, with both numbers of requests. */
function differences(expected: Learned['baselines'], found: Learned['baselines']): string[] {
  const key = ({ system, operation }: Learned['baselines'][number]) => `${system} ${operation}`;
  const byKey = new Map(found.map((one) => [key(one), one]));
  return expected.flatMap((one) => {
    const other = byKey.get(key(one));
    const same = other && Math.abs(other.requests - one.requests) < 0.5 && Math.abs(other.p95 / one.p95 - 1) < 1e-6;
    return same ? [] : [`${key(one)}: ${one.requests} requests, found ${other?.requests ?? 'none'}`];
  });
}

/** Hours of windows that a store holds for its busiest operation, by reading the store alone: nobody asks Grafana. */
function windowsIn(store: string): number {
  try {
    return Math.max(0, ...baselines(store, '1/yardstick').map(({ windows }) => windows));
  } catch {
    return 0; // not made yet
  }
}

test('kill -9 while learning, and only the dead-man rule is left', async () => {
  test.setTimeout(600_000);
  const found = findGrafana();
  test.skip(!found, 'no Grafana was found');
  if (!found) {
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-continuity-'));
  const store = path.join(folder, 'learned', 'yardstick.db');
  const clean = path.join(folder, 'clean.db');
  let grafana: Grafana | undefined;
  try {
    grafana = await startGrafana(found, {
      folder: path.join(folder, 'grafana'),
      plugin: path.join(root, 'dist'),
      provisioning: onlyDeadMan(path.join(folder, 'provisioning')),
      env: { PROMETHEUS_URL: lab().prometheus },
      settings: { 'plugin.yardstick-baselines-datasource': { store_path: store } },
    });
    // Nobody has asked the data source for anything: the dead-man rule does, within a minute.
    await expect.poll(() => windowsIn(store), { timeout: 150_000, intervals: [500] }).toBeGreaterThan(0);
    const killed = backEndsOf(grafana);
    expect(killed).toHaveLength(1);
    process.kill(killed[0] ?? 0, 'SIGKILL');

    execFileSync(
      yardstick,
      ['learn', '--prometheus', lab().prometheus, '--store', `sqlite:${clean}`, '--format', 'json'],
      {
        stdio: 'ignore',
      }
    );
    // Equal to the last request: an hour learned twice or lost would show, and stay.
    await expect
      .poll(() => differences(baselines(clean, 'cli'), baselines(store, '1/yardstick')), {
        timeout: 300_000,
        intervals: [3000],
      })
      .toEqual([]);
  } finally {
    await grafana?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
