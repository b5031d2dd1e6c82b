/** Everything ADO has to emit from one process, ready to use (D3). */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { ADO_QUERY_SECONDS, AGENT_SECONDS, WSJF_SCORES } from './ado-buckets';
import { AdoLlm } from './ado-llm';
import { AdoRequests } from './ado-requests';
import { LOCK_SECONDS } from './buckets';
import { OperationTimer, type Clock } from './operation-timer';
import { type Pools, readingsOf } from './pool-gauges';

export interface AdoOptions {
  registry?: Registry;
  clock?: Clock;
  pools?: Pools;
  agents?: readonly string[];
  /** What runs, for the comparison of releases (D3 l.352). */
  version?: () => string;
}

export type Ado = ReturnType<typeof instrumentAdo>;

export function instrumentAdo(options: AdoOptions = {}) {
  const { registry = new Registry(), clock, pools = {}, agents: types = [], version } = options;
  const agents = new OperationTimer({
    registry,
    clock,
    name: 'ado_agent',
    help: 'Duration of agent executions.',
    labels: ['agent_type'],
    buckets: AGENT_SECONDS,
    runs: true,
  });
  types.forEach((agent_type) => agents.announce({ agent_type }));
  atScrape(registry, 'ado_active_agents', 'Executions that are running.', ['agent_type'], (gauge) =>
    types.forEach((agent_type) => gauge.set({ agent_type }, agents.inFlight({ agent_type })))
  );
  if (version) {
    atScrape(registry, 'target_info', 'What is running: always 1.', ['service_version'], (gauge) => {
      gauge.reset();
      gauge.set({ service_version: version() }, 1);
    });
  }
  return {
    registry,
    agents,
    requests: new AdoRequests(registry, clock),
    llm: new AdoLlm(registry, clock),
    database: database(registry, clock, pools),
    ...tasks(registry, types),
    ...operations(registry),
  };
}

/** A gauge that is read when somebody asks. */
function atScrape(registry: Registry, name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void) {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      read(this);
    },
  });
}

const counter = (registry: Registry, name: string, help: string, labelNames: string[]) =>
  new Counter({ name, help, labelNames, registers: [registry] });

function database(registry: Registry, clock: Clock | undefined, pools: Pools) {
  const timeouts = counter(registry, 'db_client_connection_timeouts_total', 'Connections that were not had in time.', [
    'pool_name',
  ]);
  Object.keys(pools).forEach((pool_name) => timeouts.inc({ pool_name }, 0));
  atScrape(
    registry,
    'db_client_connections_usage',
    'Connections of the pool by state.',
    ['pool_name', 'state'],
    (gauge) => {
      gauge.reset();
      readingsOf(pools).forEach(([pool_name, { used, idle }]) => {
        gauge.set({ pool_name, state: 'used' }, used);
        gauge.set({ pool_name, state: 'idle' }, idle);
      });
    }
  );
  return {
    timeouts,
    queries: new OperationTimer({
      registry,
      clock,
      name: 'ado_db_query',
      help: 'Duration of database queries, seen by the client.',
      labels: ['db_operation_name', 'db_collection_name'],
      buckets: ADO_QUERY_SECONDS,
      status: false,
    }),
    lockWait: new Histogram({
      name: 'ado_db_lock_wait_seconds',
      help: 'Time spent waiting for locks.',
      labelNames: ['db_collection_name'],
      buckets: LOCK_SECONDS,
      registers: [registry],
    }),
  };
}

/** The document's own metrics (D3 l.102-105), and what belongs to tasks. */
function tasks(registry: Registry, types: readonly string[]) {
  const registers = [registry];
  const ended = counter(registry, 'ado_tasks_total', 'Tasks by how they ended.', ['status']);
  ['completed', 'failed'].forEach((status) => ended.inc({ status }, 0));
  const agentTimeouts = counter(registry, 'ado_agent_timeouts_total', 'Executions that took too long.', ['agent_type']);
  types.forEach((agent_type) => agentTimeouts.inc({ agent_type }, 0));
  return {
    tasks: ended,
    agentTimeouts,
    queue: new Gauge({ name: 'ado_queue_size', help: 'Tasks that wait.', registers }),
    wsjf: new Histogram({ name: 'ado_wsjf_score', help: 'WSJF scores of tasks.', buckets: WSJF_SCORES, registers }),
  };
}

/** What counts operations of every kind, and those who use them. */
function operations(registry: Registry) {
  const registers = [registry];
  return {
    operations: counter(registry, 'ado_operations_total', 'Operations of every kind.', ['operation']),
    timeouts: counter(registry, 'ado_operation_timeouts_total', 'Operations that timed out.', ['operation']),
    retries: counter(registry, 'ado_retries_total', 'Operations tried again, by how that ended.', [
      'operation',
      'result',
    ]),
    caches: counter(registry, 'ado_cache_requests_total', 'Look-ups in caches of the process.', ['cache', 'result']),
    users: new Gauge({ name: 'ado_active_users', help: 'Sessions that are alive.', registers }),
    satisfaction: new Gauge({ name: 'ado_user_satisfaction_score', help: 'Mean of the last survey.', registers }),
  };
}
