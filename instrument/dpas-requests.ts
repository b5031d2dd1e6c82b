/**
 * How long do DPAS' HTTP requests take, and how do they end? By the name and
 * the labels of OpenTelemetry's http.server.request.duration, for programs
 * that do not run its SDK:
 *
 *     const request = requests.start('POST', '/api/auth/login');
 *     request.end(response.statusCode);
 *
 * A route is the pattern, never the address: `/api/datasets/:id`.
 */
import { Histogram, type Registry } from 'prom-client';

import { DPAS_HTTP_SECONDS } from './dpas-buckets';
import { firstTime } from './first-time';
import { systemClock, type Clock } from './operation-timer';

export class DpasRequests {
  private readonly duration: Histogram;

  constructor(
    registry: Registry,
    private readonly clock: Clock = systemClock
  ) {
    this.duration = new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Duration of HTTP server requests.',
      labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
      buckets: DPAS_HTTP_SECONDS,
      registers: [registry],
    });
  }

  /** Makes a route's series exist at 0, so that the first refusal is seen (G-10). */
  announce(method: string, route: string, statuses: readonly number[] = [200, 500]): void {
    statuses.forEach((status) => this.duration.zero(labelsOf(method, route, status)));
  }

  start(method: string, route: string): { end(status: number): number } {
    const startedAt = this.clock();
    const first = firstTime();
    return {
      end: (status) => {
        const seconds = Math.max(0, this.clock() - startedAt);
        if (first()) {
          this.duration.observe(labelsOf(method, route, status), seconds);
        }
        return seconds;
      },
    };
  }
}

const labelsOf = (method: string, route: string, status: number) => ({
  http_request_method: method,
  http_route: route,
  http_response_status_code: String(status),
});
