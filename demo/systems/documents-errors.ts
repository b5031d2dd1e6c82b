/**
 * What would a program expose that follows D4's snippets word for word? The
 * wrong series of catalogue C, in a scrape job of their own, so that each wrong expression
 * can be shown wrong and the corrected one right. Nothing of a healthy system is here.
 */
import { PYTHON_SECONDS } from '../../instrument';
import type { NamedFault } from '../scenario/faults';
import { counter, gauge, type Moment, type PlainMetric } from '../scenario/plain';
import { stream, type Stream } from '../scenario/stream';

const TYPES = [
  'ValueError',
  'KeyError',
  'TypeError',
  'OSError',
  'TimeoutError',
  'ConnectionError',
  'RuntimeError',
  'IndexError',
  'EOFError',
  'LookupError',
];

function durations(
  component: string,
  operation: string,
  status: string,
  median: number,
  logSd: number,
  rate: number
): Stream {
  return stream({
    system: 'omninode',
    kind: 'documents-errors',
    name: `documents ${component} ${operation} ${status}`,
    metric: 'omninode_request_duration_seconds',
    labels: { component, operation },
    ok: { status },
    bounds: PYTHON_SECONDS,
    median,
    logSd,
    rate,
  });
}

export const wrongStreams: Stream[] = [
  // Quick requests, so that a quantile over everything is small.
  durations('hook_receiver', 'process_hook', 'success', 0.03, 0.4, 20),
  // A component whose p95 is really above 5 s: the documents' expression never says so (C-1, C-2).
  durations('reporting', 'render', 'success', 4.5, 0.3, 0.5),
  // Seven messages of a batch, observed as seven seconds (C-13).
  durations('kafka', 'batch', 'success', 7, 0.1, 0.2),
  // The placeholder of 100 ms as if it were measured (C-9), and means observed again at every poll (C-8).
  durations('database', 'health_check', 'success', 0.0999, 0.0001, 0.1),
  durations('database', 'query', 'slow', 1.8, 0.2, 0.2),
];

/** A poller that adds a running total every half minute: the counter grows by the total each time (C-8). */
function totalAddedAgain(totalAt: (t: number) => number): (now: Moment) => number {
  return (now) => {
    const polls = Math.floor(now.t / 30) - Math.floor((now.t - now.step) / 30);
    return (polls * totalAt(now.t)) / now.step;
  };
}

/** One failure a minute since midnight. */
const failuresToday = (t: number) => Math.floor((t % 86400) / 60);

const requests = (labels: Record<string, string>, perSecond: number | ((now: Moment) => number)) => ({
  labels,
  value: typeof perSecond === 'number' ? () => perSecond : perSecond,
});

export const wrongMetrics: PlainMetric[] = [
  {
    name: 'omninode_requests_total',
    help: 'Requests.',
    type: 'counter',
    series: [
      // Two names of one component, two outcomes, two operations: one line per series (C-6).
      requests({ component: 'kafka', operation: 'publish', status: 'success' }, 10),
      requests({ component: 'kafka', operation: 'publish', status: 'error' }, 2),
      requests({ component: 'kafka', operation: 'batch', status: 'success' }, 1.2),
      requests({ component: 'kafka_client', operation: 'publish_event', status: 'success' }, 5),
      // A miss is no error (C-14).
      requests({ component: 'workflow_cache', operation: 'hit', status: 'success' }, 10),
      requests({ component: 'workflow_cache', operation: 'miss', status: 'failure' }, 5),
    ],
  },
  {
    name: 'omninode_errors_total',
    help: 'Errors by type.',
    type: 'counter',
    // Ten types, none above the limit of 0.1 per second, together nine times the limit (C-3).
    series: TYPES.map((error_type) => requests({ component: 'hook_receiver', error_type }, 0.09)),
  },
  gauge('omninode_active_connections', 'Pool size, idle ones included (C-9).', () => 19, { service: 'postgresql' }),
  // No label service: the division matches nothing (C-4).
  gauge('omninode_max_connections', 'Most connections.', () => 20),
  {
    name: 'omninode_circuit_breaker_trips_total',
    help: 'Trips.',
    type: 'raw',
    series: [
      // Long ago; the raw counter is shown as a "status" (C-7).
      { labels: { component: 'medium' }, value: () => 412 },
      // Born with its first trip: increase() sees nothing (C-5).
      { labels: { component: 'late' }, value: (now) => (now.conditions.on('omninode', 'first-trip') ? 1 : NaN) },
    ],
  },
  counter('omninode_dead_letter_messages_total', 'Dead letters.', totalAddedAgain(failuresToday), { topic: 'all' }),
  {
    name: 'omninode_circuit_breaker_state',
    help: 'What the documents lack: the state (C-7).',
    type: 'gauge',
    series: ['closed', 'open', 'half_open'].map((state) => ({
      labels: { component: 'medium', state },
      value: () => (state === 'closed' ? 1 : 0),
    })),
  },
  // The cache's bytes in the process' gauge, and a breaker's score in the health status (C-10, C-11).
  gauge('omninode_memory_usage_bytes', 'Two writers, the last one wins.', () => 190 * 1024 ** 2),
  gauge('omninode_system_health_status', 'Three writers, the last one wins.', () => 0.73),
];

export const wrongFaults: NamedFault[] = [
  {
    system: 'omninode',
    name: 'first-trip',
    title: 'a breaker of the job documents-errors trips for the first time',
    rules: [],
  },
];
