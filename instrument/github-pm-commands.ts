/**
 * What did a command take (D5 l.30-63, l.226-280)? Each run measures itself: one
 * start time for all of them would be overwritten by whoever starts next (C-24).
 *
 *     const run = commands.start('batch');
 *     const items = await run.phase('data_fetching', () => fetchItems());
 *     …
 *     run.end('success');
 */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import { COMMAND_SECONDS, PHASE_SECONDS } from './github-pm-buckets';
import { systemClock, type Clock, type Status } from './operation-timer';

export const PHASES = ['initialization', 'authentication', 'data_fetching', 'processing', 'output_generation'] as const;
export type CommandPhase = (typeof PHASES)[number];

/** What a run had of the machine, in bytes, seconds and times. */
export interface CommandUse {
  heapBytes: number;
  rssBytes: number;
  peakBytes: number;
  averageBytes: number;
  /** Heap at the end less that at the start. */
  deltaBytes: number;
  cpuSeconds: number;
  ioOperations: number;
}

/** Milliseconds between two looks at the memory: a command of a quarter of a second is seen a few times. */
const SAMPLE = 50;

/** A run of which nobody keeps the process alive. */
class MemorySamples {
  private readonly before = process.memoryUsage().heapUsed;
  private peak = this.before;
  private sum = this.before;
  private n = 1;
  private readonly timer = setInterval(() => this.look(), SAMPLE).unref();

  look(): void {
    const { heapUsed } = process.memoryUsage();
    this.peak = Math.max(this.peak, heapUsed);
    this.sum += heapUsed;
    this.n++;
  }

  end(): Pick<CommandUse, 'heapBytes' | 'rssBytes' | 'peakBytes' | 'averageBytes' | 'deltaBytes'> {
    clearInterval(this.timer);
    this.look();
    const { heapUsed, rss } = process.memoryUsage();
    return {
      heapBytes: heapUsed,
      rssBytes: rss,
      peakBytes: this.peak,
      averageBytes: this.sum / this.n,
      deltaBytes: heapUsed - this.before,
    };
  }
}

export class GithubPmCommands {
  private readonly seconds: Histogram;
  private readonly phaseSeconds: Histogram;
  private readonly results: Counter;
  private readonly last: Gauge;
  private readonly lastRun: Gauge;
  private readonly memory: Gauge;
  private readonly delta: Gauge;
  private readonly cpu: Counter;
  private readonly io: Counter;

  constructor(
    registry: Registry,
    private readonly ended: (command: string, seconds: number) => void = () => undefined,
    private readonly clock: Clock = systemClock
  ) {
    const options = (name: string, help: string, ...labelNames: string[]) => ({
      name: `github_pm_${name}`,
      help,
      labelNames,
      registers: [registry],
    });
    this.seconds = new Histogram({
      ...options('command_duration_seconds', 'Duration of commands.', 'command'),
      buckets: COMMAND_SECONDS,
    });
    this.phaseSeconds = new Histogram({
      ...options('command_phase_duration_seconds', 'Duration of the phases of commands.', 'command', 'phase'),
      buckets: PHASE_SECONDS,
    });
    this.results = new Counter(options('commands_total', 'Commands by how they ended.', 'command', 'status'));
    this.last = new Gauge(options('command_last_duration_seconds', 'Duration of the last run.', 'command'));
    this.lastRun = new Gauge(
      options('command_last_run_timestamp_seconds', 'When the last run ended, in seconds since 1970.', 'command')
    );
    this.memory = new Gauge(options('memory_usage_bytes', 'Memory of the last run.', 'type', 'command'));
    this.delta = new Gauge(options('command_memory_delta_bytes', 'Heap gained by the last run.', 'command'));
    this.cpu = new Counter(options('command_cpu_seconds_total', 'CPU time of commands.', 'command'));
    this.io = new Counter(options('command_io_operations_total', 'Reads and writes of commands.', 'command'));
  }

  /** Makes the series of a command exist at 0 (G-10). */
  announce(command: string): void {
    this.seconds.zero({ command });
    PHASES.forEach((phase) => this.phaseSeconds.zero({ command, phase }));
    (['success', 'error'] as const).forEach((status) => this.results.inc({ command, status }, 0));
    this.cpu.inc({ command }, 0);
    this.io.inc({ command }, 0);
  }

  start(command: string) {
    const startedAt = this.clock();
    const cpuBefore = process.cpuUsage();
    const { fsRead, fsWrite } = process.resourceUsage();
    const samples = new MemorySamples();
    let over = false;
    this.announce(command);
    return {
      phase: async <T>(phase: CommandPhase, work: () => T | Promise<T>): Promise<T> => {
        const phaseStartedAt = this.clock();
        try {
          return await work();
        } finally {
          this.recordPhase(command, phase, this.clock() - phaseStartedAt);
          samples.look();
        }
      },
      /** Ending twice counts once. Returns the seconds that it took. */
      end: (status: Status = 'success'): number => {
        const seconds = Math.max(0, this.clock() - startedAt);
        if (!over) {
          over = true;
          const cpu = process.cpuUsage(cpuBefore);
          const io = process.resourceUsage();
          this.record(command, seconds, status, {
            ...samples.end(),
            cpuSeconds: (cpu.user + cpu.system) / 1e6,
            ioOperations: io.fsRead - fsRead + io.fsWrite - fsWrite,
          });
        }
        return seconds;
      },
    };
  }

  /** A run that was measured elsewhere. */
  record(command: string, seconds: number, status: Status, use: CommandUse): void {
    this.seconds.observe({ command }, seconds);
    this.results.inc({ command, status });
    this.last.set({ command }, seconds);
    this.lastRun.set({ command }, this.clock());
    this.memory.set({ command, type: 'heap' }, use.heapBytes);
    this.memory.set({ command, type: 'rss' }, use.rssBytes);
    this.memory.set({ command, type: 'peak' }, use.peakBytes);
    this.memory.set({ command, type: 'average' }, use.averageBytes);
    this.delta.set({ command }, use.deltaBytes);
    this.cpu.inc({ command }, use.cpuSeconds);
    this.io.inc({ command }, use.ioOperations);
    this.ended(command, seconds);
  }

  recordPhase(command: string, phase: CommandPhase, seconds: number): void {
    this.phaseSeconds.observe({ command, phase }, seconds);
  }
}
