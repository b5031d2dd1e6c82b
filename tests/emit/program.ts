/** A program with a metrics page, for as long as a test needs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../../demo/grafana';

export interface Program {
  port: number;
  scrape(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it with PORT set, and waits until its page answers. */
export async function startProgram(
  command: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {}
): Promise<Program> {
  const port = await freePort();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env, PORT: String(port) } });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const url = `http://127.0.0.1:${port}/metrics`;
  const scrape = async () => (await fetch(url)).text();
  for (let tries = 0; ; tries++) {
    if (
      await fetch(url)
        .then(({ ok }) => ok)
        .catch(() => false)
    ) {
      break;
    }
    if (tries > 150 || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error(`starting ${args.join(' ')}: its page did not answer: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
  };
  return { port, scrape, stop };
}
