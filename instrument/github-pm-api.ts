/** What did commands ask of GitHub's API and of the cache before it (D5 l.51-57, l.282-305, l.362-364)? */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import { API_SECONDS } from './github-pm-buckets';

export type LimitedResource = 'core' | 'graphql' | 'search';

export class GithubPmApi {
  private readonly requests: Counter;
  private readonly seconds: Histogram;
  private readonly consumed: Counter;
  private readonly lookups: Counter;
  private readonly bytes: Record<'transmit' | 'receive', Counter>;
  private readonly connections: Gauge;
  private readonly concurrent: Gauge;

  constructor(registry: Registry) {
    const options = (name: string, help: string, ...labelNames: string[]) => ({
      name: `github_pm_${name}`,
      help,
      labelNames,
      registers: [registry],
    });
    this.requests = new Counter(options('api_requests_total', 'Requests to the GitHub API.', 'endpoint'));
    this.seconds = new Histogram({
      ...options('api_request_duration_seconds', 'Duration of requests to the GitHub API.', 'endpoint', 'operation'),
      buckets: API_SECONDS,
    });
    this.consumed = new Counter(
      options('rate_limit_consumed_total', 'Points of the rate limits that were consumed.', 'resource')
    );
    this.lookups = new Counter(options('cache_requests_total', 'Look-ups in the cache.', 'result'));
    this.bytes = {
      transmit: new Counter(options('network_transmit_bytes_total', 'Bytes sent.')),
      receive: new Counter(options('network_receive_bytes_total', 'Bytes received.')),
    };
    this.connections = new Gauge(options('active_connections', 'Most connections that the last command had at once.'));
    this.concurrent = new Gauge(
      options('concurrent_operations', 'Most operations that the last command had under way at once.')
    );
    // A gauge without labels is 0 from the start: unset, it leaves what the run before said.
    this.connections.remove();
    this.concurrent.remove();
    this.lookedUp('hit', 0);
    this.lookedUp('miss', 0);
    (['core', 'graphql', 'search'] as const).forEach((resource) => this.consumed.inc({ resource }, 0));
  }

  /** Makes the series of an operation exist at 0 (G-10). */
  announce(endpoint: string, operation: string): void {
    this.requests.inc({ endpoint }, 0);
    this.seconds.zero({ endpoint, operation });
  }

  /** One request, with what it cost: a GraphQL request may cost many points (D-29). */
  requested(
    endpoint: string,
    operation: string,
    seconds: number,
    cost?: { resource: LimitedResource; points: number }
  ) {
    this.requests.inc({ endpoint });
    this.seconds.observe({ endpoint, operation }, seconds);
    if (cost) {
      this.consumedOf(cost.resource, cost.points);
    }
  }

  consumedOf(resource: LimitedResource, points: number): void {
    this.consumed.inc({ resource }, points);
  }

  lookedUp(result: 'hit' | 'miss', times = 1): void {
    this.lookups.inc({ result }, times);
  }

  transferred(sent: number, received: number): void {
    this.bytes.transmit.inc(sent);
    this.bytes.receive.inc(received);
  }

  setAtOnce(operations: number, connections: number): void {
    this.concurrent.set(operations);
    this.connections.set(connections);
  }
}
