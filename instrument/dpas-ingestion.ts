/**
 * What does an ingestion run with PyAirbyte do (D1 l.65-70, l.109-132)?
 *
 *     const run = ingestion.start('postgres');
 *     run.read('orders', { records: 5000, bytes: 1_200_000 });   // while it goes on
 *     run.streamEnded('orders', readTimeSeconds);                 // PyAirbyte's stream_metrics
 *     run.end('success');                                         // or run.fail('TimeoutError')
 *
 * The document's snippet never counts its records and never reports a run that
 * fails (C-19): here both happen.
 */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import { INGEST_SECONDS } from './dpas-buckets';
import { firstTime } from './first-time';
import { OperationTimer, type Clock } from './operation-timer';

export interface Volume {
  records: number;
  bytes: number;
}

export interface IngestionRun {
  read(stream: string, volume: Volume): void;
  streamEnded(stream: string, seconds: number): void;
  end(): number;
  fail(errorType: string): number;
}

export class Ingestion {
  private readonly timer: OperationTimer<'connector'>;
  private readonly streams: Histogram;
  private readonly records: Counter;
  private readonly bytes: Counter;
  private readonly errors: Counter;
  private readonly lookups: Counter;
  private readonly lastRecords: Gauge;
  private readonly lastBytes: Gauge;

  constructor(registry: Registry, clock?: Clock) {
    const counter = (name: string, help: string, labelNames: string[]) =>
      new Counter({ name: `dpas_ingest_${name}`, help, labelNames, registers: [registry] });
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `dpas_ingest_${name}`, help, labelNames: ['connector'], registers: [registry] });
    this.timer = new OperationTimer({
      name: 'dpas_ingest',
      help: 'Duration of ingestion runs.',
      labels: ['connector'],
      buckets: INGEST_SECONDS,
      runs: true,
      registry,
      clock,
    });
    this.streams = new Histogram({
      name: 'dpas_ingest_stream_duration_seconds',
      help: 'Time to read a stream.',
      labelNames: ['connector', 'stream'],
      buckets: INGEST_SECONDS,
      registers: [registry],
    });
    this.records = counter('records_total', 'Records read.', ['connector', 'stream']);
    this.bytes = counter('bytes_total', 'Bytes read.', ['connector', 'stream']);
    this.errors = counter('errors_total', 'Runs that failed, by type of error.', ['connector', 'error_type']);
    this.lookups = counter('cache_requests_total', 'Look-ups in the cache.', ['connector', 'result']);
    this.lastRecords = gauge('last_records', 'Records of the last run.');
    this.lastBytes = gauge('last_bytes', 'Bytes of the last run.');
  }

  /** Makes a connector's series exist at 0 (G-10). */
  announce(connector: string, streams: readonly string[], errorTypes: readonly string[] = []): void {
    this.timer.announce({ connector });
    for (const stream of streams) {
      this.streams.zero({ connector, stream });
      this.read(connector, stream, { records: 0, bytes: 0 });
    }
    errorTypes.forEach((error_type) => this.errors.inc({ connector, error_type }, 0));
    this.lookedUp(connector, 'hit', 0);
    this.lookedUp(connector, 'miss', 0);
  }

  start(connector: string): IngestionRun {
    const timed = this.timer.start({ connector });
    const sum: Volume = { records: 0, bytes: 0 };
    const first = firstTime();
    const finish = (status: 'success' | 'error', errorType?: string) => {
      if (first()) {
        this.lastRecords.set({ connector }, sum.records);
        this.lastBytes.set({ connector }, sum.bytes);
        if (errorType !== undefined) {
          this.errors.inc({ connector, error_type: errorType });
        }
      }
      return timed.end(status);
    };
    return {
      read: (stream, volume) => {
        sum.records += volume.records;
        sum.bytes += volume.bytes;
        this.read(connector, stream, volume);
      },
      streamEnded: (stream, seconds) => this.streamEnded(connector, stream, seconds),
      end: () => finish('success'),
      fail: (errorType) => finish('error', errorType),
    };
  }

  /** Records read outside of a run that is timed here. */
  read(connector: string, stream: string, { records, bytes }: Volume): void {
    this.records.inc({ connector, stream }, records);
    this.bytes.inc({ connector, stream }, bytes);
  }

  streamEnded(connector: string, stream: string, seconds: number): void {
    this.streams.observe({ connector, stream }, seconds);
  }

  lookedUp(connector: string, result: 'hit' | 'miss', lookups = 1): void {
    this.lookups.inc({ connector, result }, lookups);
  }

  /** What the last run of a connector read, where a run is not told piece by piece. */
  setLast(connector: string, { records, bytes }: Volume): void {
    this.lastRecords.set({ connector }, records);
    this.lastBytes.set({ connector }, bytes);
  }
}
