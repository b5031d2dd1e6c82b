/**
 * Where do a report's numbers come from, and those of the period before? From a file of them, or
 * from bin/yardstick, which asks Prometheus.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { moved } from './moments';
import { type Options } from './options';
import { parseReports, type Report } from './numbers';

export interface Engine {
  /** The program, and the folder that its relative paths start from. */
  program: string;
  folder: string;
}

export async function numbersOf(options: Options, engine: Engine): Promise<Report[]> {
  const { input } = options;
  if (input !== undefined) {
    return parseReports(await textOf(input), input);
  }
  if (!existsSync(engine.program)) {
    throw new Error(`${engine.program} is not there: \`npm run build\` builds it`);
  }
  const args = ['report', options.period, '--format', 'json', ...options.engine];
  return parseReports(await printed(engine, args), `yardstick report ${options.period}`);
}

/**
 * The reports beside those of the period before. A file brings its own; what is asked about a run stands for itself.
 * `complain` hears why a report stays alone: it is whole without the comparison.
 */
export async function compared(
  reports: Report[],
  options: Options,
  engine: Engine,
  complain: (reason: string) => void
): Promise<Report[]> {
  const { period, input } = options;
  if (input !== undefined || period === 'run') {
    return reports;
  }
  const before = new Map<string, Report>();
  // Where the systems' time zones differ, so can the days.
  for (const day of new Set(reports.map((one) => one.day))) {
    const systems = reports.filter((one) => one.day === day).map(({ system }) => system);
    const earlier = { ...options, engine: about(options.engine, systems, moved(day, period, -1)) };
    try {
      (await numbersOf(earlier, engine)).forEach((one) => before.set(one.system, one));
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
  }
  return reports.map((one) => ({ ...one, before: before.get(one.system) }));
}

/** The same flags for these systems and another day. Flags come with their values. */
function about(flags: string[], systems: string[], day: string): string[] {
  const pairs = Array.from({ length: flags.length / 2 }, (_, i) => flags.slice(2 * i, 2 * i + 2));
  const kept = pairs.filter(([flag]) => flag !== '--system' && flag !== '--day');
  return [...kept, ...systems.map((system) => ['--system', system]), ['--day', day]].flat();
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`reading --input: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** One fault can make every question of a report fail: the first complaint says why, the others how often. */
function brief(said: string): string {
  const [first = '', ...others] = said.split('\n');
  return others.length > 0 ? `${first}\n(and ${others.length} more lines like it)` : first;
}

/** What the program prints; its progress and its complaints go where ours go. */
function printed({ program, folder }: Engine, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.on('error', (error) => reject(new Error(`starting ${program}: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(Buffer.concat(out).toString('utf8'));
        return;
      }
      const said = Buffer.concat(complaints).toString('utf8').trim();
      reject(
        new Error(said === '' ? `${program} ended with ${signal ?? `status ${code}`} and no message` : brief(said))
      );
    });
  });
}
