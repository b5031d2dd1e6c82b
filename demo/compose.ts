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

/** `docker compose up --build`, until it is ended. */
export function composeUp(): Promise<number> {
  remember({ pid: process.pid, controlUrl: CONTROL_URL });
  // Ctrl-C reaches docker by itself, which then stops the containers.
  process.on('SIGINT', () => undefined);
  return new Promise((resolve) => {
    const child = spawn('docker', ['compose', 'up', '--build'], { cwd: ROOT, stdio: 'inherit' });
    child.on('close', (code) => {
      forget();
      resolve(code ?? 1);
    });
  });
}
