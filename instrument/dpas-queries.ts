/**
 * What does a DuckDB query take (D1 l.72-77, l.134-170)?
 *
 *     const query = queries.start('analytical');
 *     try {
 *       const rows = await duckdb.query(sql);
 *       query.end('success', { rows: rows.length, peakMemoryBytes, spilled });
 *     } catch (error) {
 *       query.end('error');       // an error has a duration too (C-19)
 *       throw error;
 *     }
 *
 * Peak memory and spilling are out of DuckDB's own profile of the query, not
 * out of process.memoryUsage(), in which it allocates nothing (C-17).
 */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import { DUCKDB_SECONDS, QUERY_BYTES, QUERY_ROWS } from './dpas-buckets';
import { firstTime } from './first-time';
import { OperationTimer, type Clock, type Status } from './operation-timer';

export interface QueryProfile {
  rows?: number;
  peakMemoryBytes?: number;
  /** Whether it used temporary storage. */
  spilled?: boolean;
}

export class DuckdbQueries {
  private readonly timer: OperationTimer<'query_type'>;
  private readonly inFlight: Gauge;
  private readonly peakMemory: Histogram;
  private readonly rows: Histogram;
  private readonly spills: Counter;
  private readonly lookups: Counter;
  private readonly memory: Gauge;
  private readonly temporary: Gauge;

  constructor(registry: Registry, clock?: Clock) {
    const registers = [registry];
    const byType = { labelNames: ['query_type'], registers };
    this.timer = new OperationTimer({
      name: 'duckdb_query',
      help: 'Duration of DuckDB queries.',
      labels: ['query_type'],
      buckets: DUCKDB_SECONDS,
      runs: true,
      registry,
      clock,
    });
    this.peakMemory = new Histogram({
      name: 'duckdb_query_peak_memory_bytes',
      help: 'Peak memory of DuckDB queries.',
      buckets: QUERY_BYTES,
      ...byType,
    });
    this.rows = new Histogram({
      name: 'duckdb_query_rows',
      help: 'Rows of the results.',
      buckets: QUERY_ROWS,
      ...byType,
    });
    this.inFlight = new Gauge({ name: 'duckdb_queries_in_flight', help: 'Queries that run now.', registers });
    this.spills = new Counter({
      name: 'duckdb_query_spills_total',
      help: 'Queries that used temporary storage.',
      registers,
    });
    this.lookups = new Counter({
      name: 'duckdb_cache_requests_total',
      help: 'Look-ups in the cache of results.',
      labelNames: ['cache', 'result'],
      registers,
    });
    this.memory = new Gauge({
      name: 'duckdb_memory_usage_bytes',
      help: 'Memory that DuckDB holds, by purpose.',
      labelNames: ['tag'],
      registers,
    });
    this.temporary = new Gauge({
      name: 'duckdb_temporary_storage_bytes',
      help: 'Size of the temporary files.',
      registers,
    });
  }

  announce(queryType: string): void {
    this.timer.announce({ query_type: queryType });
    this.peakMemory.zero({ query_type: queryType });
    this.rows.zero({ query_type: queryType });
  }

  start(queryType: string): { end(status: Status, profile?: QueryProfile): number } {
    const run = this.timer.start({ query_type: queryType });
    const first = firstTime();
    this.inFlight.inc();
    return {
      end: (status, profile = {}) => {
        if (first()) {
          this.inFlight.dec();
          this.profile(queryType, profile);
        }
        return run.end(status);
      },
    };
  }

  /** What DuckDB's profile says of one query. */
  profile(queryType: string, { rows, peakMemoryBytes, spilled }: QueryProfile): void {
    if (rows !== undefined) {
      this.rows.observe({ query_type: queryType }, rows);
    }
    if (peakMemoryBytes !== undefined) {
      this.peakMemory.observe({ query_type: queryType }, peakMemoryBytes);
    }
    if (spilled) {
      this.spilled();
    }
  }

  spilled(queries = 1): void {
    this.spills.inc(queries);
  }

  /** A look-up in the application's cache of results; DuckDB counts none. */
  lookedUp(cache: string, result: 'hit' | 'miss', lookups = 1): void {
    this.lookups.inc({ cache, result }, lookups);
  }

  /** Rows of `SELECT tag, memory_usage_bytes FROM duckdb_memory()`, and the sum of `duckdb_temporary_files()`. */
  setMemory(byTag: Readonly<Record<string, number>>, temporaryBytes: number): void {
    Object.entries(byTag).forEach(([tag, bytes]) => this.memory.set({ tag }, bytes));
    this.temporary.set(temporaryBytes);
  }
}
