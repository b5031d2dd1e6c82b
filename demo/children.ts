/** Which programs must not outlive this process, however it ends, and how is one of them ended before? */
import type { ChildProcess } from 'node:child_process';

const children = new Set<ChildProcess>();

process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** Ends a child with this process, should nobody have done so before. */
export function endWithProcess<C extends ChildProcess>(child: C): C {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

const PATIENCE_MS = 15_000;

/** Ends a child, by force where asking is not enough. */
export function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
