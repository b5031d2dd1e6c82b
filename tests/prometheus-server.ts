// A small Prometheus for a test of its own, beside the lab's.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../demo/grafana';

const binary = path.resolve(__dirname, '../.cache/bin/prometheus');

export interface Prometheus {
  url: string;
  stop(): Promise<void>;
}

/** Where a job's metrics are: a loopback port with `/metrics`, or a URL. */
type Target = number | string;

function scrapeOf(job: string, target: Target): string {
  const { host, pathname } = new URL(typeof target === 'number' ? `http://127.0.0.1:${target}/metrics` : target);
  return `  - job_name: ${job}\n    metrics_path: ${pathname}\n    static_configs: [{ targets: ['${host}'] }]\n`;
}

/** Starts a Prometheus that scrapes the given jobs every second. */
export async function startPrometheus(
  folder: string,
  jobs: Record<string, Target>,
  port?: number
): Promise<Prometheus> {
  if (!existsSync(binary)) {
    throw new Error(`${binary} is missing: run node tools/run/install.mjs`);
  }
  mkdirSync(folder, { recursive: true });
  const scrape = Object.entries(jobs).map(([name, target]) => scrapeOf(name, target));
  const config = path.join(folder, 'prometheus.yml');
  writeFileSync(config, `global: { scrape_interval: 1s }\nscrape_configs:\n${scrape.join('')}`);
  const listen = port ?? (await freePort());
  const child = spawn(
    binary,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${listen}`,
    ],
    { stdio: 'ignore' }
  );
  const url = `http://127.0.0.1:${listen}`;
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false
    );
    if (ready) {
      break;
    }
    if (tries > 200 || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error('Prometheus did not become ready');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
