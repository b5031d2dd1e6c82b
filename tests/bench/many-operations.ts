// Where do ten thousand operations come from? A program that exposes a histogram per route, hours of history of the
// same, and a real Prometheus over both.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { axisUpTo } from '../../demo/history/axis';
import { encoded, opening } from '../../demo/history/frame';
import { startPrometheus, STORAGE, type RunningPrometheus } from '../../demo/prometheus';
import { tool } from '../../demo/tools';

export const COUNT = 10_000;
const METRIC = 'shop_request_duration_seconds';
const BOUNDS = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2];
/** Requests of one minute by bucket, the one without a bound last. */
const NORMAL = [0, 12, 60, 30, 6, 1, 0, 0];
const SLOW = [0, 0, 0, 6, 12, 60, 25, 6];
const MINUTES = 4 * 60;
const SCRAPE_SECONDS = 30;
/** Some are slower than their history: the page has something to sort. */
const isSlow = (operation: number) => operation % 400 === 7;

const labelsOf = (operation: number) => ({
  job: 'shop',
  instance: 'shop:8080',
  route: `/api/v${1 + (operation % 3)}/customers/${String(operation).padStart(5, '0')}/orders`,
  method: ['GET', 'PUT', 'POST', 'DELETE'][operation % 4] ?? 'GET',
});

/** What the data source is provisioned with. */
export const SYSTEM = {
  system: 'shop',
  operations: [{ metric: METRIC, kind: 'histogram', selector: 'job="shop"', by: ['method', 'route'] }],
};

/** In the middle of each bucket. */
const sumOf = (counts: number[]) =>
  counts.reduce((sum, count, bucket) => sum + count * 0.75 * (BOUNDS[bucket] ?? 6.4), 0);

async function writePast(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const axis = axisUpTo(Date.now() / 1000, MINUTES / 1440);
  const child = spawn(await tool('history'), ['-dir', folder], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const columns = NORMAL.map((count) => new Uint16Array(axis.steps).fill(count).buffer);
  const payload = [...columns, new Float64Array(axis.steps).fill(sumOf(NORMAL)).buffer];
  const send = async (parts: Buffer[]) => {
    if (!child.stdin.write(Buffer.concat(parts))) {
      await once(child.stdin, 'drain');
    }
  };
  await send([opening(axis)]);
  for (let operation = 0; operation < COUNT; operation++) {
    const header = {
      kind: 'histogram' as const,
      name: METRIC,
      labels: labelsOf(operation),
      bounds: BOUNDS,
      absent: [],
    };
    await send(encoded({ header, payload }));
  }
  child.stdin.end();
  const [code] = (await ended) as [number];
  if (code !== 0) {
    throw new Error(`writing history ended with ${code}`);
  }
}

function exposition(minutes: number): string {
  const lines = [`# TYPE ${METRIC} histogram`];
  for (let operation = 0; operation < COUNT; operation++) {
    const { route, method } = labelsOf(operation);
    const labels = `route="${route}",method="${method}"`;
    const counts = (isSlow(operation) ? SLOW : NORMAL).map((count) => Math.floor(count * minutes));
    let below = 0;
    counts.forEach((count, bucket) => {
      below += count;
      lines.push(`${METRIC}_bucket{${labels},le="${BOUNDS[bucket] ?? '+Inf'}"} ${below}`);
    });
    lines.push(`${METRIC}_sum{${labels}} ${sumOf(counts).toFixed(3)}`, `${METRIC}_count{${labels}} ${below}`);
  }
  return `${lines.join('\n')}\n`;
}

async function serveNow(): Promise<Server> {
  const began = Date.now();
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(exposition((Date.now() - began) / 60_000));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export interface ManyOperations {
  promUrl: string;
  stop(): Promise<void>;
}

export async function startManyOperations(folder: string): Promise<ManyOperations> {
  await writePast(path.join(folder, STORAGE));
  const server = await serveNow();
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  let prometheus: RunningPrometheus;
  try {
    const scrape = {
      job_name: 'shop',
      scrape_interval: `${SCRAPE_SECONDS}s`,
      scrape_timeout: '20s',
      static_configs: [{ targets: [target], labels: { instance: 'shop:8080' } }],
    };
    prometheus = await startPrometheus({
      binary: await tool('prometheus'),
      folder,
      targets: target,
      moreScrapes: [scrape],
    });
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    promUrl: prometheus.url,
    stop: async () => {
      await prometheus.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}
