/** How does a Prometheus run beside the demo or a test: on loopback, on the history, scraping every five seconds? */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';

import { stringify } from 'yaml';

import { endWithProcess, stopped } from './children';
import { freePort } from './grafana';
import { jobs } from './systems/jobs';

export interface PrometheusOptions {
  binary: string;
  /** Configuration and log go here, the storage below it. */
  folder: string;
  /** Where the targets are: host and port. */
  targets: string;
  port?: number;
  /** More scrape jobs, as in Prometheus' own configuration. */
  moreScrapes?: readonly Record<string, unknown>[];
  /** Rule files, e.g. those of provisioning/rules. */
  rules?: readonly string[];
}

export interface RunningPrometheus {
  url: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** Scrapes what Yardstick publishes on the metrics endpoint of Grafana, given its host and port. */
export const scrapeOfGrafana = (grafana: string) => ({
  job_name: 'grafana-yardstick',
  scrape_interval: '30s',
  metrics_path: '/metrics/plugins/yardstick-baselines-datasource',
  // The labels system, org and datasource are the publisher's own.
  honor_labels: true,
  static_configs: [{ targets: [grafana] }],
});

export const STORAGE = 'prometheus';
export const SCRAPE_SECONDS = 5;

/** Longer than the history, so that nothing is deleted while one looks. */
const RETENTION = '90d';

export function configuration({
  targets,
  moreScrapes = [],
  rules = [],
}: Pick<PrometheusOptions, 'targets' | 'moreScrapes' | 'rules'>): string {
  const scrapes = jobs.map((job) => ({
    job_name: job.name,
    metrics_path: `/${job.name}/metrics`,
    // The instance is given, so that the series of the history go on.
    static_configs: [{ targets: [targets], labels: { instance: job.instance } }],
  }));
  return stringify({
    global: { scrape_interval: `${SCRAPE_SECONDS}s`, scrape_timeout: '4s', evaluation_interval: '10s' },
    ...(rules.length > 0 ? { rule_files: rules } : {}),
    scrape_configs: [...scrapes, ...moreScrapes],
  });
}

export async function startPrometheus(options: PrometheusOptions): Promise<RunningPrometheus> {
  const { folder, binary } = options;
  const port = options.port ?? (await freePort());
  const config = path.join(folder, 'prometheus.yml');
  writeFileSync(config, configuration(options));
  const log = path.join(folder, 'prometheus.log');
  const child = spawn(
    binary,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, STORAGE)}`,
      `--storage.tsdb.retention.time=${RETENTION}`,
      // The blocks of the history are as they should be; compacting them again would only cost time.
      '--storage.tsdb.min-block-duration=2h',
      '--storage.tsdb.max-block-duration=2h',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] }
  );
  endWithProcess(child);
  const sink = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(sink, { end: false });
  child.stderr.pipe(sink, { end: false });
  const url = `http://127.0.0.1:${port}`;
  const stop = () => stopped(child);
  try {
    await untilReady(url, child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, process: child, stop };
}

async function untilReady(url: string, child: ChildProcess, log: string): Promise<void> {
  for (let waited = 0; waited < 90; waited += 0.1) {
    if (child.exitCode !== null) {
      throw new Error(`Prometheus stopped while starting; see ${log}`);
    }
    const ready = await fetch(`${url}/-/ready`).then(
      (answer) => answer.ok,
      () => false
    );
    if (ready) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Prometheus was not ready within 90 s; see ${log}`);
}
