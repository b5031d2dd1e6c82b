// How a step of a build or test run is started and reported. Plain JavaScript:
// these files run before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const toolsBin = path.join(root, '.cache', 'bin');

/** Whether a script was started, and not imported; its folder may have a space in its name, or be a link. */
export const started = ({ url }) =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);

/** Runs a command in the project's folder with its output shown; returns its exit status. */
export function status(command, args, options = {}) {
  const run = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    ...options,
    env: { ...process.env, ...options.env },
  });
  if (run.error) {
    console.error(`${command} could not be started: ${run.error.message}`);
    return 127;
  }
  return run.status ?? 1;
}

/** Runs a command to its end and shows its output then, whole; resolves to its exit status. */
function statusWhole([command, args, name]) {
  return new Promise((resolve) => {
    const run = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    let ended = false;
    // What could not be started is closed, too.
    const end = (code) => {
      if (ended) {
        return;
      }
      ended = true;
      process.stdout.write(Buffer.concat(output));
      if (name) {
        console.log(`${name}: ${code === 0 ? 'passed' : 'failed'}`);
      }
      resolve(code);
    };
    run.stdout.on('data', (data) => output.push(data));
    run.stderr.on('data', (data) => output.push(data));
    run.on('error', (error) => {
      output.push(Buffer.from(`${command} could not be started: ${error.message}\n`));
      end(127);
    });
    run.on('close', (code) => end(code ?? 1));
  });
}

/**
 * Runs commands, each a command, its arguments and what to call it, as many at
 * a time as there are processors; resolves to 0, or to the status of one that
 * failed. One that fails does not keep the others from running.
 */
export async function together(commands) {
  const left = [...commands];
  let failed = 0;
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      failed = (await statusWhole(next)) || failed;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return failed;
}

/** Runs a command and ends this process with its status where it fails. */
export function must(command, args, options) {
  const code = status(command, args, options);
  if (code !== 0) {
    console.error(`\n${[command, ...args].join(' ')} ended with status ${code}`);
    process.exit(code);
  }
}

/** The path of a program on PATH, or undefined. */
export function onPath(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (folder && existsSync(file) && statSync(file).isFile()) {
        return file;
      }
    }
  }
  return undefined;
}
