/** Can the demo run in containers here, and how is it started? */
import { spawn, spawnSync } from 'node:child_process';

import { forget, remember } from './state';
import { ROOT } from './tools';

/** A Docker that answers, with its compose command. */
export function hasDocker(): boolean {
  const works = (...args: string[]) => spawnSync('docker', args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
  return works('info') && works('compose', 'version');
}

/** Published by docker-compose.yml. */
const CONTROL_URL = 'http://127.0.0.1:9464';

/** `docker compose up --build`, until it is ended; all containers end with the one of the workloads. */
export function composeUp(docker = 'docker'): Promise<number> {
  remember({ pid: process.pid, controlUrl: CONTROL_URL });
  return new Promise((resolve) => {
    const args = ['compose', 'up', '--build', '--abort-on-container-exit'];
    const child = spawn(docker, args, { cwd: ROOT, stdio: 'inherit' });
    // Ctrl-C reaches docker by itself, which then stops the containers.
    process.on('SIGINT', () => undefined);
    (['SIGTERM', 'SIGHUP'] as const).forEach((signal) => process.on(signal, () => child.kill(signal)));
    child.on('close', (code) => {
      forget();
      resolve(code ?? 1);
    });
  });
}
