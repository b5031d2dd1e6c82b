/** Which operations of ADO have a duration? D3 l.362 compares every one of them with its baseline. */
import type { z } from 'zod';

import type { OperationSet } from '../../model';

export const operations: Array<z.input<typeof OperationSet>> = [
  {
    id: 'api',
    title: 'API requests',
    metric: 'http_server_request_duration_seconds',
    kind: 'histogram',
    by: ['http_request_method', 'http_route'],
    errors: 'http_response_status_code=~"5.."',
    anchor: 'D3 l.11-14',
  },
  {
    id: 'agent',
    title: 'Agent executions',
    metric: 'ado_agent_duration_seconds',
    kind: 'histogram',
    // The document's histogram has no labels: all agents are then one operation without a name.
    by: ['agent_type'],
    name: 'agent {{agent_type}}',
    errors: 'status="error"',
    // A hundred tasks an hour (D3 l.19) are eight in five minutes.
    rulerWindow: '1h',
    runs: {
      last: 'ado_agent_last_duration_seconds',
      timestamp: 'ado_agent_last_run_timestamp_seconds',
      runningSince: 'ado_agent_in_progress_start_timestamp_seconds',
    },
    anchor: 'D3 l.15, l.103',
  },
  {
    id: 'db-query',
    title: 'Database queries',
    metric: 'ado_db_query_duration_seconds',
    kind: 'histogram',
    by: ['db_operation_name', 'db_collection_name'],
    anchor: 'D3 l.38',
  },
  {
    id: 'db-lock',
    title: 'Database lock waits',
    metric: 'ado_db_lock_wait_seconds',
    kind: 'histogram',
    by: ['db_collection_name'],
    name: '{{db_collection_name}} lock wait',
    anchor: 'D3 l.40',
  },
  {
    id: 'llm',
    title: 'LLM calls',
    metric: 'gen_ai_client_operation_duration_seconds',
    kind: 'histogram',
    by: ['gen_ai_provider_name', 'gen_ai_request_model'],
    errors: 'error_type!=""',
    anchor: 'D3 l.197-201',
  },
  {
    id: 'benchmark',
    title: 'Benchmarks',
    // The mean of its rounds, without the label stat: a gauge of runs and its companions have the same labels.
    metric: 'ado_benchmark_last_duration_seconds',
    kind: 'gauge',
    by: ['benchmark'],
    name: 'benchmark {{benchmark}}',
    runs: {
      timestamp: 'ado_benchmark_last_run_timestamp_seconds',
      runningSince: 'ado_benchmark_in_progress_start_timestamp_seconds',
    },
    anchor: 'D3 l.242-253',
  },
];
