/** Which operations of KGAS have a duration, and what the document expects of them. */
import type { z } from 'zod';

import type { OperationSet } from '../../model';

const minutes = (n: number) => n * 60;

/** D2 l.34-46. The sizes are half-open: small [100, 1000), medium [1000, 10000), large from 10000 (D-16). */
const ranges = [
  {
    id: 'D2-T01',
    labels: { source: 'graph', target: 'table', dataset_size: 'small' },
    low: 5,
    high: 15,
    anchor: 'D2 l.34 (D-15)',
  },
  {
    id: 'D2-T02',
    labels: { source: 'table', target: 'vector', dataset_size: 'small' },
    low: 10,
    high: 30,
    anchor: 'D2 l.35 (D-15)',
  },
  {
    id: 'D2-T03',
    labels: { source: 'vector', target: 'graph', dataset_size: 'small' },
    low: 20,
    high: 45,
    anchor: 'D2 l.36 (D-15)',
  },
  {
    id: 'D2-T04',
    labels: { source: 'graph', target: 'table', dataset_size: 'medium' },
    low: 30,
    high: 90,
    anchor: 'D2 l.39 (D-15)',
  },
  {
    id: 'D2-T05',
    labels: { source: 'table', target: 'vector', dataset_size: 'medium' },
    low: minutes(2),
    high: minutes(5),
    anchor: 'D2 l.40 (D-15)',
  },
  {
    id: 'D2-T06',
    labels: { source: 'vector', target: 'graph', dataset_size: 'medium' },
    low: minutes(5),
    high: minutes(15),
    anchor: 'D2 l.41 (D-15)',
  },
  {
    id: 'D2-T07',
    labels: { source: 'graph', target: 'table', dataset_size: 'large' },
    low: minutes(5),
    high: minutes(20),
    anchor: 'D2 l.44 (D-15)',
  },
  {
    id: 'D2-T08',
    labels: { source: 'table', target: 'vector', dataset_size: 'large' },
    low: minutes(10),
    high: minutes(30),
    anchor: 'D2 l.45 (D-15)',
  },
  {
    id: 'D2-T09',
    labels: { source: 'vector', target: 'graph', dataset_size: 'large' },
    low: minutes(30),
    high: minutes(120),
    anchor: 'D2 l.46 (D-15)',
  },
];

export const operations: Array<z.input<typeof OperationSet>> = [
  {
    id: 'operation',
    title: 'Operations',
    metric: 'kgas_operation_duration_seconds',
    kind: 'histogram',
    by: ['operation_type'],
    errors: 'status="error"',
    runs: {
      last: 'kgas_operation_last_duration_seconds',
      timestamp: 'kgas_operation_last_run_timestamp_seconds',
      runningSince: 'kgas_operation_in_progress_start_timestamp_seconds',
    },
    anchor: 'D2 l.130-147, l.168-175',
  },
  {
    id: 'conversion',
    title: 'Cross-modal conversions',
    metric: 'kgas_conversion_last_duration_seconds',
    kind: 'gauge',
    by: ['source', 'target', 'dataset_size'],
    name: '{{source}}-to-{{target}} {{dataset_size}}',
    runs: {
      timestamp: 'kgas_conversion_last_run_timestamp_seconds',
      runningSince: 'kgas_conversion_in_progress_start_timestamp_seconds',
      count: 'kgas_conversion_duration_seconds_count',
    },
    ranges,
    anchor: 'D2 l.25-46',
  },
  {
    id: 'tool',
    title: 'Tool executions',
    metric: 'kgas_tool_execution_duration_seconds',
    kind: 'histogram',
    by: ['tool', 'complexity'],
    errors: 'status="error"',
    anchor: 'D2 l.54',
  },
  {
    id: 'tool-init',
    title: 'Tool initialization',
    metric: 'kgas_tool_init_duration_seconds',
    kind: 'histogram',
    by: ['tool'],
    name: '{{tool}} initialization',
    anchor: 'D2 l.53',
  },
  {
    id: 'tool-cleanup',
    title: 'Tool clean-up',
    metric: 'kgas_tool_cleanup_duration_seconds',
    kind: 'histogram',
    by: ['tool'],
    name: '{{tool}} clean-up',
    anchor: 'D2 l.57',
  },
  {
    id: 'llm',
    title: 'LLM calls',
    metric: 'gen_ai_client_operation_duration_seconds',
    kind: 'histogram',
    by: ['gen_ai_provider_name', 'gen_ai_request_model'],
    errors: 'error_type!=""',
    anchor: 'D2 l.70',
  },
  {
    id: 'db-query',
    title: 'Database queries',
    metric: 'kgas_db_query_duration_seconds',
    kind: 'histogram',
    by: ['db_system', 'query_class'],
    name: '{{db_system}} {{query_class}} query',
    errors: 'status="error"',
    anchor: 'D2 l.87, l.315-317',
  },
  {
    id: 'db-lock',
    title: 'Database lock waits',
    metric: 'kgas_db_lock_wait_seconds',
    kind: 'histogram',
    by: ['db_system'],
    name: '{{db_system}} lock wait',
    anchor: 'D2 l.91',
  },
];
