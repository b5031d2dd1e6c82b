/** What did the pipeline's last run of pytest-benchmark push? One run in half an hour, five rounds of each benchmark. */
import { BENCHMARK_STATS, type BenchmarkStats } from '../../../instrument';
import { hash, Random } from '../../scenario/random';
import { family, type Moment, type PlainMetric } from '../../scenario/plain';

export const BENCHMARKS: Array<[name: string, seconds: number, logSd: number]> = [
  ['wsjf_calculation', 0.00013, 0.02],
  // D3 l.253: less than 60 s.
  ['planner_agent', 41, 0.03],
];
type Benchmark = (typeof BENCHMARKS)[number];

const PERIOD = 1800;
/** After the start of each half hour. */
const STARTS = 300;
const ROUNDS = 5;

/** The rounds of one run, by its number; under the fault they take half as long again. */
function rounds([name, seconds, logSd]: Benchmark, run: number, slow: boolean): number[] {
  const random = new Random(1, hash(`benchmark ${name}`), run);
  return Array.from({ length: ROUNDS }, () => seconds * (slow ? 1.5 : 1) * Math.exp(logSd * random.normal()));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function statsOf(values: readonly number[]): BenchmarkStats {
  const mean = sum(values) / values.length;
  const sorted = [...values].sort((a, b) => a - b);
  return {
    min: Math.min(...values),
    max: Math.max(...values),
    mean,
    stddev: Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1)),
    median: sorted[Math.floor(sorted.length / 2)] ?? mean,
  };
}

export interface BenchmarkMoment {
  stats: BenchmarkStats;
  /** End of the last run. */
  ended: number;
  /** Start of the round in progress; 0 when idle. */
  roundSince: number;
}

/** The last run that has ended, and the round that goes on. */
export function benchmarkAt(benchmark: Benchmark, now: Moment): BenchmarkMoment {
  const fault = now.conditions.find('ado', 'slow-benchmarks');
  const current = Math.floor((now.t - STARTS) / PERIOD);
  const start = (run: number) => run * PERIOD + STARTS;
  const of = (run: number) => rounds(benchmark, run, fault !== undefined && start(run) >= fault.since);
  const running = of(current);
  const done = start(current) + sum(running) <= now.t;
  const last = done ? current : current - 1;
  const values = done ? running : of(last);
  return {
    stats: statsOf(values),
    ended: start(last) + sum(values),
    roundSince: done ? 0 : roundStart(start(current), running, now.t),
  };
}

function roundStart(start: number, values: readonly number[], t: number): number {
  let at = start;
  for (const seconds of values) {
    if (at + seconds > t) {
      return at;
    }
    at += seconds;
  }
  return at;
}

const perBenchmark = (name: string, help: string, value: (moment: BenchmarkMoment) => number) =>
  family(
    'gauge',
    name,
    help,
    BENCHMARKS,
    ([benchmark]) => ({ benchmark }),
    (benchmark, now) => value(benchmarkAt(benchmark, now))
  );

export const benchmarks: PlainMetric[] = [
  family(
    'gauge',
    'ado_benchmark_duration_seconds',
    'Duration of a benchmark in its last run.',
    BENCHMARKS.flatMap((benchmark) => BENCHMARK_STATS.map((stat) => ({ benchmark, stat }))),
    ({ benchmark: [benchmark], stat }) => ({ benchmark, stat }),
    ({ benchmark, stat }, now) => benchmarkAt(benchmark, now).stats[stat]
  ),
  perBenchmark('ado_benchmark_last_duration_seconds', 'Mean of its last run.', ({ stats }) => stats.mean),
  perBenchmark('ado_benchmark_last_run_timestamp_seconds', 'When it ended last.', ({ ended }) => ended),
  perBenchmark(
    'ado_benchmark_in_progress_start_timestamp_seconds',
    'Start of the round.',
    (moment) => moment.roundSince
  ),
];
