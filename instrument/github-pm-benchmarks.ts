/** What do benchmarks.yml and "performance benchmark" say (D5 l.146-220), and on which projects and machine? */
import { Gauge, type Registry } from 'prom-client';

/** Milliseconds, spelt as in benchmarks.yml. */
export interface BenchmarkFigures {
  baseline_ms: number;
  target_ms: number;
  max_acceptable_ms: number;
}
export type Benchmarks = Readonly<Record<string, BenchmarkFigures>>;

/** How far above its baseline a run is a violation (D5 l.316). */
export const VIOLATION_PERCENT = 50;

export type Rating = 'poor' | 'acceptable' | 'good' | 'excellent';
const RATINGS: Record<Rating, number> = { poor: 0, acceptable: 1, good: 2, excellent: 3 };

/** Excellent up to the baseline, good up to half way to what is acceptable (D-32). */
export function ratingOf(milliseconds: number, { baseline_ms, max_acceptable_ms }: BenchmarkFigures): Rating {
  if (milliseconds <= baseline_ms) {
    return 'excellent';
  }
  if (milliseconds <= (baseline_ms + max_acceptable_ms) / 2) {
    return 'good';
  }
  return milliseconds <= max_acceptable_ms ? 'acceptable' : 'poor';
}

/** Whether a run is above its baseline by more than half; undefined where the command has none. */
export function violates(benchmarks: Benchmarks, command: string, seconds: number): boolean | undefined {
  const figures = benchmarks[command];
  return figures && 1000 * seconds > figures.baseline_ms * (1 + VIOLATION_PERCENT / 100);
}

const PROJECT_SIZES = ['small', 'medium', 'large'] as const;

export class GithubPmBenchmarks {
  private readonly figures: Gauge;
  private readonly result: Gauge;
  private readonly iterations: Gauge;
  private readonly scenarios: Gauge;
  private readonly build: Gauge;
  private readonly project: Record<'info' | 'tasks' | 'dependencies', Gauge>;
  private readonly files: Record<'log_file' | 'cache', Gauge>;

  constructor(registry: Registry, benchmarks: Benchmarks) {
    const gauge = (name: string, help: string, ...labelNames: string[]) =>
      new Gauge({ name: `github_pm_${name}`, help, labelNames, registers: [registry] });
    this.figures = gauge('baseline_duration_seconds', 'Figures of benchmarks.yml.', 'command', 'kind');
    this.result = gauge('benchmark_duration_seconds', 'Result of the last benchmark.', 'command', 'stat');
    this.iterations = gauge('benchmark_iterations', 'Iterations of the last benchmark.', 'command');
    this.scenarios = gauge('benchmark_scenario_rating', '0 poor, 1 acceptable, 2 good, 3 excellent.', 'scenario');
    this.build = gauge('build_info', 'Where it runs.', 'version', 'os', 'cpu');
    this.project = {
      info: gauge('project_info', 'Size class of a project.', 'project', 'size'),
      tasks: gauge('project_tasks', 'Tasks of a project.', 'project'),
      dependencies: gauge('project_dependencies', 'Dependencies between the tasks of a project.', 'project'),
    };
    this.files = {
      log_file: gauge('log_file_size_bytes', 'Size of the log file.'),
      cache: gauge('cache_size_bytes', 'Size of the cache on disk.'),
    };
    // A gauge without labels is 0 from the start: unset, it leaves what the run before said.
    Object.values(this.files).forEach((gauge) => gauge.remove());
    for (const [command, { baseline_ms, target_ms, max_acceptable_ms }] of Object.entries(benchmarks)) {
      this.figures.set({ command, kind: 'baseline' }, baseline_ms / 1000);
      this.figures.set({ command, kind: 'target' }, target_ms / 1000);
      this.figures.set({ command, kind: 'max_acceptable' }, max_acceptable_ms / 1000);
    }
  }

  /** Durations of all iterations of one command, in seconds. */
  benchmarked(command: string, durations: readonly number[]): void {
    const average = durations.reduce((sum, value) => sum + value, 0) / durations.length;
    const squares = durations.reduce((sum, value) => sum + (value - average) ** 2, 0);
    this.iterations.set({ command }, durations.length);
    this.result.set({ command, stat: 'avg' }, average);
    this.result.set({ command, stat: 'min' }, Math.min(...durations));
    this.result.set({ command, stat: 'max' }, Math.max(...durations));
    this.result.set({ command, stat: 'stddev' }, Math.sqrt(squares / Math.max(1, durations.length - 1)));
  }

  rated(scenario: string, rating: Rating): void {
    this.scenarios.set({ scenario }, RATINGS[rating]);
  }

  setBuild(version: string, os: string, cpu: string): void {
    this.build.set({ version, os, cpu }, 1);
  }

  /** Few projects only: each is a label value (G-11). */
  setProject(project: string, size: (typeof PROJECT_SIZES)[number], tasks: number, dependencies: number): void {
    // The size that it had before stands in the totals of earlier runs.
    PROJECT_SIZES.forEach((each) => this.project.info.set({ project, size: each }, each === size ? 1 : 0));
    this.project.tasks.set({ project }, tasks);
    this.project.dependencies.set({ project }, dependencies);
  }

  setFiles(logBytes: number, cacheBytes: number): void {
    this.files.log_file.set(logBytes);
    this.files.cache.set(cacheBytes);
  }
}
