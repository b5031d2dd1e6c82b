// Where a Grafana is found, and how one is started beside the demo or a test:
// everything it writes goes below one folder, it listens on loopback only, and
// it calls nobody.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

import { endWithProcess, stopped } from './children';

/** The four plugins, in the order in which Grafana loads them. */
export const PLUGIN_IDS = [
  'yardstick-baselines-app',
  'yardstick-baselines-datasource',
  'yardstick-conversions-panel',
  'yardstick-breakers-panel',
];

/** An installed Grafana: its program and the folder with conf/ and public/. */
export interface Installation {
  binary: string;
  home: string;
  version: string;
}

function isHome(folder: string): boolean {
  return existsSync(path.join(folder, 'conf', 'defaults.ini')) && existsSync(path.join(folder, 'public', 'build'));
}

function homeOf(binary: string): string | undefined {
  const folder = path.dirname(realpathSync(binary));
  // A tarball and an own build keep the program in bin/, Debian's package apart from the home.
  return [path.dirname(folder), path.dirname(path.dirname(folder)), '/usr/share/grafana'].find(isHome);
}

function candidates(): string[] {
  const home = process.env.GRAFANA_HOME;
  const folders = home ? [path.join(home, 'bin')] : (process.env.PATH ?? '').split(path.delimiter);
  return folders
    .filter(Boolean)
    .map((folder) => path.join(folder, process.platform === 'win32' ? 'grafana.exe' : 'grafana'));
}

/** Finds a Grafana by GRAFANA_HOME, else on PATH. */
export function findGrafana(): Installation | undefined {
  for (const binary of candidates()) {
    const home = existsSync(binary) ? homeOf(binary) : undefined;
    if (home) {
      const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
      return { binary, home, version: /(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? 'unknown' };
    }
  }
  return undefined;
}

/** A port that is free now: the one that is wanted, or another one where something listens there, whatever it speaks. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) =>
      wanted !== 0 && error.code === 'EADDRINUSE' ? resolve(freePort()) : reject(error)
    );
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))
      );
    });
  });
}

export interface GrafanaOptions {
  /** Everything that this Grafana writes goes below this folder. */
  folder: string;
  port?: number;
  /** The folder that holds the built plugin (dist/, or an unpacked package). */
  plugin: string;
  /** The folder with datasources/, plugins/, dashboards/ and alerting/; none: an empty Grafana. */
  provisioning?: string;
  /** More environment, e.g. PROMETHEUS_URL and YARDSTICK_DASHBOARDS for the provisioning files. */
  env?: Record<string, string>;
  /** "production" loads unsigned plugins only by the list of their ids, as an installation would. */
  mode?: 'development' | 'production';
  /** More settings: section to key to value. */
  settings?: Record<string, Record<string, string>>;
}

/** A running Grafana. */
export interface Grafana {
  url: string;
  folder: string;
  log: string;
  process: ChildProcess;
  /** Calls the API as the administrator; throws with the answer's text where it is not 2xx. */
  api<T = unknown>(method: string, route: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

export const ADMIN = { user: 'admin', password: 'admin' };

function ini(sections: Record<string, Record<string, string>>): string {
  return Object.entries(sections)
    .map(
      ([name, keys]) =>
        `[${name}]\n${Object.entries(keys)
          .map(([key, value]) => `${key} = ${value}`)
          .join('\n')}\n`
    )
    .join('\n');
}

function configuration(options: GrafanaOptions, port: number): Record<string, Record<string, string>> {
  const { folder } = options;
  const sections: Record<string, Record<string, string>> = {
    paths: {
      data: path.join(folder, 'data'),
      logs: path.join(folder, 'logs'),
      plugins: path.join(folder, 'plugins'),
      provisioning: options.provisioning ?? path.join(folder, 'provisioning'),
    },
    server: { http_addr: '127.0.0.1', http_port: String(port) },
    database: { type: 'sqlite3', wal: 'true' },
    security: {
      admin_user: ADMIN.user,
      admin_password: ADMIN.password,
      disable_gravatar: 'true',
      disable_brute_force_login_protection: 'true',
    },
    analytics: {
      reporting_enabled: 'false',
      check_for_updates: 'false',
      check_for_plugin_updates: 'false',
      feedback_links_enabled: 'false',
    },
    news: { news_feed_enabled: 'false' },
    snapshots: { external_enabled: 'false' },
    plugins: {
      preinstall_disabled: 'true',
      public_key_retrieval_disabled: 'true',
      plugin_admin_enabled: 'false',
      allow_loading_unsigned_plugins: PLUGIN_IDS.join(','),
    },
    // Whatever would still call home fails at once instead of hanging.
    grafana_com: { url: 'http://127.0.0.1:9', api_url: 'http://127.0.0.1:9/api' },
    users: { allow_sign_up: 'false' },
    'plugin.yardstick-baselines-datasource': { store_path: path.join(folder, 'yardstick', 'yardstick.db') },
    unified_alerting: { enabled: 'true', min_interval: '10s' },
    log: { mode: 'console', level: 'info' },
  };
  for (const [section, keys] of Object.entries(options.settings ?? {})) {
    sections[section] = { ...sections[section], ...keys };
  }
  return sections;
}

async function healthy(url: string, within: number): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(within) });
    const body = (await answer.json()) as { database?: string };
    return answer.ok && body.database === 'ok';
  } catch {
    return false;
  }
}

/**
 * Waits for a Grafana that is starting, two minutes by default. The time of its answers counts: one that takes the
 * connection and does not answer would be waited for without an end.
 */
export async function untilHealthy(
  url: string,
  child: Pick<ChildProcess, 'exitCode'>,
  log: string,
  patience = 120_000
): Promise<void> {
  const end = performance.now() + patience;
  for (let left = patience; left > 0; left = end - performance.now()) {
    if (child.exitCode !== null) {
      throw new Error(`Grafana stopped while starting; see ${log}`);
    }
    if (await healthy(url, Math.ceil(left))) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`Grafana did not become healthy within ${patience / 1000} seconds; see ${log}`);
}

function caller(url: string): Grafana['api'] {
  const authorization = `Basic ${Buffer.from(`${ADMIN.user}:${ADMIN.password}`).toString('base64')}`;
  return async <T>(method: string, route: string, body?: unknown): Promise<T> => {
    const answer = await fetch(url + route, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${route}: ${answer.status} ${text.slice(0, 2000)}`);
    }
    return (text ? JSON.parse(text) : undefined) as T;
  };
}

/** Starts a Grafana and waits until it answers. */
export async function startGrafana(found: Installation, options: GrafanaOptions): Promise<Grafana> {
  const { folder } = options;
  const port = options.port ?? (await freePort());
  for (const name of ['data', 'logs', 'plugins', 'provisioning']) {
    mkdirSync(path.join(folder, name), { recursive: true });
  }
  // Made anew each time: the folder that an earlier one leads to may have been moved.
  const link = path.join(folder, 'plugins', 'yardstick-baselines-app');
  rmSync(link, { force: true });
  symlinkSync(path.resolve(options.plugin), link, 'dir');
  const config = path.join(folder, 'grafana.ini');
  const mode = `app_mode = ${options.mode ?? 'development'}\n\n`;
  writeFileSync(config, mode + ini(configuration(options, port)));

  const log = path.join(folder, 'logs', 'console.log');
  const child = spawn(found.binary, ['server', '--homepath', found.home, '--config', config], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithProcess(child);
  const sink = createWriteStream(log, { flags: 'a' });
  child.stdout?.pipe(sink, { end: false });
  child.stderr?.pipe(sink, { end: false });

  const url = `http://127.0.0.1:${port}`;
  const stop = () => stopped(child);
  try {
    await untilHealthy(url, child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, folder, log, process: child, api: caller(url), stop };
}
