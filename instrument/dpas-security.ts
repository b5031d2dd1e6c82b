/**
 * What do security operations cost, what enters the audit log, and which flags
 * are asked for (D1 l.95-107, l.189-193)?
 *
 *     const operation = security.start('encrypt');
 *     operation.end();
 *     security.audited('login', 'denied');
 *     security.flagEvaluated('new_planner', 'on');
 *
 * Flags carry the names of OpenFeature's MetricsHook, for programs without it.
 */
import { Counter, Histogram, type Registry } from 'prom-client';

import { SECURITY_SECONDS } from './dpas-buckets';
import { firstTime } from './first-time';
import { systemClock, type Clock } from './operation-timer';

export class Security {
  private readonly duration: Histogram;
  private readonly cpu: Counter;
  private readonly audit: Counter;
  private readonly flagRequests: Counter;
  private readonly flagResults: Counter;

  constructor(
    registry: Registry,
    private readonly clock: Clock = systemClock
  ) {
    const counter = (name: string, help: string, labelNames: string[]) =>
      new Counter({ name, help, labelNames, registers: [registry] });
    this.duration = new Histogram({
      name: 'dpas_security_operation_duration_seconds',
      help: 'Duration of security operations.',
      labelNames: ['operation'],
      buckets: SECURITY_SECONDS,
      registers: [registry],
    });
    this.cpu = counter('dpas_security_operation_cpu_seconds_total', 'CPU time of security operations.', ['operation']);
    this.audit = counter('dpas_audit_events_total', 'Entries of the audit log.', ['event_type', 'outcome']);
    const flag = ['feature_flag_key', 'feature_flag_provider_name'];
    this.flagRequests = counter('feature_flag_evaluation_requests_total', 'Evaluations of flags.', flag);
    this.flagResults = counter('feature_flag_evaluation_success_total', 'Evaluations of flags by their result.', [
      ...flag,
      'feature_flag_result_variant',
    ]);
  }

  announce(operation: string): void {
    this.duration.zero({ operation });
    this.cpu.inc({ operation }, 0);
  }

  start(operation: string): { end(cpuSeconds?: number): number } {
    const startedAt = this.clock();
    const first = firstTime();
    return {
      end: (cpuSeconds = 0) => {
        const seconds = Math.max(0, this.clock() - startedAt);
        if (first()) {
          this.duration.observe({ operation }, seconds);
          this.used(operation, cpuSeconds);
        }
        return seconds;
      },
    };
  }

  used(operation: string, cpuSeconds: number): void {
    this.cpu.inc({ operation }, cpuSeconds);
  }

  audited(eventType: string, outcome: string, entries = 1): void {
    this.audit.inc({ event_type: eventType, outcome }, entries);
  }

  flagEvaluated(key: string, variant: string, provider = 'dpas', evaluations = 1): void {
    const flag = { feature_flag_key: key, feature_flag_provider_name: provider };
    this.flagRequests.inc(flag, evaluations);
    this.flagResults.inc({ ...flag, feature_flag_result_variant: variant }, evaluations);
  }
}
