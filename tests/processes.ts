// What does a process use? Processor time and memory as the kernel counts them.
import { execFileSync, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Grafana } from '../demo/grafana';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Back ends of the data source that a Grafana has started. */
export function backEndsOf({ process: grafana }: Pick<Grafana, 'process'>): number[] {
  const children = execFileSync('ps', ['--ppid', String(grafana.pid), '-o', 'pid=,args='], { encoding: 'utf8' });
  return children
    .split('\n')
    .filter((line) => line.includes('gpx_yardstick_datasource'))
    .map((line) => Number.parseInt(line, 10));
}

/** Seconds of processor time so far, user and system. */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** What is in memory now and was at most, in megabytes. */
export function memoryOf(pid: number): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { now: (kilobytes('VmRSS') * 1024) / 1e6, most: (kilobytes('VmHWM') * 1024) / 1e6 };
}

/** Forgets what was in memory at most. */
export function resetMemoryOf(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

export const pidOf = ({ pid }: ChildProcess): number => {
  if (pid === undefined) {
    throw new Error('the process was not started');
  }
  return pid;
};
