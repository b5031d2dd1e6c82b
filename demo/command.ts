/** How does the demo use the command line, `bin/yardstick`? */
import { spawn } from 'node:child_process';
import path from 'node:path';

import { systems } from '../catalog/systems';
import { ROOT, run } from './tools';

const YARDSTICK = path.join(ROOT, 'bin', process.platform === 'win32' ? 'yardstick.exe' : 'yardstick');
const SYSTEMS = systems.flatMap(({ name }) => ['--system', name]);

/** Where baselines are, and whose. */
export interface Baselines {
  promUrl: string;
  store: string;
  source: string;
}

const where = ({ promUrl, store, source }: Baselines) => [
  '--prometheus',
  promUrl,
  '--store',
  `sqlite:${store}`,
  '--source',
  source,
];

/** Runs a command of ours on this terminal and returns its exit code. */
function shown(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(YARDSTICK, args, { cwd: ROOT, stdio: 'inherit' });
    child.on('error', (error) => reject(new Error(`cannot run ${YARDSTICK}: ${error.message}`)));
    child.on('close', (code) => resolve(code ?? 3));
  });
}

export async function learn(baselines: Baselines): Promise<void> {
  const code = await shown(['learn', ...where(baselines), ...SYSTEMS, '--days', '28']);
  if (code !== 0) {
    throw new Error(`yardstick learn ended with ${code}; its message is above`);
  }
}

/** What is learned of every operation: state, confidence, and why. */
export async function list({ store, source }: Baselines): Promise<void> {
  await shown(['baselines', '--store', `sqlite:${store}`, '--source', source, ...SYSTEMS]);
}

/** The verdict on every operation now, with its reason: 0 quiet, 1 warning or worse, 2 nothing was compared. */
export async function check(baselines: Baselines): Promise<number> {
  const code = await shown(['check', ...where(baselines), ...SYSTEMS]);
  if (code > 2) {
    throw new Error(`yardstick check ended with ${code}; its message is above`);
  }
  return code;
}

/** The daily report as pages; returns their files. */
export async function report(baselines: Baselines, output: string): Promise<string[]> {
  const script = path.join(ROOT, 'src', 'report', 'command.ts');
  const args = ['--require', 'tsx/cjs', script, 'daily', ...where(baselines), ...SYSTEMS, '--output', output];
  const printed = await run(process.execPath, args, ROOT);
  return printed.split('\n').filter((line) => line.startsWith(output));
}
