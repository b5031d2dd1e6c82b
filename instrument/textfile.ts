/**
 * How do the metrics of a program outlive it? A command ends before anybody
 * scrapes it, and its counters begin at 0 each time (C-25). So the totals are
 * kept beside a file that node_exporter's textfile collector shows (G-9):
 *
 *     const textfile = new Textfile('/var/lib/node_exporter/github-pm.prom');
 *     await textfile.add(registry);         // once, when the program ends
 *
 * The file is replaced in one step, has no time stamps (node_exporter tells its
 * age as `node_textfile_mtime_seconds`), and only a name that ends with .prom is
 * read. Runs at the same time lose nothing: each first leaves what it counted as
 * a file of its own, and whoever gets the turn adds up all that is there.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Registry } from 'prom-client';
import { z } from 'zod';

import { type InARow, Run, Totals, added, totalsOf } from './textfile-totals';
import { lockOf } from './textfile-lock';
import { textOf, totalsIn } from './textfile-text';

export interface TextfileOptions {
  /** Folder of the state; beside the file if left out, where node_exporter ignores it. */
  state?: string;
  /** How long to wait for others, in milliseconds. What could not be added stays for the next run. */
  patience?: number;
  /** Told of what was mended: a state that could not be read. */
  warn?: (message: string) => void;
}

const State = z.strictObject({
  version: z.literal(1),
  totals: Totals,
  /** Runs that are in the totals already, whose own files may still be there. */
  counted: z.array(z.string()),
});
type State = z.infer<typeof State>;

/** A run counts for seconds; waiting longer for others would be felt. */
const PATIENCE = 5_000;

export class Textfile {
  private readonly folder: string;
  private readonly patience: number;
  private readonly warn: (message: string) => void;
  /** Registries that were added: a second time would count them twice. */
  private readonly done = new WeakSet<Registry>();

  constructor(
    private readonly file: string,
    { state, patience = PATIENCE, warn = () => undefined }: TextfileOptions = {}
  ) {
    if (!file.endsWith('.prom')) {
      throw new Error(`writing metrics to ${file}: the textfile collector reads only names that end with .prom`);
    }
    this.folder = state ?? `${file.slice(0, -'.prom'.length)}.state`;
    this.patience = patience;
    this.warn = warn;
  }

  /** Adds what this run counted; false where others kept it waiting, and the next run adds it. */
  async add(registry: Registry, inARow: readonly InARow[] = []): Promise<boolean> {
    if (this.done.has(registry)) {
      throw new Error(`adding to ${this.file}: this registry was added already; write once, when the program ends`);
    }
    this.done.add(registry);
    const id = randomUUID();
    const metrics = totalsOf(await registry.getMetricsAsJSON());
    const run: Run = { id, endedAt: Date.now(), metrics, inARow: [...inARow] };
    await mkdir(this.runs, { recursive: true });
    await replaced(path.join(this.runs, `${id}.json`), JSON.stringify(run, numbers));
    const lock = await lockOf(path.join(this.folder, 'lock'), this.patience);
    if (!lock) {
      return false;
    }
    try {
      return await this.addAll(lock.held);
    } finally {
      await lock.release();
    }
  }

  private get runs(): string {
    return path.join(this.folder, 'runs');
  }

  private get stateFile(): string {
    return path.join(this.folder, 'totals.json');
  }

  private async addAll(held: () => Promise<boolean>): Promise<boolean> {
    const before = await this.state();
    const waiting = await this.waiting();
    const known = new Set(before.counted);
    const totals = added(
      before.totals,
      waiting.filter(({ id }) => !known.has(id))
    );
    if (!(await held())) {
      return false;
    }
    const counted = waiting.map(({ id }) => id);
    await replaced(this.stateFile, JSON.stringify({ version: 1, totals, counted } satisfies State, numbers));
    await replaced(this.file, textOf(totals));
    await Promise.all(counted.map((id) => rm(path.join(this.runs, `${id}.json`), { force: true })));
    return true;
  }

  /** The totals so far; those of the file itself where the state cannot be read. */
  private async state(): Promise<State> {
    const text = await contentOf(this.stateFile);
    const parsed = text === undefined ? undefined : parse(State, text);
    if (parsed) {
      return parsed;
    }
    if (text !== undefined) {
      const aside = `${this.stateFile}.unreadable`;
      await rename(this.stateFile, aside);
      this.warn(`${this.stateFile} cannot be read: it is kept as ${aside}, and totals go on from ${this.file}`);
    }
    return { version: 1, totals: totalsIn((await contentOf(this.file)) ?? ''), counted: [] };
  }

  /** Runs whose counts wait to be added; one that cannot be read is kept aside. */
  private async waiting(): Promise<Run[]> {
    const names = (await readdir(this.runs)).filter((name) => name.endsWith('.json'));
    const runs = await Promise.all(
      names.map(async (name): Promise<Run[]> => {
        const file = path.join(this.runs, name);
        const text = await contentOf(file);
        const run = text === undefined ? undefined : parse(Run, text);
        if (text !== undefined && !run) {
          await rename(file, `${file}.unreadable`);
          this.warn(`${file} cannot be read: what that run counted is lost; it is kept as ${file}.unreadable`);
        }
        return run ? [run] : [];
      })
    );
    return runs.flat();
  }
}

/** JSON knows neither infinity nor NaN: such a gauge is left out. */
const numbers = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? undefined : value;

function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** A reader sees the old text or the new one, never a part. */
async function replaced(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.draft`;
  await writeFile(draft, text);
  await rename(draft, file);
}
