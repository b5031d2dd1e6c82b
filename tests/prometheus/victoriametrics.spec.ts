// Is every PromQL expression that is shipped understood by VictoriaMetrics too?
// That each finds the same there as in Prometheus is not asked: it has no history.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { systems } from '../../catalog/systems';
import { freePort } from '../../demo/grafana';
import { shippedExpressions } from '../shipped-expressions';

const root = path.resolve(__dirname, '../..');

let folder: string;
let server: ChildProcess;
let url: string;

test.beforeAll(async () => {
  test.setTimeout(600_000); // where it has to be built
  execFileSync('node', ['tools/run/victoriametrics.mjs'], { cwd: root, stdio: 'inherit' });
  folder = mkdtempSync(path.join(tmpdir(), 'yardstick-victoriametrics-'));
  const address = `127.0.0.1:${await freePort()}`;
  url = `http://${address}`;
  server = spawn(
    path.join(root, '.cache/bin/victoria-metrics'),
    [`-storageDataPath=${folder}`, `-httpListenAddr=${address}`],
    { stdio: 'ignore' }
  );
  await expect
    .poll(() =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false
      )
    )
    .toBe(true);
});

test.afterAll(() => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

for (const { name } of systems) {
  test(`${name}: VictoriaMetrics evaluates every expression`, async () => {
    const all = [...shippedExpressions(name)];
    expect(all.length).toBeGreaterThan(50);
    const refused: string[] = [];
    for (const [expr, file] of all) {
      const response = await fetch(`${url}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query: expr }),
      });
      const { status, error } = (await response.json()) as { status: string; error?: string };
      if (status !== 'success') {
        refused.push(`${file}: ${expr}: ${error}`);
      }
    }
    expect(refused).toEqual([]);
  });
}
