/** Is there a Python here, and one with the packages of the guide? Kept in .cache/python between runs. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const venv = path.resolve(__dirname, '../../.cache/python');
const installed = path.join(venv, 'installed.txt');
const windows = process.platform === 'win32';
const python = path.join(venv, windows ? 'Scripts' : 'bin', windows ? 'python.exe' : 'python');

const CHECK = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))';

/** The first Python 3.9 or newer with venv and pip, or what is missing. */
function find(): { command: string } | { missing: string } {
  const command = ['python3', 'python'].find((name) => spawnSync(name, ['-c', CHECK]).status === 0);
  return command ? { command } : { missing: 'no Python 3.9 or newer with venv and pip was found' };
}

/** Why the snippets cannot run here; undefined where they can. */
export function missingPython(): string | undefined {
  const found = find();
  return 'missing' in found ? found.missing : undefined;
}

/** The Python that has exactly these packages (each with its version). */
export function pythonWith(packages: readonly string[]): string {
  const wanted = packages.join('\n');
  if (existsSync(python) && existsSync(installed) && readFileSync(installed, 'utf8') === wanted) {
    return python;
  }
  const found = find();
  if ('missing' in found) {
    throw new Error(`running the snippets: ${found.missing}`);
  }
  rmSync(venv, { recursive: true, force: true });
  must(found.command, ['-m', 'venv', venv]);
  must(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  writeFileSync(installed, wanted);
  return python;
}

function must(command: string, args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`running ${command} ${args.join(' ')}: ${stderr}`);
  }
}
