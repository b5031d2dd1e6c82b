/**
 * The demo without Grafana: history, a real Prometheus on it, live workloads.
 * Tests, benches and `npm run demo` start from here.
 *
 *     const lab = await startLab({ days: 2, dir });
 *     await lab.fault('kgas', 'graph_query', 'x5');
 *     … lab.promUrl, lab.controlUrl, lab.faults …
 *     await lab.stop();
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { serve } from './live/server';
import { workloads, type Workloads } from './live/workloads';
import { ensureHistory, faultsFile } from './past-data';
import { startPrometheus, type PrometheusOptions } from './prometheus';
import { saved } from './saved';
import type { ConversionOccurrence, Occurrence } from './scenario/occurrences';
import { tool } from './tools';

export const SEED = 20251121;
/** What monthly items and comparisons with four weeks ago read, with the 28 days of a baseline before them. */
export const DAYS = 63;

export interface LabOptions {
  /** Everything goes below this folder. */
  dir: string;
  /** Days of history; 0: none. */
  days?: number;
  seed?: number;
  threads?: number;
  prometheusPort?: number;
  controlPort?: number;
  moreScrapes?: PrometheusOptions['moreScrapes'];
  rules?: PrometheusOptions['rules'];
  /** Without: live workloads stand still, and Prometheus scrapes nothing. */
  live?: boolean;
  say?: (line: string) => void;
  progress?: (done: number, all: number) => void;
  /** More for `status`. */
  status?: () => Record<string, unknown>;
  /** When somebody asks it to stop (`npm run demo -- stop`). */
  onStop?: () => void;
}

export interface PastFaults {
  seed: number;
  /** Seconds since 1970 of the history's first and last sample. */
  from: number;
  to: number;
  faults: Array<(Occurrence | ConversionOccurrence) & { start: string; end: string }>;
}

export interface Lab {
  promUrl: string;
  controlUrl: string;
  dir: string;
  seed: number;
  workloads: Workloads;
  /** What went wrong in the history, and when. */
  past: PastFaults;
  /** Switches a fault: x5, hang, on, off. */
  fault(system: string, name: string, mode: string): Promise<void>;
  prometheus: { stop(): Promise<void>; start(): Promise<void> };
  stop(): Promise<void>;
}

/** How often the workloads are brought up to the clock. */
const TICK_MS = 50;

export async function startLab(options: LabOptions): Promise<Lab> {
  const { dir, seed = SEED, days = 2, say } = options;
  mkdirSync(dir, { recursive: true });
  // The writer of history is quickly built; its weeks are made while Prometheus is being compiled.
  const history = async () =>
    days > 0 ? ensureHistory({ ...options, folder: dir, seed, days, writer: await tool('history', say) }) : undefined;
  const [binary] = await Promise.all([tool('prometheus', say), history()]);
  // Compiling takes minutes, and the history has to reach up to now.
  await history();
  const work = workloads(seed, Date.now() / 1000);
  const ticking =
    options.live === false ? undefined : setInterval(() => work.scheduler.runTo(Date.now() / 1000), TICK_MS);
  const server = await serve({
    workloads: work,
    alertsFile: path.join(dir, 'alerts.jsonl'),
    status: () => ({ dir, prometheus: prometheus.url, ...options.status?.() }),
    stop: () => options.onStop?.(),
    port: options.controlPort,
  });
  const start = (port?: number) =>
    startPrometheus({
      ...options,
      binary,
      folder: dir,
      targets: new URL(server.url).host,
      port: port ?? options.prometheusPort,
    });
  let prometheus = await start();
  const promUrl = prometheus.url;
  return {
    promUrl,
    controlUrl: server.url,
    dir,
    seed,
    workloads: work,
    past: readPast(dir),
    fault: (system, name, mode) => switchFault(server.url, system, name, mode),
    prometheus: {
      stop: () => prometheus.stop(),
      start: async () => {
        prometheus = await start(Number(new URL(promUrl).port));
      },
    },
    stop: async () => {
      clearInterval(ticking);
      await prometheus.stop();
      await server.stop();
    },
  };
}

function readPast(dir: string): PastFaults {
  return saved<PastFaults>(faultsFile(dir)) ?? { seed: 0, from: 0, to: 0, faults: [] };
}

/** Asks a running demo to switch something. */
export async function switchFault(controlUrl: string, system: string, fault: string, mode: string): Promise<void> {
  const answer = await fetch(`${controlUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ system, fault, mode }),
  });
  if (!answer.ok) {
    const { error } = (await answer.json()) as { error?: string };
    throw new Error(error ?? `the demo answered ${answer.status}`);
  }
}
