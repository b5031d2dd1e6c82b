/** What does D3 want to see of the API and of operations as a whole (l.11-27, l.261, l.338, l.343-346)? */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { Quantity } from '../../model';
import { shareOf } from '../../share';
import { answering, shownAnswering } from '../../watch';

export const http = 'http_server_request_duration_seconds';
const otel =
  "Instrument the HTTP server with OpenTelemetry's stable conventions (Python: OTEL_SEMCONV_STABILITY_OPT_IN=http), with a view that adds a bound at 2 s.";

export const apiQuantile = (q: number, window = '5m', offset = '') =>
  `histogram_quantile(${q}, sum by (le) (rate(${http}_bucket{$app}[${window}]${offset})))`;
export const requestRate = (window: string, matchers = '') => `sum(rate(${http}_count{$app${matchers}}[${window}]))`;
/** The share of answers with such a status; no such answer is 0, no answer at all is nothing (G-5). */
const share = (status: string) =>
  `(${requestRate('5m', `,http_response_status_code=~"${status}"`)} or vector(0)) / ${requestRate('5m')}`;

/** Of an hour. What is tried again for the first time, and fails again for the first time, has no counter before. */
export const retries = (matchers = '') => increaseFromBirth(`ado_retries_total{$app${matchers}}`, '1h', 'app');

export const heartbeat = 'ado_queue_size';
export const responsive = answering(heartbeat);
/** A probe that failed counts as one that took longer than any limit (E-5). Both come from one scrape, so that all labels are the same: several modules or regions may probe one instance. */
export const slowestAnswer = 'max(probe_duration_seconds{$host} + 31 * (1 - probe_success{$host}))';
const recentTimeouts = increaseFromBirth('db_client_connection_timeouts_total{$app}', '5m', 'app');
/** A database that does not answer, or connections that were not had in time (E-8). */
export const databaseFailures = `label_replace(1 - min by (instance) (pg_up{$host}), "cause", "no answer", "", "")
  or label_replace(sum by (instance) (${recentTimeouts}), "cause", "connection timeouts", "", "")`;

const responseTime = (id: string, q: number, line: number): z.input<typeof Quantity> => ({
  id,
  title: `API response time P${q * 100}`,
  unit: 's',
  metrics: [`${http}_bucket`],
  expr: apiQuantile(q),
  legend: `p${q * 100}`,
  also: [
    {
      expr: `histogram_quantile(${q}, sum by (http_request_method, http_route, le) (rate(${http}_bucket{$app}[5m])))`,
      legend: '{{http_request_method}} {{http_route}}',
    },
  ],
  anchor: `D3 l.${line}`,
  emit: otel,
});

export const api: Array<z.input<typeof Quantity>> = [
  responseTime('D3-Q01', 0.5, 12),
  responseTime('D3-Q02', 0.95, 13),
  responseTime('D3-Q03', 0.99, 14),
  {
    id: 'D3-Q05',
    title: 'Requests per second',
    unit: 'suffix:req/s',
    metrics: [`${http}_count`],
    expr: requestRate('5m'),
    legend: 'requests',
    also: [
      {
        expr: `sum by (http_request_method, http_route) (rate(${http}_count{$app}[5m]))`,
        legend: '{{http_request_method}} {{http_route}}',
      },
    ],
    anchor: 'D3 l.18',
    emit: otel,
  },
  {
    id: 'D3-Q07',
    title: 'Concurrent users',
    unit: 'short',
    metrics: ['ado_active_users'],
    expr: 'max(ado_active_users{$app})',
    legend: 'users',
    also: [
      { expr: 'max_over_time(max(ado_active_users{$app})[1d:1m])', legend: 'most within a day' },
      { expr: 'max(locust_users{$host})', legend: 'users of the load test' },
    ],
    anchor: 'D3 l.20',
    emit: 'New: gauge ado_active_users, the sessions that are alive in the session store.',
  },
  {
    id: 'D3-Q09',
    title: 'API error rate',
    unit: 'percent',
    metrics: [`${http}_count`],
    expr: `100 * ${share('5..')}`,
    legend: 'errors',
    also: [
      {
        expr: `100 * (sum by (http_route) (rate(${http}_count{$app,http_response_status_code=~"5.."}[5m]))
          or 0 * sum by (http_route) (rate(${http}_count{$app}[5m]))) / sum by (http_route) (rate(${http}_count{$app}[5m]))`,
        legend: '{{http_route}}',
      },
    ],
    anchor: 'D3 l.24',
    emit: otel,
  },
  {
    id: 'D3-Q11',
    title: 'Timeout rate',
    unit: 'percentunit',
    metrics: ['ado_operation_timeouts_total', 'ado_operations_total'],
    // "All operations" is more than the API, whose statuses are the second view (D-34).
    expr: '(sum(rate(ado_operation_timeouts_total{$app}[5m])) or vector(0)) / sum(rate(ado_operations_total{$app}[5m]))',
    legend: 'all operations',
    also: [{ expr: share('408|504'), legend: 'API' }],
    anchor: 'D3 l.26 (D-34)',
    emit: 'New: counters ado_operations_total{operation} and ado_operation_timeouts_total{operation} for API, agents, database and LLM alike.',
  },
  {
    id: 'D3-Q12',
    title: 'Retry success rate',
    unit: 'percentunit',
    metrics: ['ado_retries_total'],
    expr: shareOf(`sum(${retries(',result="success"')})`, `sum(${retries()})`),
    legend: 'all operations',
    also: [
      {
        expr: shareOf(`sum by (operation) (${retries(',result="success"')})`, `sum by (operation) (${retries()})`),
        legend: '{{operation}}',
      },
    ],
    anchor: 'D3 l.27',
    emit: 'New: counter ado_retries_total{operation,result="success|failure"}, once per operation that was tried again; Java has resilience4j_retry_calls_total.',
  },
  {
    id: 'D3-Q28',
    title: 'Application down, response time from outside',
    unit: 's',
    metrics: ['up', 'probe_success', 'probe_duration_seconds'],
    // A request histogram cannot show 30 s, and a dead application has no requests (C-16).
    expr: slowestAnswer,
    legend: 'slowest probe',
    also: [
      { expr: shownAnswering(heartbeat), legend: 'answers', unit: 'short' },
      { expr: 'min(probe_success{$host})', legend: 'probe', unit: 'short' },
      { expr: 'max(probe_duration_seconds{$host})', legend: 'duration of the probe' },
    ],
    anchor: 'D3 l.261 (C-16)',
    emit: 'Probe the API with blackbox_exporter under a job named ado-probe, with a timeout (and a scrape timeout) above 30 s.',
  },
  {
    id: 'D3-Q42',
    title: 'Health of all components',
    unit: 'short',
    metrics: ['up', 'pg_up', 'redis_up', 'probe_success'],
    expr: 'min by (job) (up{$app})',
    legend: '{{job}}',
    also: [
      { expr: shownAnswering(heartbeat), legend: 'application' },
      { expr: 'min(pg_up{$host})', legend: 'PostgreSQL' },
      { expr: 'min(redis_up{$host})', legend: 'Redis' },
      { expr: 'min(probe_success{$host})', legend: 'API from outside' },
    ],
    anchor: 'D3 l.343',
    emit: 'Scrape the application and the exporters of PostgreSQL, Redis and the probe under jobs named ado-<something>.',
  },
  {
    id: 'D3-Q43',
    title: 'Alerts that fire',
    unit: 'short',
    metrics: ['ALERTS'],
    expr: 'count by (severity) (ALERTS{system="ado",alertstate="firing"}) or vector(0)',
    legend: '{{severity}}',
    also: [
      {
        expr: 'count by (severity) (GRAFANA_ALERTS{system="ado",alertstate="firing"}) or vector(0)',
        legend: 'Grafana {{severity}}',
      },
    ],
    anchor: 'D3 l.346',
    emit: "Load provisioning/rules/ado.yaml into Prometheus, or write Grafana's state history to Prometheus; the list of alerts needs neither.",
  },
];
