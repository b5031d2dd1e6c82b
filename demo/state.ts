/** Is a demo running in this checkout, and where? */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { saved } from './saved';
import { ROOT } from './tools';

export const STATE = process.env.YARDSTICK_DEMO_DIR ?? path.join(ROOT, '.demo');
const FILE = path.join(STATE, 'running.json');

export interface Running {
  pid: number;
  controlUrl: string;
}

export function remember(running: Running): void {
  mkdirSync(STATE, { recursive: true });
  writeFileSync(FILE, JSON.stringify(running));
}

export function forget(): void {
  rmSync(FILE, { force: true });
}

/** The demo that answers now; a file that a crash left behind is none. */
export async function running(): Promise<Running | undefined> {
  const known = saved<Running>(FILE);
  if (!known) {
    return undefined;
  }
  const answers = await fetch(`${known.controlUrl}/status`).then(
    (answer) => answer.ok,
    () => false
  );
  return answers ? known : undefined;
}
