/** Everything KGAS has to emit from one process, ready to use (D2). */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import {
  ARGUMENT_BYTES,
  LOCK_SECONDS,
  OPERATION_SECONDS,
  QUERY_SECONDS,
  TOOL_LIFECYCLE_SECONDS,
  TOOL_SECONDS,
} from './buckets';
import { LlmCache } from './cache-lookups';
import { ConversionTimer } from './conversion-timer';
import { LlmCalls } from './llm-calls';
import { OperationTimer, type Clock } from './operation-timer';
import { kgasPools, type Pools } from './pool-gauges';

/** A query is slow from here on: the document leaves the figure open, this is its target for complex ones (D-10). */
const SLOW_QUERY_SECONDS = 0.5;

export interface KgasOptions {
  registry?: Registry;
  clock?: Clock;
  pools?: Pools;
}

export type Kgas = ReturnType<typeof instrumentKgas>;

export function instrumentKgas({ registry = new Registry(), clock, pools = {} }: KgasOptions = {}) {
  const at = { registry, clock };
  kgasPools(registry, pools);
  return {
    registry,
    operations: new OperationTimer({
      ...at,
      name: 'kgas_operation',
      help: 'Duration of operations.',
      labels: ['operation_type'],
      buckets: OPERATION_SECONDS,
      runs: true,
    }),
    conversions: new ConversionTimer(at),
    tools: tools(at),
    queries: new OperationTimer({
      ...at,
      name: 'kgas_db_query',
      help: 'Duration of queries, seen by the client.',
      labels: ['db_system', 'query_class'],
      buckets: QUERY_SECONDS,
    }),
    databases: databases(registry),
    llm: new LlmCalls(at),
    llmCache: new LlmCache(registry),
    ...sizes(registry),
  };
}

function tools(at: { registry: Registry; clock?: Clock }) {
  const registers = [at.registry];
  return {
    init: new OperationTimer({
      ...at,
      name: 'kgas_tool_init',
      help: 'Initialization of tools.',
      labels: ['tool'],
      buckets: TOOL_LIFECYCLE_SECONDS,
      status: false,
    }),
    execution: new OperationTimer({
      ...at,
      name: 'kgas_tool_execution',
      help: 'Execution of tools.',
      labels: ['tool', 'complexity'],
      buckets: TOOL_SECONDS,
    }),
    cleanup: new OperationTimer({
      ...at,
      name: 'kgas_tool_cleanup',
      help: 'Clean-up after tools.',
      labels: ['tool'],
      buckets: TOOL_LIFECYCLE_SECONDS,
      status: false,
    }),
    memory: new Gauge({
      name: 'kgas_tool_memory_bytes',
      help: 'Largest memory of the last run of a tool.',
      labelNames: ['tool'],
      registers,
    }),
    active: new Gauge({ name: 'kgas_tools_active', help: 'Tools that are running.', registers }),
  };
}

function databases(registry: Registry) {
  const registers = [registry];
  return {
    transactions: new Counter({
      name: 'kgas_db_transactions_total',
      help: 'Transactions by outcome.',
      labelNames: ['db_system', 'outcome'],
      registers,
    }),
    lockWait: new Histogram({
      name: 'kgas_db_lock_wait_seconds',
      help: 'Time spent waiting for locks.',
      labelNames: ['db_system'],
      buckets: LOCK_SECONDS,
      registers,
    }),
    slowQueries: new Counter({
      name: 'kgas_db_slow_queries_total',
      help: `Queries that took longer than ${SLOW_QUERY_SECONDS} s.`,
      labelNames: ['db_system'],
      registers,
    }),
    fullScans: new Counter({
      name: 'kgas_sqlite_full_scans_total',
      help: 'Steps of full table scans (SQLITE_STMTSTATUS_FULLSCAN_STEP).',
      registers,
    }),
  };
}

function sizes(registry: Registry) {
  const registers = [registry];
  return {
    // A histogram of differences cannot be read: they may be negative (C-22).
    memoryDelta: new Gauge({
      name: 'kgas_operation_last_memory_delta_bytes',
      help: 'Memory that the last run took or gave back.',
      labelNames: ['operation_type'],
      registers,
    }),
    argumentBytes: new Histogram({
      name: 'kgas_operation_args_size_bytes',
      help: 'Size of the payload of operations.',
      labelNames: ['operation_type'],
      buckets: ARGUMENT_BYTES,
      registers,
    }),
  };
}
