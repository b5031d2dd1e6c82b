/** Which metrics does OmniNode Bridge have to emit itself, and which come from somebody else's exporter? */
import { BATCH_MESSAGES, PYTHON_SECONDS, RECOVERY_SECONDS } from '../../../instrument/buckets';
import { defineEmission, type EmissionSpec } from '../../family';

type Families = EmissionSpec['families'];

const component = { name: 'component' };
const operation = { name: 'operation' };
const service = { name: 'service' };
/** A cache miss is counted with "failure", which is not an error (C-14). */
const status = { name: 'status', values: ['success', 'error'] };

const requests: Families = [
  {
    name: 'omninode_request_duration_seconds',
    kind: 'histogram',
    help: 'Duration of requests.',
    labels: [component, operation, status],
    unit: 'seconds',
    buckets: PYTHON_SECONDS,
    tier: 1,
    anchor: 'D4 l.205-239',
  },
  {
    name: 'omninode_requests_total',
    kind: 'counter',
    help: 'Requests by outcome.',
    labels: [component, operation, status],
    unit: 'one',
    tier: 1,
    anchor: 'D4 l.113-118, l.148-158',
  },
  {
    name: 'omninode_errors_total',
    kind: 'counter',
    help: 'Errors by type.',
    labels: [component, { name: 'error_type' }],
    unit: 'one',
    tier: 1,
    anchor: 'D4 l.225-234, l.366',
  },
  {
    name: 'omninode_timeout_failures_total',
    kind: 'counter',
    help: 'Calls that timed out.',
    labels: [component],
    unit: 'one',
    tier: 1,
    unread: 'The application declares it, and the document asks for nothing of it.',
    anchor: 'D4 l.205-239',
  },
  {
    name: 'omninode_retry_attempts_total',
    kind: 'counter',
    help: 'Calls that were tried again.',
    labels: [component],
    unit: 'one',
    tier: 1,
    unread: 'The application declares it, and the document asks for nothing of it.',
    anchor: 'D4 l.205-239',
  },
];

const resources: Families = [
  {
    name: 'omninode_system_health_status',
    kind: 'gauge',
    help: '0 critical, 1 degraded, 2 healthy.',
    unit: 'one',
    tier: 1,
    across: 'livemin',
    anchor: 'D4 l.261-275, l.335',
  },
  {
    name: 'omninode_active_connections',
    kind: 'gauge',
    help: 'Connections in use.',
    labels: [service],
    unit: 'one',
    tier: 1,
    across: 'livesum',
    anchor: 'D4 l.33-35, l.288-295 (C-9)',
  },
  {
    name: 'omninode_max_connections',
    kind: 'gauge',
    help: 'Most connections that the pool may open.',
    labels: [service],
    unit: 'one',
    tier: 1,
    across: 'livesum',
    anchor: 'D4 l.384 (C-4)',
  },
  {
    name: 'omninode_memory_usage_bytes',
    kind: 'gauge',
    help: 'Memory of the process.',
    unit: 'bytes',
    tier: 1,
    across: 'livesum',
    anchor: 'D4 l.142 (C-10)',
  },
  {
    name: 'omninode_workflow_cache_memory_bytes',
    kind: 'gauge',
    help: 'Memory of the workflow cache; not of the process (C-10).',
    unit: 'bytes',
    tier: 4,
    across: 'livesum',
    anchor: 'D4 l.142-144, l.350 (C-10)',
  },
];

const kafka: Families = [
  {
    name: 'omninode_kafka_batch_messages',
    kind: 'histogram',
    help: 'Messages of a batch.',
    labels: [{ name: 'topic' }],
    unit: 'messages',
    buckets: BATCH_MESSAGES,
    tier: 4,
    anchor: 'D4 l.121-127 (C-13)',
  },
  {
    name: 'omninode_dead_letter_messages_total',
    kind: 'counter',
    help: 'Messages that went to a dead letter topic.',
    labels: [{ name: 'topic' }],
    unit: 'messages',
    tier: 1,
    anchor: 'D4 l.108-110 (C-8)',
  },
];

const breakers: Families = [
  {
    name: 'omninode_circuit_breaker_state',
    kind: 'gauge',
    help: 'State, one-hot.',
    labels: [component, { name: 'state', values: ['closed', 'open', 'half_open'] }],
    unit: 'one',
    tier: 4,
    across: 'livemax',
    anchor: 'D4 l.308-315 (C-7)',
  },
  {
    name: 'omninode_circuit_breaker_trips_total',
    kind: 'counter',
    help: 'How often it opened.',
    labels: [component],
    unit: 'one',
    tier: 1,
    anchor: 'D4 l.185-188, l.393 (C-5)',
  },
  {
    name: 'omninode_circuit_breaker_calls_total',
    kind: 'counter',
    help: 'Calls through it.',
    labels: [component, { name: 'result', values: ['success', 'failure', 'rejected'] }],
    unit: 'one',
    tier: 4,
    anchor: 'D4 l.427 (E-18)',
  },
  {
    name: 'omninode_circuit_breaker_recovery_seconds',
    kind: 'histogram',
    help: 'From the first opening to the next closing.',
    labels: [component],
    unit: 'seconds',
    buckets: RECOVERY_SECONDS,
    tier: 4,
    anchor: 'D4 l.428',
  },
  {
    name: 'omninode_circuit_breaker_health_score',
    kind: 'gauge',
    help: '2 closed; 1 half-open, or closed for less than its recovery time-out; 0 open.',
    labels: [component],
    unit: 'one',
    tier: 4,
    across: 'livemin',
    anchor: 'D4 l.191-192 (E-13)',
  },
  {
    name: 'omninode_circuit_breaker_failure_threshold',
    kind: 'gauge',
    help: 'Failures that open it.',
    labels: [component],
    unit: 'one',
    tier: 4,
    across: 'livemax',
    anchor: 'D4 l.430-441',
  },
  {
    name: 'omninode_circuit_breaker_recovery_timeout_seconds',
    kind: 'gauge',
    help: 'Time before it tries again.',
    labels: [component],
    unit: 'seconds',
    tier: 4,
    across: 'livemax',
    anchor: 'D4 l.430-441',
  },
];

export const emission = defineEmission('omninode', {
  families: [...requests, ...resources, ...kafka, ...breakers],
  exporters: [
    { name: 'Prometheus', how: 'Exists for every target that is scraped.', metrics: ['up'] },
    { name: 'node_exporter', how: 'Scrape it under a job named omninode-<something>.', metrics: ['node_.*'] },
    {
      name: 'postgres_exporter',
      how: 'Scrape it under omninode-postgres, with --collector.stat_statements.',
      metrics: ['pg_.*'],
    },
  ],
});
