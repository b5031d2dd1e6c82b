/**
 * What does the exporter of Dagster not know: retries of runs, and how long an
 * asset's materialization took (D1 l.88, l.90)? The rest is its own.
 */
import { Counter, Gauge, type Registry } from 'prom-client';

import { systemClock, type Clock } from './operation-timer';

export class DagsterExtras {
  private readonly retries: Counter;
  private readonly duration: Gauge;
  private readonly at: Gauge;

  constructor(
    registry: Registry,
    private readonly clock: Clock = systemClock
  ) {
    const asset = (name: string, help: string) =>
      new Gauge({
        name: `dagster_asset_materialization_${name}`,
        help,
        labelNames: ['asset_key'],
        registers: [registry],
      });
    this.retries = new Counter({
      name: 'dagster_run_retries_total',
      help: 'Runs with the tag dagster/retry_number, and steps up for retry.',
      labelNames: ['job_name'],
      registers: [registry],
    });
    this.duration = asset('duration_seconds', 'Duration of the last materialization.');
    this.at = asset('last_run_timestamp_seconds', 'When the last materialization ended, in seconds since 1970.');
  }

  retried(jobName: string, times = 1): void {
    this.retries.inc({ job_name: jobName }, times);
  }

  materialized(assetKey: string, seconds: number, endedAt = this.clock()): void {
    this.duration.set({ asset_key: assetKey }, seconds);
    this.at.set({ asset_key: assetKey }, endedAt);
  }
}
