/**
 * How long does an operation take, and how long has the running one been at it?
 *
 * One timer serves all operations of one metric, e.g. `kgas_operation`:
 *
 *     const operations = new OperationTimer({ name: 'kgas_operation', labels: ['operation_type'], … });
 *     await operations.measure({ operation_type: 'graph_query' }, () => run(query));
 *
 * It emits `<name>_duration_seconds{…,status="success|error"}` and, where `runs`
 * is set, `<name>_last_duration_seconds`, `<name>_last_run_timestamp_seconds` and
 * `<name>_in_progress_start_timestamp_seconds` (start of the oldest running one, 0 when
 * idle): a duration is known only at the end, and a hung operation has none.
 */
import { Gauge, Histogram, type Registry } from 'prom-client';

export type Labels<L extends string> = Record<L, string>;
export type Status = 'success' | 'error';

/** Seconds since 1970. */
export type Clock = () => number;
export const systemClock: Clock = () => Date.now() / 1000;

export interface TimerOptions<L extends string> {
  /** Base name without unit: `kgas_operation` becomes `kgas_operation_duration_seconds`. */
  name: string;
  help: string;
  labels: readonly L[];
  /** Upper ends of the buckets, in seconds. */
  buckets: readonly number[];
  registry: Registry;
  /** Also emit the last run and the start of the oldest running one. */
  runs?: boolean;
  /** Outcome as a label: on by default. A metric without one counts failures like successes. */
  status?: boolean;
  clock?: Clock;
}

/** One execution that has begun. Ending it twice counts once. */
export interface Running {
  readonly startedAt: number;
  /** Records the duration up to now and returns it, in seconds. */
  end(status?: Status): number;
}

interface RunGauges {
  last: Gauge;
  lastRun: Gauge;
  since: Gauge;
}

function runGauges(name: string, labels: readonly string[], registry: Registry): RunGauges {
  const gauge = (suffix: string, help: string) =>
    new Gauge({ name: `${name}_${suffix}`, help, labelNames: [...labels], registers: [registry] });
  return {
    last: gauge('last_duration_seconds', 'Duration of the last run.'),
    lastRun: gauge('last_run_timestamp_seconds', 'When the last run ended, in seconds since 1970.'),
    since: gauge(
      'in_progress_start_timestamp_seconds',
      'Start of the oldest run in progress, in seconds since 1970; 0 when idle.'
    ),
  };
}

export class OperationTimer<L extends string> {
  private readonly histogram: Histogram;
  private readonly runs?: RunGauges;
  private readonly clock: Clock;
  private readonly labels: readonly L[];
  private readonly hasStatus: boolean;
  /** Starts of what is running, by label values. */
  private readonly running = new Map<string, Set<Running>>();

  constructor(options: TimerOptions<L>) {
    const { name, labels, registry } = options;
    this.labels = labels;
    this.hasStatus = options.status ?? true;
    this.clock = options.clock ?? systemClock;
    this.histogram = new Histogram({
      name: `${name}_duration_seconds`,
      help: options.help,
      labelNames: this.hasStatus ? [...labels, 'status'] : [...labels],
      buckets: [...options.buckets],
      registers: [registry],
    });
    this.runs = options.runs ? runGauges(name, labels, registry) : undefined;
  }

  /** Makes the series of an operation exist at 0: a counter that is born with its first event hides it (G-10). */
  announce(labels: Labels<L>, statuses: readonly string[] = ['success', 'error']): void {
    for (const status of this.hasStatus ? statuses : [undefined]) {
      this.histogram.zero(status ? { ...labels, status } : { ...labels });
    }
    this.runs?.since.set({ ...labels }, this.oldest(labels));
  }

  /** Begins an execution, now or at a moment in the past (work that began before this process). */
  start(labels: Labels<L>, startedAt = this.clock()): Running {
    const key = this.key(labels);
    const siblings = this.running.get(key) ?? new Set<Running>();
    this.running.set(key, siblings);
    const run: Running = {
      startedAt,
      end: (status = 'success') => {
        const seconds = Math.max(0, this.clock() - startedAt);
        if (siblings.delete(run)) {
          this.observe(labels, seconds, status);
        }
        return seconds;
      },
    };
    siblings.add(run);
    this.runs?.since.set({ ...labels }, this.oldest(labels));
    return run;
  }

  /** Adds a duration that was measured elsewhere; it is no run of its own. */
  record(labels: Labels<L>, seconds: number, status: string): void {
    this.histogram.observe(this.hasStatus ? { ...labels, status } : { ...labels }, seconds);
  }

  /** Times a function; a rejection counts as an error and is passed on. */
  async measure<T>(labels: Labels<L>, work: () => T | Promise<T>): Promise<T> {
    const run = this.start(labels);
    try {
      const result = await work();
      run.end('success');
      return result;
    } catch (error) {
      run.end('error');
      throw error;
    }
  }

  /** How many executions are running. */
  inFlight(labels: Labels<L>): number {
    return this.running.get(this.key(labels))?.size ?? 0;
  }

  private observe(labels: Labels<L>, seconds: number, status: Status): void {
    this.record(labels, seconds, status);
    this.runs?.last.set({ ...labels }, seconds);
    this.runs?.lastRun.set({ ...labels }, this.clock());
    this.runs?.since.set({ ...labels }, this.oldest(labels));
  }

  private oldest(labels: Labels<L>): number {
    let oldest = Infinity;
    for (const { startedAt } of this.running.get(this.key(labels)) ?? []) {
      oldest = Math.min(oldest, startedAt);
    }
    return Number.isFinite(oldest) ? oldest : 0;
  }

  private key(labels: Labels<L>): string {
    return this.labels.map((label) => labels[label]).join('\u0000');
  }
}
