/**
 * What did a command of the DPAS command line take (D1 l.204-221)? Asked for
 * with --metrics, as the document has it; without the flag nothing is measured
 * and nothing is written.
 *
 *     const metrics = options.metrics ? commands.start('data-ingest') : undefined;
 *     …
 *     const summary = metrics?.stop();          // what the document prints
 *     await writeTextfile(registry, '/var/lib/node_exporter/dpas-cli.prom');
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { Gauge, type Registry } from 'prom-client';

import { systemClock, type Clock } from './operation-timer';

export interface CommandSummary {
  seconds: number;
  cpuSeconds: number;
  peakMemoryBytes: number;
  eventLoopDelaySeconds: number;
}

/** Node counts in kibibytes; on every platform. */
const KIB = 1024;

export class CommandRuns {
  private readonly seconds: Gauge;
  private readonly cpu: Gauge;
  private readonly memory: Gauge;
  private readonly delay: Gauge;
  private readonly at: Gauge;

  constructor(
    registry: Registry,
    private readonly clock: Clock = systemClock
  ) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `dpas_cli_command_last_${name}`, help, labelNames: ['command'], registers: [registry] });
    this.seconds = gauge('duration_seconds', 'Duration of the last run.');
    this.cpu = gauge('cpu_seconds', 'CPU time of the last run.');
    this.memory = gauge('peak_memory_bytes', 'Peak resident memory of the last run.');
    this.delay = gauge('event_loop_delay_seconds', 'Longest delay of the event loop in the last run.');
    this.at = gauge('run_timestamp_seconds', 'When the last run ended, in seconds since 1970.');
  }

  start(command: string): { stop(): CommandSummary } {
    const startedAt = this.clock();
    const cpuBefore = process.cpuUsage();
    // A histogram of every delay instead of one setImmediate (C-21).
    const delays = monitorEventLoopDelay({ resolution: 10 });
    delays.enable();
    return {
      stop: () => {
        delays.disable();
        const { user, system } = process.cpuUsage(cpuBefore);
        const summary = {
          seconds: this.clock() - startedAt,
          cpuSeconds: (user + system) / 1e6,
          peakMemoryBytes: process.resourceUsage().maxRSS * KIB,
          eventLoopDelaySeconds: delays.max / 1e9,
        };
        this.record(command, summary);
        return summary;
      },
    };
  }

  record(command: string, summary: CommandSummary, endedAt = this.clock()): void {
    this.seconds.set({ command }, summary.seconds);
    this.cpu.set({ command }, summary.cpuSeconds);
    this.memory.set({ command }, summary.peakMemoryBytes);
    this.delay.set({ command }, summary.eventLoopDelaySeconds);
    this.at.set({ command }, endedAt);
  }
}
