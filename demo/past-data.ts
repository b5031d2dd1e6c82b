/**
 * Is there a history already, and up to when? The blocks that the demo wrote
 * are listed beside them; a later start removes everything else (what a Prometheus scraped
 * meanwhile), keeps them and writes only the missing stretch: the scenario gives the same
 * values for the same moment.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { axisUpTo, STEP_SECONDS, timeOf } from './history/axis';
import { writeHistory } from './history/write';
import { STORAGE } from './prometheus';
import { saved } from './saved';
import { past, type Past } from './scenario/occurrences';
import { namedFaults } from './systems/jobs';
import { conversions } from './systems/kgas/conversions';

/** Changes when the scenario does: an older history is thrown away. */
const VERSION = 7;

export interface HistoryOptions {
  folder: string;
  seed: number;
  days: number;
  writer: string;
  threads?: number;
  say?: (line: string) => void;
  progress?: (done: number, all: number) => void;
}

interface Known {
  version: number;
  seed: number;
  days: number;
  /** Seconds since 1970 of the first and the last sample. */
  from: number;
  to: number;
  past: Past;
  blocks: string[];
}

export const indexFile = (folder: string) => path.join(folder, 'history.json');
export const faultsFile = (folder: string) => path.join(folder, 'faults.json');

/** The history that is whole: one that was being made anew when it was interrupted has lost its blocks. */
export function knownHistory(folder: string): Known | undefined {
  const known = saved<Known>(indexFile(folder));
  return known?.blocks.every((block) => existsSync(path.join(folder, STORAGE, block))) ? known : undefined;
}

/** After half a day the past faults are no longer where a dashboard shows them. */
const FRESH_SECONDS = 12 * 3600;

function reusable(known: Known | undefined, { seed, days }: HistoryOptions, now: number): known is Known {
  return known?.version === VERSION && known.seed === seed && known.days >= days && now - known.to < FRESH_SECONDS;
}

/** Makes the history reach up to the last full minute. */
export async function ensureHistory(options: HistoryOptions): Promise<Known> {
  const { folder, seed, days, say = () => undefined } = options;
  const storage = path.join(folder, STORAGE);
  mkdirSync(storage, { recursive: true });
  const now = Date.now() / 1000;
  const before = knownHistory(folder);
  if (reusable(before, options, now)) {
    keepOnly(storage, before.blocks);
    return extend(before, options);
  }
  say(`making ${days} days of history …`);
  rmSync(storage, { recursive: true, force: true });
  const axis = axisUpTo(now, days);
  const end = timeOf(axis, axis.steps - 1);
  const plan = { seed, axis, past: past(namedFaults, conversions, end, days) };
  const blocks = await writeHistory({ ...options, plan, folder: storage });
  const made: Known = { version: VERSION, seed, days, from: timeOf(axis, 0), to: end, past: plan.past, blocks };
  keep(folder, made);
  // Making it took a while.
  return extend(made, options);
}

async function extend(known: Known, options: HistoryOptions): Promise<Known> {
  const firstMinute = known.to / STEP_SECONDS + 1;
  const steps = Math.floor(Date.now() / 1000 / STEP_SECONDS) - firstMinute + 1;
  if (steps < 1) {
    return known;
  }
  const axis = { firstMinute, steps };
  const plan = { seed: known.seed, axis, past: known.past };
  const blocks = await writeHistory({
    ...options,
    plan,
    folder: path.join(options.folder, STORAGE),
    progress: undefined,
  });
  const longer = { ...known, to: timeOf(axis, steps - 1), blocks: [...known.blocks, ...blocks] };
  keep(options.folder, longer);
  return longer;
}

function keep(folder: string, known: Known): void {
  writeFileSync(indexFile(folder), JSON.stringify(known));
  const { from, to, seed, past: happened } = known;
  const stamped = (list: Past['occurrences']) => list.map((o) => ({ ...o, start: iso(o.from), end: iso(o.to) }));
  const faults = [...stamped(happened.occurrences), ...stamped(happened.conversions)];
  writeFileSync(faultsFile(folder), `${JSON.stringify({ seed, from, to, faults }, undefined, 2)}\n`);
}

const iso = (t: number) => new Date(t * 1000).toISOString();

function keepOnly(storage: string, blocks: readonly string[]): void {
  for (const name of readdirSync(storage)) {
    if (!blocks.includes(name)) {
      rmSync(path.join(storage, name), { recursive: true, force: true });
    }
  }
}
