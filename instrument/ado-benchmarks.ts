/**
 * How long did the benchmarks of the last run take (D3 l.239-254)? For the program
 * that pushes the results of pytest-benchmark, which ends before a scrape would find it (G-9).
 */
import { Gauge, Registry } from 'prom-client';

import { systemClock, type Clock } from './operation-timer';

export const BENCHMARK_STATS = ['min', 'max', 'mean', 'stddev', 'median'] as const;
export type BenchmarkStats = Record<(typeof BENCHMARK_STATS)[number], number>;

export class AdoBenchmarks {
  readonly registry: Registry;
  private readonly clock: Clock;
  private readonly seconds: Gauge;
  private readonly last: Gauge;
  private readonly lastRun: Gauge;
  private readonly since: Gauge;

  constructor({ registry = new Registry(), clock = systemClock }: { registry?: Registry; clock?: Clock } = {}) {
    this.registry = registry;
    this.clock = clock;
    const gauge = (name: string, help: string, more: string[] = []) =>
      new Gauge({ name, help, labelNames: ['benchmark', ...more], registers: [registry] });
    this.seconds = gauge('ado_benchmark_duration_seconds', 'Duration of a benchmark in its last run.', ['stat']);
    this.last = gauge('ado_benchmark_last_duration_seconds', 'Mean of the rounds of its last run.');
    this.lastRun = gauge('ado_benchmark_last_run_timestamp_seconds', 'When it ended last, in seconds since 1970.');
    this.since = gauge(
      'ado_benchmark_in_progress_start_timestamp_seconds',
      'Start of the round in progress, in seconds since 1970; 0 when idle.'
    );
  }

  /** A round has begun: its age counts as a duration, therefore not the age of the whole run. */
  roundBegan(benchmark: string, at = this.clock()): void {
    this.since.set({ benchmark }, at);
  }

  /** The run has ended. */
  ended(benchmark: string, stats: BenchmarkStats, at = this.clock()): void {
    BENCHMARK_STATS.forEach((stat) => this.seconds.set({ benchmark, stat }, stats[stat]));
    this.last.set({ benchmark }, stats.mean);
    this.lastRun.set({ benchmark }, at);
    this.idle(benchmark);
  }

  idle(benchmark: string): void {
    this.since.set({ benchmark }, 0);
  }
}
