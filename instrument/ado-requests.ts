/**
 * How long do ADO's HTTP requests take, and how do they end? By the name and
 * labels of OpenTelemetry's http.server.request.duration, for programs that do
 * not run its SDK. A route is the pattern, never the address.
 *
 *     const request = requests.start('GET', '/api/backlog/status');
 *     request.end(response.statusCode);
 */
import type { Registry } from 'prom-client';

import { ADO_HTTP_SECONDS } from './ado-buckets';
import { firstTime } from './first-time';
import { OperationTimer, systemClock, type Clock } from './operation-timer';

type Label = 'http_request_method' | 'http_route' | 'http_response_status_code';

export class AdoRequests {
  private readonly timer: OperationTimer<Label>;

  constructor(
    registry: Registry,
    private readonly clock: Clock = systemClock
  ) {
    this.timer = new OperationTimer({
      registry,
      clock,
      name: 'http_server_request',
      help: 'Duration of HTTP requests.',
      labels: ['http_request_method', 'http_route', 'http_response_status_code'],
      buckets: ADO_HTTP_SECONDS,
      status: false,
    });
  }

  /** Makes a route's series exist at 0, so that its first failure is seen (G-10). */
  announce(method: string, route: string, statuses: readonly number[] = [200, 500]): void {
    statuses.forEach((status) => this.timer.announce(labelsOf(method, route, status)));
  }

  start(method: string, route: string): { end(status: number): number } {
    const startedAt = this.clock();
    const first = firstTime();
    return {
      end: (status) => {
        const seconds = Math.max(0, this.clock() - startedAt);
        if (first()) {
          this.timer.record(labelsOf(method, route, status), seconds, '');
        }
        return seconds;
      },
    };
  }
}

const labelsOf = (method: string, route: string, status: number): Record<Label, string> => ({
  http_request_method: method,
  http_route: route,
  http_response_status_code: String(status),
});
