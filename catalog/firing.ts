/**
 * For how long did a system's alerts fire? In seconds by alert, however many instances of it fired at once: a ruler of
 * Prometheus writes ALERTS, and Grafana writes GRAFANA_ALERTS where its state history goes to Prometheus.
 */
export function timeFiring(system: string, window: string, stepMinutes: number): string {
  const of = (metric: string) =>
    `${60 * stepMinutes} * count_over_time((max by (alertname, severity) (${metric}{system="${system}",alertstate="firing"}))[${window}:${stepMinutes}m])`;
  return `${of('ALERTS')} or ${of('GRAFANA_ALERTS')}`;
}
