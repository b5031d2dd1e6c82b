/**
 * How long did the last build take, step by step (D1 l.223-246, l.254)?
 *
 *     const build = builds.start('web');
 *     for (const step of steps) await build.step(step.name, () => execute(step));
 *     build.end('success');
 *     sites.record('analytics', 'full', seconds, 'success');
 *
 * A build that fails has a duration, but is no last success.
 */
import { Gauge, type Registry } from 'prom-client';

import { systemClock, type Clock, type Status } from './operation-timer';

function gauges(registry: Registry, prefix: string) {
  return (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name: `${prefix}_${name}`, help, labelNames, registers: [registry] });
}

export class WebBuilds {
  private readonly seconds: Gauge;
  private readonly at: Gauge;
  private readonly success: Gauge;
  private readonly stepSeconds: Gauge;
  private readonly stepAt: Gauge;

  constructor(
    registry: Registry,
    private readonly clock: Clock = systemClock
  ) {
    const gauge = gauges(registry, 'dpas_build');
    this.seconds = gauge('duration_seconds', 'Duration of the last build.', ['builder']);
    this.at = gauge('last_run_timestamp_seconds', 'When it ended, in seconds since 1970.', ['builder']);
    this.success = gauge('last_success_timestamp_seconds', 'When the last good one ended.', ['builder']);
    this.stepSeconds = gauge('step_duration_seconds', 'Duration of a step of the last build.', ['builder', 'step']);
    this.stepAt = gauge('step_last_run_timestamp_seconds', 'When it ended, in seconds since 1970.', [
      'builder',
      'step',
    ]);
  }

  start(builder: string) {
    const startedAt = this.clock();
    return {
      step: async <T>(step: string, work: () => T | Promise<T>): Promise<T> => {
        const stepStartedAt = this.clock();
        try {
          return await work();
        } finally {
          this.recordStep(builder, step, this.clock() - stepStartedAt);
        }
      },
      end: (status: Status = 'success') => this.record(builder, this.clock() - startedAt, status),
    };
  }

  record(builder: string, seconds: number, status: Status, endedAt = this.clock()): void {
    this.seconds.set({ builder }, seconds);
    this.at.set({ builder }, endedAt);
    if (status === 'success') {
      this.success.set({ builder }, endedAt);
    }
  }

  recordStep(builder: string, step: string, seconds: number, endedAt = this.clock()): void {
    this.stepSeconds.set({ builder, step }, seconds);
    this.stepAt.set({ builder, step }, endedAt);
  }
}

/** Evidence's `npm run build`, measured by whoever calls it: it emits nothing itself. */
export class SiteBuilds {
  private readonly seconds: Gauge;
  private readonly at: Gauge;
  private readonly success: Gauge;

  constructor(
    registry: Registry,
    private readonly clock: Clock = systemClock
  ) {
    const gauge = gauges(registry, 'evidence_build');
    this.seconds = gauge('duration_seconds', 'Duration of the last build.', ['site', 'scope']);
    this.at = gauge('last_run_timestamp_seconds', 'When it ended, in seconds since 1970.', ['site', 'scope']);
    this.success = gauge('last_success_timestamp_seconds', 'When the last good one ended.', ['site']);
  }

  record(site: string, scope: 'full' | 'partial', seconds: number, status: Status, endedAt = this.clock()): void {
    this.seconds.set({ site, scope }, seconds);
    this.at.set({ site, scope }, endedAt);
    if (status === 'success') {
      this.success.set({ site }, endedAt);
    }
  }
}
