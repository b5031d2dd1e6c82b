/**
 * What happened to a request of a component? OmniNode's own three metrics
 * (D4 l.205-239, names as its PerformanceMonitor declares them):
 *
 *     const request = trace.start('hook_receiver', 'process_hook');
 *     request.end('success');            // or request.end('error', 'TimeoutError')
 *
 * `status` is success or error; a cache miss is neither (see CacheLookups).
 */
import { Counter, type Registry } from 'prom-client';

import { PYTHON_SECONDS } from './buckets';
import { firstTime } from './first-time';
import { OperationTimer, type Clock } from './operation-timer';

export interface TracedRequest {
  end(status: 'success'): number;
  end(status: 'error', errorType: string): number;
}

export class RequestTrace {
  private readonly timer: OperationTimer<'component' | 'operation'>;
  private readonly requests: Counter;
  private readonly errors: Counter;

  constructor(options: { registry: Registry; clock?: Clock }) {
    const registers = [options.registry];
    this.timer = new OperationTimer({
      name: 'omninode_request',
      help: 'Duration of requests.',
      labels: ['component', 'operation'],
      buckets: PYTHON_SECONDS,
      ...options,
    });
    this.requests = new Counter({
      name: 'omninode_requests_total',
      help: 'Requests by outcome.',
      labelNames: ['component', 'operation', 'status'],
      registers,
    });
    this.errors = new Counter({
      name: 'omninode_errors_total',
      help: 'Errors by type.',
      labelNames: ['component', 'error_type'],
      registers,
    });
  }

  /** Makes a component's series exist at 0. */
  announce(component: string, operation: string, errorTypes: readonly string[] = []): void {
    this.timer.announce({ component, operation });
    this.count(component, operation, 'success', 0);
    this.count(component, operation, 'error', 0);
    errorTypes.forEach((error_type) => this.errors.inc({ component, error_type }, 0));
  }

  /** Statements found slow from outside (D4 l.54-59): durations without a request, kept apart by their status. */
  slow(component: string, operation: string, seconds: number): void {
    this.timer.record({ component, operation }, seconds, 'slow');
  }

  announceSlow(component: string, operation: string): void {
    this.timer.announce({ component, operation }, ['slow']);
  }

  start(component: string, operation: string): TracedRequest {
    const run = this.timer.start({ component, operation });
    const first = firstTime();
    return {
      end: (status: 'success' | 'error', errorType?: string) => {
        if (first()) {
          this.count(component, operation, status);
          if (errorType !== undefined) {
            this.errors.inc({ component, error_type: errorType });
          }
        }
        return run.end(status);
      },
    };
  }

  /** Counts something that has an outcome and no duration, e.g. a cache lookup. */
  count(component: string, operation: string, status: string, by = 1): void {
    this.requests.inc({ component, operation, status }, by);
  }
}
