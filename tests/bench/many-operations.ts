// Where do ten thousand operations come from? A program that exposes a histogram per route, a history of the same, and
// a real Prometheus over both.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { axisUpTo } from '../../demo/history/axis';
import { encoded, opening } from '../../demo/history/frame';
import { startPrometheus, STORAGE, type RunningPrometheus } from '../../demo/prometheus';
import { tool } from '../../demo/tools';

/** Operations that one program measures. */
export interface Shop {
  system: string;
  operations: number;
  days: number;
}

export const COUNT = 10_000;
/** Four hours are learned within a minute, and are enough to judge by. */
export const SHOP: Shop = { system: 'shop', operations: COUNT, days: 4 / 24 };

const metricOf = ({ system }: Shop) => `${system}_request_duration_seconds`;
const BOUNDS = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2];
/** Requests of one minute by bucket, the one without a bound last. */
const NORMAL = [0, 12, 60, 30, 6, 1, 0, 0];
const SLOW = [0, 0, 0, 6, 12, 60, 25, 6];
const SCRAPE_SECONDS = 30;
/** Some are slower than their history: the page has something to sort. */
const isSlow = (operation: number) => operation % 400 === 7;

const jobAndInstance = ({ system }: Shop) => ({ job: system, instance: `${system}:8080` });
const labelsOf = (operation: number) => ({
  route: `/api/v${1 + (operation % 3)}/customers/${String(operation).padStart(5, '0')}/orders`,
  method: ['GET', 'PUT', 'POST', 'DELETE'][operation % 4] ?? 'GET',
});

/** What the data source is provisioned with. */
export const systemOf = (shop: Shop) => ({
  system: shop.system,
  operations: [
    { metric: metricOf(shop), kind: 'histogram', selector: `job="${shop.system}"`, by: ['method', 'route'] },
  ],
});

/** In the middle of each bucket. */
const sumOf = (counts: number[]) =>
  counts.reduce((sum, count, bucket) => sum + count * 0.75 * (BOUNDS[bucket] ?? 6.4), 0);

async function writePast(folder: string, shop: Shop): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const axis = axisUpTo(Date.now() / 1000, shop.days);
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
  for (let operation = 0; operation < shop.operations; operation++) {
    const header = {
      kind: 'histogram' as const,
      name: metricOf(shop),
      labels: { ...jobAndInstance(shop), ...labelsOf(operation) },
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

/** What follows the labels of each line of an operation, up to the end of the line. */
function endsOfLines(perMinute: number[], minutes: number): string[] {
  const counts = perMinute.map((count) => Math.floor(count * minutes));
  let below = 0;
  const buckets = counts.map((count, bucket) => `,le="${BOUNDS[bucket] ?? '+Inf'}"} ${(below += count)}\n`);
  return [...buckets, `} ${sumOf(counts).toFixed(3)}\n`, `} ${below}\n`];
}

/** Everything but the numbers is made once: a program that took a core for its scrapes would be measured too. */
function expositionOf(shop: Shop): (minutes: number) => string {
  const metric = metricOf(shop);
  const names = [...NORMAL.map(() => `${metric}_bucket`), `${metric}_sum`, `${metric}_count`];
  const operations = Array.from({ length: shop.operations }, (_, operation) => {
    const { route, method } = labelsOf(operation);
    return { slow: isSlow(operation), beginnings: names.map((name) => `${name}{route="${route}",method="${method}"`) };
  });
  return (minutes) => {
    const [normal, slow] = [endsOfLines(NORMAL, minutes), endsOfLines(SLOW, minutes)];
    let text = `# TYPE ${metric} histogram\n`;
    for (const operation of operations) {
      const ends = operation.slow ? slow : normal;
      for (let line = 0; line < names.length; line++) {
        text += `${operation.beginnings[line]}${ends[line]}`;
      }
    }
    return text;
  };
}

/** Every shop under its own path. */
async function serveNow(shops: Shop[]): Promise<Server> {
  const began = Date.now();
  const expositions = new Map(shops.map((shop) => [`/${shop.system}/metrics`, expositionOf(shop)]));
  const server = createServer((request, response) => {
    const exposition = expositions.get(request.url ?? '');
    if (!exposition) {
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
  prometheus: ChildProcess;
  stop(): Promise<void>;
}

export async function startManyOperations(folder: string, shops: Shop[] = [SHOP]): Promise<ManyOperations> {
  for (const shop of shops) {
    await writePast(path.join(folder, STORAGE), shop);
  }
  const server = await serveNow(shops);
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  let prometheus: RunningPrometheus;
  try {
    const scrapes = shops.map((shop) => ({
      job_name: shop.system,
      metrics_path: `/${shop.system}/metrics`,
      scrape_interval: `${SCRAPE_SECONDS}s`,
      scrape_timeout: '20s',
      static_configs: [{ targets: [target], labels: { instance: jobAndInstance(shop).instance } }],
    }));
    prometheus = await startPrometheus({
      binary: await tool('prometheus'),
      folder,
      targets: target,
      moreScrapes: scrapes,
    });
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    promUrl: prometheus.url,
    prometheus: prometheus.process,
    stop: async () => {
      await prometheus.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}
