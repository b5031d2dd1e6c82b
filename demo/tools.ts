/** Where do Prometheus and the writer of history come from? From PATH when recent enough, else built by `tools/go.mod`. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..');
const CACHE = path.join(ROOT, '.cache', 'bin');

const exe = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);
const PACKAGES = {
  prometheus: 'github.com/prometheus/prometheus/cmd/prometheus',
  promtool: 'github.com/prometheus/prometheus/cmd/promtool',
  history: './history',
} as const;
export type Tool = keyof typeof PACKAGES;

/** The major version that a program reports, 0 where it does not run. */
function majorVersion(program: string): number {
  const { stdout, stderr, status } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? Number(/version (\d+)\./.exec(stdout + stderr)?.[1] ?? 0) : 0;
}

/** Prometheus 3 normalizes bucket bounds as the history does; an older one would start other series. */
function onPath(tool: Tool): string | undefined {
  return tool !== 'history' && majorVersion(tool) >= 3 ? tool : undefined;
}

/**
 * The program's path. What is missing is built once into `.cache/bin`; the
 * writer of history is always built, because it belongs to this checkout (a second when nothing changed).
 */
export async function tool(name: Tool, say: (line: string) => void = () => undefined): Promise<string> {
  const built = path.join(CACHE, exe(name));
  if (name !== 'history') {
    const found = existsSync(built) ? built : onPath(name);
    if (found) {
      return found;
    }
  }
  if (!existsSync(built)) {
    say(`building ${name} from tools/go.mod (once, some minutes) …`);
  }
  mkdirSync(CACHE, { recursive: true });
  // Without service discovery for a dozen clouds: a third of the time.
  // The same flags as tools/run/install.mjs: what one has compiled, the other need not.
  const args = ['build', '-tags', 'remove_all_sd', '-o', built, PACKAGES[name]];
  await run('go', args, path.join(ROOT, 'tools'), { CGO_ENABLED: '0' });
  return built;
}

/** Runs a command to its end; its output is shown only when it fails. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {}
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('error', (error) => reject(new Error(`cannot run ${command}: ${error.message}`)));
    child.on('close', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-4000)}`))
    );
  });
}
