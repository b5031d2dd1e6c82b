/**
 * Which expressions of D4 are wrong, and how is that seen?
 *
 * Each entry has the document's expression, the corrected one, and what either
 * shows on series like those that a program following the document word for
 * word would expose. `$app` stands for the matcher of the job that exposes
 * them: the demo has them in a job of their own (`documents-errors`), so that
 * nothing of the system sees them. The rule tests evaluate every entry; the
 * end-to-end tests do so on the demo's Prometheus.
 */
import { stagedJob as job, type DocumentError, type Line } from '../../document-error';
import { born, growing, steady } from '../../rule-test';
import { recentTrips } from './quantities-breakers';
import { pool } from './quantities-database';
import { publishing, requestsOnly } from './figures';

const bucket = (matchers = '') => `omninode_request_duration_seconds_bucket{$app${matchers}}`;
const requests = (matchers = '') => `omninode_requests_total{$app${matchers}}`;
const p95 = (by: string, matchers: string) =>
  `histogram_quantile(0.95, sum by (${by}) (rate(${bucket(matchers)}[5m])))`;
const real = `,${requestsOnly}`;
const component = (name: string, value?: number): Line => ({
  labels: { component: name },
  ...(value !== undefined && { value }),
});

export const errorsInDocument: DocumentError[] = [
  {
    id: 'C-1',
    anchor: 'D4 l.282',
    document: 'histogram_quantile(0.95, omninode_request_duration_seconds)',
    wrong: { expr: 'histogram_quantile(0.95, omninode_request_duration_seconds{$app})', by: [], shows: [] },
    corrected: [{ expr: p95('le', real), by: [], shows: [{ labels: {} }] }],
    fact: 'A classic histogram has no series of its own name, so the panel is empty; the p95 comes from the rates of its buckets.',
  },
  {
    id: 'C-2',
    anchor: 'D4 l.375',
    document: 'histogram_quantile(0.95, omninode_request_duration_seconds) > 5',
    wrong: { expr: 'histogram_quantile(0.95, omninode_request_duration_seconds{$app}) > 5', by: [], shows: [] },
    corrected: [{ expr: `${p95('component, le', real)} > 5`, by: ['component'], shows: [component('reporting')] }],
    fact: 'The rule never fires, although requests of one component take longer than five seconds.',
  },
  {
    id: 'C-3',
    anchor: 'D4 l.366',
    document: 'rate(omninode_errors_total[5m]) > 0.1',
    wrong: { expr: 'rate(omninode_errors_total{$app}[5m]) > 0.1', by: ['component'], shows: [] },
    corrected: [
      {
        expr: 'sum by (component) (rate(omninode_errors_total{$app}[5m])) > 0.1',
        by: ['component'],
        shows: [component('hook_receiver', 0.9)],
      },
      {
        expr: `sum by (component) (rate(${requests(',status="error"')}[5m])) / sum by (component) (rate(${requests()}[5m])) > 0.05`,
        by: ['component'],
        shows: [component('kafka')],
      },
    ],
    fact: 'Ten error types at 0.09 per second each never reach 0.1; summed by component they are nine times the limit. The second is the ratio that the name promises.',
  },
  {
    id: 'C-4',
    anchor: 'D4 l.384',
    document: 'omninode_active_connections / omninode_max_connections > 0.9',
    wrong: { expr: 'omninode_active_connections{$app} / omninode_max_connections{$app} > 0.9', by: [], shows: [] },
    corrected: [
      {
        expr: `${pool.ratio} > 0.9`,
        by: [],
        shows: [{ labels: {}, value: 0.95 }],
      },
    ],
    fact: 'The left side carries the service, a maximum without it never matches; with the service on both, 19 of 20 connections are 95 %.',
    correctedOn: 'application',
  },
  {
    id: 'C-5',
    anchor: 'D4 l.393',
    document: 'increase(omninode_circuit_breaker_trips_total[5m]) > 0',
    wrong: { expr: 'increase(omninode_circuit_breaker_trips_total{$app}[5m]) > 0', by: ['component'], shows: [] },
    corrected: [{ expr: `(${recentTrips}) > 0`, by: ['component'], shows: [component('late', 1)] }],
    fact: 'The first trip of a component creates its series, so that increase() sees nothing of it.',
  },
  {
    id: 'C-6',
    anchor: 'D4 l.302',
    document: 'rate(omninode_requests_total{component="kafka"}[5m])',
    wrong: {
      expr: `rate(${requests(',component="kafka"')}[5m])`,
      by: ['operation', 'status'],
      shows: [
        { labels: { operation: 'publish', status: 'success' }, value: 10 },
        { labels: { operation: 'publish', status: 'error' }, value: 2 },
        { labels: { operation: 'batch', status: 'success' }, value: 1.2 },
      ],
    },
    corrected: [
      {
        expr: `sum by (status) (rate(${requests(`,${publishing}`)}[5m]))`,
        by: ['status'],
        shows: [
          { labels: { status: 'success' }, value: 15 },
          { labels: { status: 'error' }, value: 2 },
        ],
      },
    ],
    fact: 'Its "messages per second" mix outcomes and operations, one line each, and leave out what the code calls kafka_client.',
  },
  {
    id: 'C-7',
    anchor: 'D4 l.312',
    document: 'omninode_circuit_breaker_trips_total',
    wrong: {
      expr: 'omninode_circuit_breaker_trips_total{$app,component="medium"}',
      by: ['component'],
      shows: [component('medium', 412)],
    },
    corrected: [
      {
        expr: 'sum by (component) (increase(omninode_circuit_breaker_trips_total{$app,component="medium"}[1h]))',
        by: ['component'],
        shows: [component('medium', 0)],
      },
      {
        expr: 'max by (component, state) (omninode_circuit_breaker_state{$app}) == 1',
        by: ['component', 'state'],
        shows: [{ labels: { component: 'medium', state: 'closed' }, value: 1 }],
      },
    ],
    fact: 'A counter since the start is no status: 412 trips, none of them lately, and the breaker is closed.',
  },
  {
    id: 'C-8',
    anchor: 'D4 l.108, l.148-158, l.186',
    document: 'errors_total.inc(total_failures) at every poll',
    wrong: {
      expr: 'sum(rate(omninode_polled_errors_total{$app}[5m])) > 0.1',
      by: [],
      shows: [{ labels: {}, value: 4.2 }],
    },
    corrected: [{ expr: 'sum(rate(omninode_kept_errors_total{$app}[5m])) > 0.1', by: [], shows: [] }],
    fact: 'The total is added again at every poll: 42 old failures and no new one read as four errors a second; the difference to the last poll is what may be added.',
  },
  {
    id: 'C-9',
    anchor: 'D4 l.33-35',
    document: 'active_connections.labels(service="postgresql").set(pool.size)',
    wrong: {
      expr: '100 * omninode_pool_size{$app} / on (instance) omninode_pool_max{$app} > 90',
      by: [],
      shows: [{ labels: {}, value: 100 }],
    },
    corrected: [
      {
        expr: '100 * (omninode_pool_size{$app} - on (instance) omninode_pool_idle{$app}) / on (instance) omninode_pool_max{$app}',
        by: [],
        shows: [{ labels: {}, value: 25 }],
      },
    ],
    fact: 'The size of the pool counts connections that are idle: a pool at rest reads as exhausted. Size less idle is what is in use.',
  },
  {
    id: 'C-10',
    anchor: 'D4 l.142',
    document: 'memory_usage_bytes.set(cache_memory)',
    wrong: {
      expr: 'max_over_time(omninode_memory_usage_bytes{$app}[5m]) / min_over_time(omninode_memory_usage_bytes{$app}[5m]) > 100',
      by: [],
      shows: [{ labels: {}, value: 300 }],
    },
    corrected: [
      {
        expr: 'max_over_time(omninode_workflow_cache_memory_bytes{$app}[5m]) / min_over_time(omninode_workflow_cache_memory_bytes{$app}[5m])',
        by: [],
        shows: [{ labels: {}, value: 1 }],
      },
    ],
    fact: 'Two writers share one gauge without labels, so that the memory of the process jumps to that of the cache and back; each has a metric of its own.',
  },
  {
    id: 'C-11',
    anchor: 'D4 l.191-192',
    document: 'system_health_status.set(score) in a loop over the breakers',
    wrong: {
      expr: 'max(omninode_system_health_status{$app})',
      by: [],
      shows: [{ labels: {}, value: 2 }],
    },
    corrected: [{ expr: 'min(omninode_system_health_status{$app})', by: [], shows: [{ labels: {}, value: 0 }] }],
    fact: 'The last writer wins, and the last instance read: a healthy one hides one that is critical. The worst is what counts; scores of breakers have a metric of their own.',
  },
  {
    id: 'C-13',
    anchor: 'D4 l.121-127',
    document: 'request_duration.labels(component="kafka", operation="batch").observe(avg_batch_size)',
    wrong: {
      expr: `${p95('component, le', '')} > 5`,
      by: ['component'],
      shows: [component('kafka'), component('reporting')],
    },
    corrected: [{ expr: `${p95('component, le', real)} > 5`, by: ['component'], shows: [component('reporting')] }],
    fact: 'Seven messages of a batch are observed as seven seconds and make the rule for slow responses fire for Kafka.',
  },
  {
    id: 'C-14',
    anchor: 'D4 l.154-158',
    document: 'request_count.labels(component="workflow_cache", operation="miss", status="failure").inc(cache_misses)',
    wrong: {
      expr: `sum by (component) (rate(${requests(',status!="success"')}[5m])) / sum by (component) (rate(${requests()}[5m])) > 0.05`,
      by: ['component'],
      shows: [component('kafka'), component('workflow_cache')],
    },
    corrected: [
      {
        expr: `sum by (component) (rate(${requests(',status="error"')}[5m])) / sum by (component) (rate(${requests()}[5m])) > 0.05`,
        by: ['component'],
        shows: [component('kafka')],
      },
    ],
    fact: 'A cache miss is no failed request; counted as one, a third of the look-ups "fail".',
  },
];

const histogram = (labels: string, [low, high]: readonly [number, number], perSecond: number): Record<string, string> =>
  Object.fromEntries(
    (
      [
        [low, 0],
        [high, perSecond],
        ['+Inf', perSecond],
      ] as const
    ).map(([le, rate]) => [`omninode_request_duration_seconds_bucket{${job},${labels},le="${le}"}`, growing(rate)])
  );
const counted = (labels: string, perSecond: number) => ({
  [`omninode_requests_total{${job},${labels}}`]: growing(perSecond),
});

/** What the rule tests stage, half an hour of it; the demo exposes the like. */
export const stagedSeries: Record<string, string> = {
  [`up{${job}}`]: steady(1),
  ...histogram('component="hook_receiver",operation="process_hook",status="success"', [0.025, 0.05], 20),
  ...histogram('component="reporting",operation="render",status="success"', [5, 7.5], 0.5),
  ...histogram('component="kafka",operation="batch",status="success"', [5, 7.5], 0.2),
  ...histogram('component="database",operation="query",status="slow"', [1, 2.5], 0.2),
  ...counted('component="kafka",operation="publish",status="success"', 10),
  ...counted('component="kafka",operation="publish",status="error"', 2),
  ...counted('component="kafka",operation="batch",status="success"', 1.2),
  ...counted('component="kafka_client",operation="publish_event",status="success"', 5),
  ...counted('component="workflow_cache",operation="hit",status="success"', 10),
  ...counted('component="workflow_cache",operation="miss",status="failure"', 5),
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [
      `omninode_errors_total{${job},component="hook_receiver",error_type="e${i}"}`,
      growing(0.09),
    ])
  ),
  [`omninode_active_connections{${job},service="postgresql"}`]: steady(19),
  [`omninode_max_connections{${job}}`]: steady(20),
  'omninode_active_connections{job="application",service="postgresql"}': steady(19),
  'omninode_max_connections{job="application",service="postgresql"}': steady(20),
  [`omninode_circuit_breaker_trips_total{${job},component="medium"}`]: steady(412),
  // Two minutes before the evaluation at half an hour.
  [`omninode_circuit_breaker_trips_total{${job},component="late"}`]: born(1680, 1),
  [`omninode_circuit_breaker_state{${job},component="medium",state="closed"}`]: steady(1),
  [`omninode_circuit_breaker_state{${job},component="medium",state="open"}`]: steady(0),
  // At every poll of 10 s the same 42 are added again; the other was added once, long ago.
  [`omninode_polled_errors_total{${job}}`]: growing(4.2),
  [`omninode_kept_errors_total{${job}}`]: steady(42),
  [`omninode_pool_size{${job}}`]: steady(20),
  [`omninode_pool_idle{${job}}`]: steady(15),
  [`omninode_pool_max{${job}}`]: steady(20),
  [`omninode_memory_usage_bytes{${job}}`]: Array.from({ length: 200 }, () => '600000000 2000000').join(' '),
  [`omninode_workflow_cache_memory_bytes{${job}}`]: steady(2000000),
  [`omninode_system_health_status{${job}}`]: steady(2),
  'omninode_system_health_status{job="documents-errors",instance="b"}': steady(0),
};
