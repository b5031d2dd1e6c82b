// Where is a dashboard of the catalogue, asking the data source that a page is about? It remembers another one.
import { linkedPrometheus } from './datasources';

export function dashboardLink(dashboard: string, source: string, range: { from?: string; to?: string } = {}): string {
  // The names of the dashboards' variables. Which Prometheus somebody chose there stays, where no other one is known.
  const prometheus = linkedPrometheus(source);
  const asked = {
    'var-yardstick': source,
    ...(prometheus !== undefined && { 'var-prometheus': prometheus }),
    ...range,
  };
  return `/d/${dashboard}?${new URLSearchParams(asked)}`;
}
