/** Under which names do libraries and proxies tell of circuit breakers? */
import type { z } from 'zod';

import type { Profile } from '../profile';

type Spec = z.input<typeof Profile>;

export const resilience4j: Spec = {
  emitter: 'resilience4j',
  title: 'resilience4j with Micrometer',
  needs: "Bind resilience4j-micrometer's TaggedCircuitBreakerMetrics to the meter registry.",
  source: 'S20',
  metrics: {
    // "disabled" and "metrics_only" let every call pass: they stay words of their own.
    omninode_circuit_breaker_state: {
      metric: 'resilience4j_circuitbreaker_state',
      labels: { component: 'name' },
      values: { state: { forced_open: 'open' } },
    },
    // It counts no trips. The state `open` rises from 0 to 1 with each, as far as a scrape sees it.
    omninode_circuit_breaker_trips_total: {
      metric: 'resilience4j_circuitbreaker_state',
      labels: { component: 'name' },
      where: 'state="open"',
    },
    omninode_circuit_breaker_calls_total: {
      metric: 'resilience4j_circuitbreaker_calls_seconds_count',
      labels: { component: 'name', result: 'kind' },
      values: { result: { successful: 'success', failed: 'failure' } },
    },
    ado_retries_total: {
      metric: 'resilience4j_retry_calls_total',
      labels: { operation: 'name', result: 'kind' },
      where: 'kind=~".+_with_retry"',
      values: { result: { successful_with_retry: 'success', failed_with_retry: 'failure' } },
    },
  },
};

/** Event counters and no state: the breaker query finds the state by the event that came last (E-18). */
export const opossum: Spec = {
  emitter: 'opossum',
  title: 'opossum with opossum-prometheus',
  needs: 'Add every breaker to opossum-prometheus: it emits the counter circuit{name,event}.',
  source: 'S2, E-18',
  metrics: {
    omninode_circuit_breaker_trips_total: {
      metric: 'circuit',
      labels: { component: 'name' },
      where: 'event="open"',
    },
    omninode_circuit_breaker_calls_total: {
      metric: 'circuit',
      labels: { component: 'name', result: 'event' },
      // A call that timed out is counted as a timeout and as a failure.
      where: 'event=~"success|failure|reject"',
      values: { result: { reject: 'rejected' } },
    },
  },
};

/** Ejected hosts and limits that were reached. It has no failure state and is never shown as open or closed (E-14). */
export const envoy: Spec = {
  emitter: 'envoy',
  title: 'Envoy outlier detection',
  needs: 'Configure outlier_detection on the cluster; below Istio let proxyStatsMatcher include outlier_detection.',
  source: 'E-14',
  metrics: {
    omninode_circuit_breaker_trips_total: {
      metric: 'envoy_cluster_outlier_detection_ejections_enforced_total',
      labels: { component: 'envoy_cluster_name' },
    },
    omninode_circuit_breaker_calls_total: {
      metric: 'envoy_cluster_upstream_rq_xx',
      labels: { component: 'envoy_cluster_name', result: 'envoy_response_code_class' },
      values: { result: { '2': 'success', '3': 'success', '4': 'success', '5': 'failure' } },
    },
  },
};
