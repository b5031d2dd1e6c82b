/** What does D3 want to see of service levels, cost, capacity, tests and releases (l.220-253, l.302-318, l.336-374)? */
import type { z } from 'zod';

import type { Quantity } from '../../model';
import { growth } from './figures';
import { apiQuantile, http, requestRate } from './quantities-api';

const requests = 'The request histogram of the API (D3-Q02) is all it needs.';
const bench =
  'Push after every run of pytest-benchmark: gauges ado_benchmark_duration_seconds{benchmark,stat}, ado_benchmark_last_duration_seconds{benchmark} (the mean), ado_benchmark_last_run_timestamp_seconds{benchmark} and, while a round runs, its start as ado_benchmark_in_progress_start_timestamp_seconds{benchmark}.';
const under = (le: string) => `sum(rate(${http}_bucket{$app,le=~"${le}"}[1h]))`;

const dayRate = requestRate('1d');
/** D3 l.313-317 over the measured load of a day. */
export const requiredInstances = (quarters: number, season = '') =>
  `ceil(${growth.peakMultiplier} * ${dayRate} * ${1 + growth.perQuarter} ^ ${quarters}${season} / ${growth.rpsPerInstance})`;
const serving = `group by (job, instance) (${http}_count{$app})`;
/** Only what serves requests: exporters and probes of the system are no instances. Of what pushes its metrics there is no up. */
export const instances = `(count(up{$app} == 1 and on (job, instance) ${serving}) or count(${serving}))`;
export const loadOfInstances = `${requestRate('15m')} / (${growth.rpsPerInstance} * ${instances})`;
export const regression = `${apiQuantile(0.95, '1h')} / ${apiQuantile(0.95, '1h', ' offset 1w')} - 1`;
/** Of two versions of one target, one has just ended: the one seen last. */
const version = '(topk by (job, instance) (1, timestamp(target_info{$app})) > bool 0)';
const began = 'process_start_time_seconds{$app}';
/**
 * Of what serves requests: an exporter that starts again is no release. A release that replaces instances leaves no series
 * whose start changes; the new ones count where they were not there before and began within the window.
 */
export const restarts = (minutes: number) =>
  `sum(changes(${began}[${minutes}m]) and on (job, instance) ${serving})
    + (count((${began} > time() - ${60 * minutes} unless ${began} offset ${minutes}m) and on (job, instance) ${serving}) or vector(0))`;

export const delivery: Array<z.input<typeof Quantity>> = [
  {
    id: 'D3-Q33',
    title: 'Load test',
    unit: 'suffix:req/s',
    metrics: ['locust_requests_current_rps', 'locust_requests_fail_ratio', 'locust_users'],
    expr: 'sum(locust_requests_current_rps{$host,name!="Aggregated"})',
    legend: 'requests',
    also: [
      {
        expr: 'max(locust_requests_current_response_time_percentile_95{$host}) / 1000',
        legend: 'p95 of the load test',
        unit: 's',
      },
      { expr: 'max(locust_requests_fail_ratio{$host})', legend: 'failed', unit: 'percentunit' },
      { expr: 'max(locust_users{$host})', legend: 'users', unit: 'short' },
    ],
    anchor: 'D3 l.225-234',
    emit: 'Run locust_exporter beside Locust under a job named ado-<something>; results of k6, JMeter, Artillery and Gatling are imported as runs.',
  },
  {
    id: 'D3-Q34',
    title: 'Benchmarks',
    unit: 's',
    metrics: ['ado_benchmark_duration_seconds', 'ado_benchmark_last_duration_seconds'],
    expr: `max by (benchmark) (ado_benchmark_duration_seconds{$app,stat="mean"})`,
    legend: '{{benchmark}} mean',
    anchor: 'D3 l.242-245',
    emit: bench,
  },
  {
    id: 'D3-Q35',
    title: 'Planner agent benchmark',
    unit: 's',
    metrics: ['ado_benchmark_duration_seconds'],
    expr: 'max(ado_benchmark_duration_seconds{$app,benchmark="planner_agent",stat="max"})',
    legend: 'longest round',
    anchor: 'D3 l.248-253',
    emit: bench,
  },
  {
    id: 'D3-Q36',
    title: 'Capacity',
    unit: 'suffix:req/s',
    metrics: [`${http}_count`, 'up'],
    expr: dayRate,
    legend: 'mean of a day',
    also: [
      { expr: instances, legend: 'instances now', unit: 'short' },
      { expr: requiredInstances(1), legend: 'next quarter', unit: 'short' },
      { expr: requiredInstances(4), legend: 'in a year', unit: 'short' },
      {
        expr: requiredInstances(4, ` * ${1 + growth.releaseSeason}`),
        legend: 'in a year, during a release',
        unit: 'short',
      },
      {
        expr: `max_over_time(${requestRate('5m')}[1d:5m]) / ${dayRate}`,
        legend: 'measured peak over mean',
        unit: 'suffix:x',
      },
    ],
    anchor: 'D3 l.305-308, l.313-317',
    emit: requests,
  },
  {
    id: 'D3-Q37',
    title: 'SLA compliance',
    unit: 'percentunit',
    metrics: ['probe_success', `${http}_bucket`],
    expr: 'avg(avg_over_time(probe_success{$host}[30d]))',
    legend: 'uptime of 30 days',
    also: [
      {
        expr: `histogram_fraction(0, 2, sum by (le) (rate(${http}_bucket{$app}[30d])))`,
        legend: 'answers within the P95 target, 30 days',
      },
    ],
    anchor: 'D3 l.337 (D-26)',
    emit: 'Probe the API with blackbox_exporter under a job named ado-probe, and keep 30 days of it; the share of answers needs Prometheus 3.4 and a bound at 2 s.',
  },
  {
    id: 'D3-Q39',
    title: 'User satisfaction',
    unit: 'short',
    metrics: [`${http}_bucket`],
    // Apdex: satisfied within the P50 target, tolerating within four times that, which is the P95 target.
    expr: `(${under('0.5')} + (${under('2([.]0)?')} or ${under('2.5')})) / 2 / ${requestRate('1h')}`,
    legend: 'Apdex',
    also: [{ expr: 'avg(ado_user_satisfaction_score{$app})', legend: 'survey' }],
    anchor: 'D3 l.338',
    emit: 'The request histogram gives the Apdex; for surveys set the gauge ado_user_satisfaction_score.',
  },
  {
    id: 'D3-Q40',
    title: 'Cost',
    unit: 'currencyUSD',
    metrics: ['node_total_hourly_cost', 'litellm_spend_metric_total'],
    expr: 'sum(node_total_hourly_cost{$host}) * 24 * 30',
    legend: 'infrastructure, a month',
    also: [{ expr: 'sum(increase(litellm_spend_metric_total{$host}[30d]))', legend: 'LLM, the last 30 days' }],
    anchor: 'D3 l.339',
    emit: 'Scrape OpenCost and the LiteLLM proxy under jobs named ado-<something>.',
  },
  {
    id: 'D3-Q41',
    title: 'Performance over time',
    unit: 's',
    metrics: [`${http}_bucket`],
    expr: apiQuantile(0.95, '1h'),
    legend: 'P95 of an hour',
    also: [{ expr: apiQuantile(0.95, '1h', ' offset 1w'), legend: 'a week before' }],
    anchor: 'D3 l.340',
    emit: requests,
  },
  {
    id: 'D3-Q44',
    title: 'Regression against the week before',
    unit: 'percentunit',
    metrics: [`${http}_bucket`],
    expr: regression,
    legend: 'API P95',
    anchor: 'D3 l.351, l.358-367 (E-1)',
    emit: `${requests} Every single operation is compared with its learned baseline besides.`,
  },
  {
    id: 'D3-Q45',
    title: 'Deployment impact',
    unit: 's',
    metrics: ['process_start_time_seconds', 'target_info'],
    expr: `histogram_quantile(0.95, sum by (service_version, le) (
      rate(${http}_bucket{$app}[15m]) * on (job, instance) group_left (service_version) ${version}))`,
    legend: '{{service_version}}',
    also: [{ expr: restarts(10), legend: 'restarts', unit: 'short' }],
    anchor: 'D3 l.352',
    emit: "Let OpenTelemetry's Prometheus exporter write target_info{service_version}, and use the process collector of the Prometheus client.",
  },
  {
    id: 'D3-Q47',
    title: 'Distance to scaling thresholds',
    unit: 'percentunit',
    metrics: [`${http}_count`, 'up'],
    expr: loadOfInstances,
    legend: 'of what the instances can take',
    also: [{ expr: `1 - ${loadOfInstances}`, legend: 'left' }],
    anchor: 'D3 l.275 (D-19)',
    emit: requests,
  },
];
