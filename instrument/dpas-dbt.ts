/**
 * How long did the last dbt invocation take, node by node (D1 l.79-84, l.186)?
 *
 * dbt ends before anybody scrapes it and leaves target/run_results.json and
 * target/manifest.json. A step after it reads both:
 *
 *     const dbt = new DbtRuns(registry);
 *     dbt.record(JSON.parse(runResults), JSON.parse(manifest));
 *     await writeTextfile(registry, '/var/lib/node_exporter/dpas-dbt.prom');
 */
import { Gauge, type Registry } from 'prom-client';

/** The part of run_results.json (schema v4 to v6) that is read. */
export interface RunResults {
  metadata: { generated_at: string };
  elapsed_time: number;
  args: { which?: string; full_refresh?: boolean };
  results: Array<{ unique_id: string; status: string; execution_time: number }>;
}

/** The part of manifest.json that is read. */
export interface Manifest {
  nodes: Record<
    string,
    { resource_type: string; config?: { materialized?: string }; depends_on?: { nodes?: string[] } }
  >;
}

/** What DuckDB's profile says of a model, where dbt-duckdb writes one. */
export interface NodeUse {
  peakMemoryBytes: number;
  cpuSeconds: number;
}

/** All statuses of a resource type are written, so that one that no longer occurs goes back to 0. */
const STATUSES: Record<string, readonly string[]> = {
  model: ['success', 'error', 'skipped'],
  test: ['pass', 'fail', 'warn', 'error', 'skipped'],
};

export class DbtRuns {
  private readonly time: Gauge;
  private readonly at: Gauge;
  private readonly nodes: Gauge;
  private readonly elapsed: Gauge;
  private readonly elapsedAt: Gauge;
  private readonly criticalPath: Gauge;
  private readonly peakMemory: Gauge;
  private readonly cpu: Gauge;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name: `dbt_${name}`, help, labelNames, registers: [registry] });
    const node = ['resource_type', 'node', 'materialization', 'full_refresh'];
    this.time = gauge('node_execution_time_seconds', 'Duration of the last run of a node.', node);
    this.at = gauge('node_last_run_timestamp_seconds', 'When that run ended, in seconds since 1970.', node);
    this.nodes = gauge('nodes', 'Nodes of the last run by their status.', ['resource_type', 'status']);
    this.elapsed = gauge('invocation_elapsed_seconds', 'Duration of the last invocation.', ['command']);
    this.elapsedAt = gauge('invocation_last_run_timestamp_seconds', 'When it ended, in seconds since 1970.', [
      'command',
    ]);
    this.criticalPath = gauge('critical_path_seconds', 'The longest chain of models that wait for each other.');
    this.peakMemory = gauge('node_peak_memory_bytes', 'Peak memory of the last run of a model.', ['node']);
    this.cpu = gauge('node_cpu_seconds', 'CPU time of the last run of a model.', ['node']);
  }

  record(run: RunResults, manifest: Manifest, use: Readonly<Record<string, NodeUse>> = {}): void {
    const endedAt = Date.parse(run.metadata.generated_at) / 1000;
    if (Number.isNaN(endedAt)) {
      throw new Error(`reading run_results.json: metadata.generated_at is no time: ${run.metadata.generated_at}`);
    }
    const command = run.args.which ?? 'run';
    this.elapsed.set({ command }, run.elapsed_time);
    this.elapsedAt.set({ command }, endedAt);
    const seconds = new Map<string, number>();
    for (const { unique_id: id, status, execution_time: took } of run.results) {
      if (status !== 'skipped') {
        const labels = nodeLabels(id, manifest, run.args.full_refresh ?? false);
        this.time.set(labels, took);
        this.at.set(labels, endedAt);
        seconds.set(id, took);
      }
      this.used(id, use[id]);
    }
    this.count(run, manifest);
    if ([...seconds.keys()].some((id) => typeOf(id, manifest) === 'model')) {
      this.criticalPath.set(longestChain(seconds, manifest));
    }
  }

  private used(id: string, use: NodeUse | undefined): void {
    if (use) {
      this.peakMemory.set({ node: shortName(id) }, use.peakMemoryBytes);
      this.cpu.set({ node: shortName(id) }, use.cpuSeconds);
    }
  }

  private count(run: RunResults, manifest: Manifest): void {
    const types = new Set(run.results.map(({ unique_id: id }) => typeOf(id, manifest)));
    for (const type of types) {
      const own = run.results.filter(({ unique_id: id }) => typeOf(id, manifest) === type);
      const statuses = new Set([...(STATUSES[type] ?? []), ...own.map(({ status }) => status)]);
      statuses.forEach((status) =>
        this.nodes.set({ resource_type: type, status }, own.filter((result) => result.status === status).length)
      );
    }
  }
}

const typeOf = (id: string, manifest: Manifest) => manifest.nodes[id]?.resource_type ?? id.split('.')[0] ?? '';

/** `model.shop.orders` is orders; a test ends with a hash: `test.shop.not_null_orders_id.cf6c17daed`. */
function shortName(id: string): string {
  const parts = id.split('.');
  return (parts[0] === 'test' ? parts[2] : parts.at(-1)) ?? id;
}

const nodeLabels = (id: string, manifest: Manifest, fullRefresh: boolean) => ({
  resource_type: typeOf(id, manifest),
  node: shortName(id),
  materialization: manifest.nodes[id]?.config?.materialized ?? '',
  full_refresh: String(fullRefresh),
});

/** The largest sum of durations along depends_on, over what ran. */
export function longestChain(seconds: ReadonlyMap<string, number>, manifest: Manifest): number {
  const known = new Map<string, number>();
  const upTo = (id: string): number => {
    const before = known.get(id);
    if (before !== undefined) {
      return before;
    }
    known.set(id, 0); // a cycle ends here; dbt allows none
    const parents = manifest.nodes[id]?.depends_on?.nodes ?? [];
    const sum = (seconds.get(id) ?? 0) + Math.max(0, ...parents.map(upTo));
    known.set(id, sum);
    return sum;
  };
  return Math.max(0, ...[...seconds.keys()].map(upTo));
}
