/**
 * The demo's part of `docker compose up`, inside the containers:
 *
 *     containers.ts serve      writes the history and Prometheus' configuration, then runs the workloads
 *     containers.ts provision  fills the folder that Grafana provisions from (while the image is built)
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { DAYS, SEED } from './lab';
import { serve } from './live/server';
import { workloads } from './live/workloads';
import { ensureHistory } from './past-data';
import { configuration, scrapeOfGrafana } from './prometheus';
import { demoProvisioning } from './provisioning';
import { tool } from './tools';

/** Names and ports of docker-compose.yml. */
const HOST = 'demo';
const PORT = 9464;
const TICK_MS = 50;

async function run(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'prometheus.yml'),
    configuration({ targets: `${HOST}:${PORT}`, moreScrapes: [scrapeOfGrafana('grafana:3000')] })
  );
  const writer = await tool('history', console.log);
  await ensureHistory({ folder, seed: SEED, days: DAYS, writer, say: console.log });
  const work = workloads(SEED, Date.now() / 1000);
  setInterval(() => work.scheduler.runTo(Date.now() / 1000), TICK_MS);
  const end = () => process.exit(0);
  await serve({
    workloads: work,
    alertsFile: path.join(folder, 'alerts.jsonl'),
    status: () => ({ grafana: 'http://localhost:3000', prometheus: 'http://localhost:9090' }),
    stop: end,
    port: PORT,
    // Prometheus and Grafana are in other containers; the port is published on loopback only.
    host: '0.0.0.0',
  });
  process.once('SIGINT', end).once('SIGTERM', end);
  console.log(`workloads are running; Grafana: http://localhost:3000 (admin / admin)`);
}

const [word, folder = '/data'] = process.argv.slice(2);
if (word === 'provision') {
  demoProvisioning(folder, `http://${HOST}:${PORT}/webhook`);
} else {
  run(folder).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
