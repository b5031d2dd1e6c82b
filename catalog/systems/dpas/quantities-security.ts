/** What does D1 want to see of requests, authentication, flags and the audit log (l.95-107, l.189-193, l.250)? */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { Quantity } from '../../model';
import { authRoutes, refused, spike } from './figures';

const requests = 'http_server_request_duration_seconds';
const emitRequests =
  'Instrument the server with OpenTelemetry (http.server.request.duration) or with instrument/: histogram ' +
  'http_server_request_duration_seconds{http_request_method,http_route,http_response_status_code}, here with a bound at 0.2, which the defaults lack. ' +
  "OpenTelemetry's Prometheus exporter for JavaScript leaves out the unit in the name.";

const failed = `${requests}_count{$app,${authRoutes},${refused}}`;
/** Of five minutes. A route that refuses for the first time, after each start of the application, has no such counter before. */
const failures = `sum(${increaseFromBirth(failed, '5m', 'app')})`;
/** A quiet hour must not make a spike of one failure. */
const leastPerSecond = 0.001;

/** D1 l.200: how many times the hour before, while there are more than a few (D-19). */
export const authSpike = `${failures} / ${5 * 60}
    / clamp_min((sum(rate(${failed}[1h] offset 5m)) or vector(0)), ${leastPerSecond})
    and ${failures} > ${spike.leastFailures}`;

export const apiP95 = `histogram_quantile(0.95, sum by (le) (rate(${requests}_bucket{$app}[5m])))`;
export const securityP95 =
  'histogram_quantile(0.95, sum by (operation, le) (rate(dpas_security_operation_duration_seconds_bucket{$app}[5m])))';

export const security: Array<z.input<typeof Quantity>> = [
  {
    id: 'D1-Q37',
    title: 'Duration of security operations',
    unit: 's',
    metrics: ['dpas_security_operation_duration_seconds_bucket', 'dpas_security_operation_cpu_seconds_total'],
    expr: securityP95,
    legend: '{{operation}}',
    also: [
      {
        expr: 'sum by (operation) (rate(dpas_security_operation_cpu_seconds_total{$app}[5m]))',
        legend: '{{operation}} CPU',
        unit: 'suffix:cores',
      },
    ],
    anchor: 'D1 l.99-106',
    emit: 'Time every security operation: histogram dpas_security_operation_duration_seconds{operation} with a bound at 1; count its CPU time in dpas_security_operation_cpu_seconds_total{operation}.',
  },
  {
    id: 'D1-Q41',
    title: 'Authentication requests',
    unit: 'suffix:req/s',
    metrics: [`${requests}_count`],
    expr: `sum(rate(${requests}_count{$app,${authRoutes}}[5m]))`,
    legend: 'all',
    also: [{ expr: `sum by (http_route) (rate(${requests}_count{$app,${authRoutes}}[5m]))`, legend: '{{http_route}}' }],
    anchor: 'D1 l.190',
    emit: emitRequests,
  },
  {
    id: 'D1-Q42',
    title: 'Failed authentication attempts',
    unit: 'short',
    metrics: [`${requests}_count`],
    expr: `${failures} or 0 * sum(increase(${requests}_count{$app,${authRoutes}}[5m]))`,
    legend: 'failed attempts',
    anchor: 'D1 l.191, l.200 (D-19)',
    emit: emitRequests,
  },
  {
    id: 'D1-Q43',
    title: 'Feature flag usage',
    unit: 'suffix:evaluations/s',
    metrics: ['feature_flag_evaluation_requests_total', 'feature_flag_evaluation_success_total'],
    expr: 'sum by (feature_flag_key) (rate(feature_flag_evaluation_requests_total{$app}[5m]))',
    legend: '{{feature_flag_key}}',
    also: [
      {
        expr: 'sum by (feature_flag_key, feature_flag_result_variant) (rate(feature_flag_evaluation_success_total{$app}[5m]))',
        legend: '{{feature_flag_key}} {{feature_flag_result_variant}}',
      },
    ],
    anchor: 'D1 l.192',
    emit: 'Add the MetricsHook of @openfeature/open-telemetry-hooks, or count feature_flag_evaluation_requests_total{feature_flag_key} and feature_flag_evaluation_success_total{feature_flag_key,feature_flag_result_variant}.',
  },
  {
    id: 'D1-Q44',
    title: 'Audit log volume',
    unit: 'suffix:entries/s',
    metrics: ['dpas_audit_events_total'],
    expr: 'sum by (event_type) (rate(dpas_audit_events_total{$app}[5m]))',
    legend: '{{event_type}}',
    anchor: 'D1 l.193',
    emit: 'Count every entry where it is logged: counter dpas_audit_events_total{event_type,outcome}.',
  },
  {
    id: 'D1-Q48',
    title: 'API response time',
    unit: 's',
    metrics: [`${requests}_bucket`],
    expr: apiP95,
    legend: 'p95',
    also: [
      {
        expr: `histogram_quantile(0.95, sum by (http_route, le) (rate(${requests}_bucket{$app}[5m])))`,
        legend: '{{http_route}}',
      },
    ],
    anchor: 'D1 l.250',
    emit: emitRequests,
  },
];
