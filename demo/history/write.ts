/**
 * How do weeks of history get into Prometheus' folder? Threads draw the values
 * from the seed, this thread passes their columns on to `tools/history`, which
 * writes finished blocks.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';

import { endWithProcess } from '../children';
import type { Plan } from './desk';
import { encoded, opening, type Frame } from './frame';
import { units } from './units';

export interface WriteOptions {
  plan: Plan;
  /** Prometheus' storage folder. */
  folder: string;
  /** The built tools/history. */
  writer: string;
  threads?: number;
  progress?: (done: number, all: number) => void;
}

/** Writes blocks and returns their ids. */
export async function writeHistory({ plan, folder, writer, threads, progress }: WriteOptions): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const child = endWithProcess(spawn(writer, ['-dir', folder], { stdio: ['pipe', 'pipe', 'inherit'] }));
  const finished = outcomeOf(child);
  const queue = units().map((_, place) => place);
  const all = queue.length;
  const send = sender(child);
  await send([opening(plan.axis)]);

  const wanted = threads ?? Math.min(4, availableParallelism());
  const workers = Array.from({ length: wanted }, () => new Worker(workerSource(), { eval: true, workerData: plan }));
  try {
    await Promise.race([
      finished.then(() => {
        throw new Error('the history writer ended early');
      }),
      Promise.all(workers.map((worker) => serve(worker, queue, send, () => progress?.(all - queue.length, all)))),
    ]);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
    child.stdin?.end();
  }
  return finished;
}

/** Threads do not inherit the loader of TypeScript. */
function workerSource(): string {
  const file = path.join(__dirname, 'worker.ts');
  return `require('tsx/cjs/api').register(); require(${JSON.stringify(file)});`;
}

async function serve(
  worker: Worker,
  queue: number[],
  send: (parts: Buffer[]) => Promise<void>,
  done: () => void
): Promise<void> {
  const failed = once(worker, 'error').then(([error]) => {
    throw error;
  });
  failed.catch(() => undefined);
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    worker.postMessage(place);
    const [frames] = (await Promise.race([once(worker, 'message'), failed])) as [Frame[]];
    for (const frame of frames) {
      await send(encoded(frame));
    }
    done();
  }
}

/** One frame at a time on the pipe, and no faster than it is read. */
function sender(child: ChildProcess): (parts: Buffer[]) => Promise<void> {
  const { stdin } = child;
  let last: Promise<void> = Promise.resolve();
  const write = async (parts: Buffer[]) => {
    for (const part of parts) {
      if (stdin?.write(part) === false) {
        await drained(stdin);
      }
    }
  };
  return (parts) => (last = last.then(() => write(parts)));
}

/** Room on the pipe again, or nobody there to read it (then the exit code says why). */
function drained(stdin: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stdin.off('drain', go).off('close', go);
      resolve();
    };
    stdin.once('drain', go).once('close', go);
  });
}

async function outcomeOf(child: ChildProcess): Promise<string[]> {
  let text = '';
  child.stdout?.on('data', (data: Buffer) => (text += data.toString()));
  child.stdin?.on('error', () => undefined); // the exit code tells more than the broken pipe
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new Error(`writing the history failed (tools/history ended with ${code}); its message is above`);
  }
  return text.split('\n').filter(Boolean);
}
