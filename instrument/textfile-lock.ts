/**
 * How do programs that run at the same time take turns? With a file that only
 * one of them can create. One that was killed leaves its file behind: whoever
 * finds that its process is gone, or the file far older than any turn takes, takes
 * the lock over.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Milliseconds between two tries, at most. */
const RETRY = 25;

/**
 * Milliseconds after which a lock is nobody's any more. A turn takes less than a second; the clocks of machines with a common
 * folder differ by less than this. A killed container cannot be asked: its name is gone with it, and in the next one of that
 * name the number of its process is another's.
 */
const LONGEST = 5 * 60_000;

export interface Lock {
  /** Whether it is still held: somebody may have taken this process for dead. */
  held(): Promise<boolean>;
  release(): Promise<void>;
}

/** The lock, or undefined where others held it for all that time. */
export async function lockOf(file: string, milliseconds: number): Promise<Lock | undefined> {
  const owner = `${process.pid} ${hostname()} ${randomUUID()}`;
  const until = Date.now() + milliseconds;
  do {
    if (await created(file, owner)) {
      const held = async () => (await content(file)) === owner;
      return { held, release: async () => ((await held()) ? rm(file, { force: true }) : undefined) };
    }
    await freeOfDead(file);
    await new Promise((resolve) => setTimeout(resolve, RETRY * (0.5 + Math.random() / 2)));
  } while (Date.now() < until);
  return undefined;
}

/** A link, because a file that is created and then written can be read empty. */
async function created(file: string, owner: string): Promise<boolean> {
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, owner);
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function content(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

async function freeOfDead(file: string): Promise<void> {
  const found = await content(file);
  if (found === undefined || (alive(found) && !(await old(file)))) {
    return;
  }
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return; // another one was faster
  }
  // What was moved may be the lock of one that was faster still: it gets it back.
  if ((await content(aside)) !== found) {
    await link(aside, file).catch(() => undefined);
  }
  await rm(aside, { force: true });
}

async function old(file: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > LONGEST;
  } catch {
    return false; // it was released meanwhile
  }
}

/** A process of another machine on a shared folder is believed to live. */
function alive(owner: string): boolean {
  const [pid, host] = owner.split(' ');
  if (host !== hostname()) {
    return host !== undefined;
  }
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
