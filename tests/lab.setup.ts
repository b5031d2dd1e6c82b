// Starts what the end-to-end tests need, once for all of them: history in a
// real Prometheus, live workloads, and a Grafana with the built plugin where one
// is found. Says plainly when none was.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findGrafana, freePort, type Grafana } from '../demo/grafana';
import { DAYS, startLab, type Lab } from '../demo/lab';
import { scrapeOfGrafana } from '../demo/prometheus';
import { startDemoGrafana, untilLearned } from '../demo/provisioned-grafana';
import { stateFile, type Lab as State } from './lab';

const root = path.resolve(__dirname, '..');

/** Lets tests stop and start the lab's Prometheus, which belongs to this process. */
async function serveSwitch(lab: Lab): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const action = request.url === '/prometheus/stop' ? lab.prometheus.stop : lab.prometheus.start;
    action().then(
      () => response.end('done'),
      (error: Error) => response.writeHead(500).end(error.message)
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-lab-'));
  mkdirSync(path.dirname(stateFile), { recursive: true });
  const found = findGrafana();
  const port = await freePort();
  const moreScrapes = found ? [scrapeOfGrafana(`127.0.0.1:${port}`)] : [];
  const lab = await startLab({ dir: path.join(folder, 'lab'), days: DAYS, moreScrapes });
  const switcher = await serveSwitch(lab);
  let grafana: Grafana | undefined;
  try {
    if (found) {
      if (!existsSync(path.join(root, 'dist', 'datasource'))) {
        throw new Error('dist/ is not built: run npm run build');
      }
      console.log(`Grafana ${found.version} at ${found.home}`);
      grafana = await startDemoGrafana(found, {
        folder,
        promUrl: lab.promUrl,
        controlUrl: lab.controlUrl,
        port,
      });
      process.env.GRAFANA_URL = grafana.url;
      await untilLearned(grafana, () => undefined);
    } else {
      console.log('No Grafana was found by GRAFANA_HOME or on PATH: the tests that need one were NOT run.');
    }
    if (!existsSync(chromium.executablePath()) && !existsSync('/usr/bin/chromium')) {
      console.log('No Chromium was found: the tests in a browser were NOT run.');
    }
  } catch (error) {
    await lab.stop();
    throw error;
  }
  const state: State = {
    prometheus: lab.promUrl,
    control: lab.controlUrl,
    outage: switcher.url,
    grafana: grafana?.url,
    folder,
    faults: lab.past.faults,
  };
  writeFileSync(stateFile, JSON.stringify(state));
  return async () => {
    await grafana?.stop();
    switcher.close();
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
