/** Which requests does the demo's OmniNode Bridge serve, how long do they take and how often? */
import { BATCH_MESSAGES, PYTHON_SECONDS } from '../../../instrument';
import { stream, type Stream } from '../../scenario/stream';

type Row = [
  component: string,
  operation: string,
  medianSeconds: number,
  logSd: number,
  perSecond: number,
  errorType: string,
];

const REQUESTS: Row[] = [
  ['hook_receiver', 'process_hook', 0.031, 0.5, 12, 'ValidationError'],
  ['workflow_engine', 'execute_step', 0.085, 0.5, 8.5, 'TimeoutError'],
  ['workflow_engine', 'schedule', 0.018, 0.4, 8.5, 'TimeoutError'],
  ['model_metrics', 'score', 0.12, 0.5, 8.5, 'ValueError'],
  ['kafka', 'publish', 0.009, 0.4, 20, 'KafkaTimeoutError'],
  ['database', 'query', 0.011, 0.5, 20, 'PostgresError'],
  ['database', 'health_check', 0.006, 0.3, 0.2, 'PostgresError'],
  ['tool_registry', 'lookup', 0.0075, 0.4, 9, 'KeyError'],
  ['metadata_stamping', 'stamp', 0.021, 0.4, 8.5, 'ValueError'],
  ['api_gateway', 'route', 0.048, 0.5, 10, 'ConnectionError'],
  ['intelligence', 'assess_code', 0.36, 0.5, 8.5, 'TimeoutError'],
  ['intelligence', 'summarize', 1.4, 0.5, 0.8, 'TimeoutError'],
];

export const TOPICS = ['workflow-events', 'hook-events'];
export const ERROR_TYPES = new Map(
  REQUESTS.map(([component, operation, , , , type]) => [`${component} ${operation}`, type])
);
export const COMPONENTS = [...new Set(REQUESTS.map(([component]) => component))];

const requests = REQUESTS.map(([component, operation, median, logSd, rate]) =>
  stream({
    system: 'omninode',
    kind: 'request',
    name: `${component} ${operation}`,
    metric: 'omninode_request_duration_seconds',
    labels: { component, operation },
    ok: { status: 'success' },
    failed: { status: 'error' },
    bounds: PYTHON_SECONDS,
    median,
    logSd,
    rate,
    errors: 0.001,
  })
);

/** D4 l.54-59: slow statements, observed beside the requests with a status of their own. */
const slowQueries = stream({
  system: 'omninode',
  kind: 'slow-query',
  name: 'database slow query',
  metric: 'omninode_request_duration_seconds',
  labels: { component: 'database', operation: 'query' },
  ok: { status: 'slow' },
  bounds: PYTHON_SECONDS,
  median: 1.6,
  logSd: 0.3,
  rate: 0.001,
});

const batches = TOPICS.map((topic) =>
  stream({
    system: 'omninode',
    kind: 'batch',
    name: `${topic} batch`,
    metric: 'omninode_kafka_batch_messages',
    labels: { topic },
    bounds: BATCH_MESSAGES,
    median: 7,
    logSd: 0.35,
    rate: 1.3,
    duration: false,
  })
);

export const omninodeStreams: Stream[] = [...requests, slowQueries, ...batches];
