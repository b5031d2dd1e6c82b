/**
 * How long does a cross-modal conversion take, by size of the data set?
 *
 *     const run = conversions.start('graph', 'table', 4_200);   // entities
 *     …
 *     run.end('success', { peakMemoryBytes });
 *
 * The sizes of D2 l.33-46 overlap; they are read half-open (D-16), and less than
 * 100 entities is `tiny`, for which the document expects nothing.
 */
import { Gauge, type Registry } from 'prom-client';

import { CONVERSION_SECONDS } from './buckets';
import { OperationTimer, type Clock, type Running, type Status } from './operation-timer';

export type DatasetSize = 'tiny' | 'small' | 'medium' | 'large';

/** The size class of a number of entities. */
export function datasetSize(entities: number): DatasetSize {
  if (entities < 100) {
    return 'tiny';
  }
  if (entities < 1_000) {
    return 'small';
  }
  return entities < 10_000 ? 'medium' : 'large';
}

export interface RunningConversion {
  readonly size: DatasetSize;
  readonly startedAt: number;
  end(status?: Status, cost?: { peakMemoryBytes: number }): number;
}

export class ConversionTimer {
  private readonly timer: OperationTimer<'source' | 'target' | 'dataset_size'>;
  private readonly memory: Gauge;
  private readonly inFlight: Gauge;

  constructor(options: { registry: Registry; clock?: Clock }) {
    const registers = [options.registry];
    this.timer = new OperationTimer({
      name: 'kgas_conversion',
      help: 'Duration of cross-modal conversions.',
      labels: ['source', 'target', 'dataset_size'],
      buckets: CONVERSION_SECONDS,
      runs: true,
      ...options,
    });
    this.memory = new Gauge({
      name: 'kgas_conversion_peak_memory_bytes',
      help: 'Largest resident memory during the last run.',
      labelNames: ['source', 'target', 'dataset_size'],
      registers,
    });
    this.inFlight = new Gauge({
      name: 'kgas_conversions_in_flight',
      help: 'Conversions that are running.',
      labelNames: ['source', 'target'],
      registers,
    });
  }

  announce(source: string, target: string, size: DatasetSize): void {
    this.timer.announce({ source, target, dataset_size: size });
    this.inFlight.inc({ source, target }, 0);
  }

  /** Begins a conversion, now or at a moment in the past. */
  start(source: string, target: string, entities: number, startedAt?: number): RunningConversion {
    const size = datasetSize(entities);
    const labels = { source, target, dataset_size: size };
    const run: Running = this.timer.start(labels, startedAt);
    this.inFlight.inc({ source, target });
    let running = true;
    return {
      size,
      startedAt: run.startedAt,
      end: (status = 'success', cost) => {
        if (running) {
          running = false;
          this.inFlight.dec({ source, target });
          if (cost) {
            this.memory.set(labels, cost.peakMemoryBytes);
          }
        }
        return run.end(status);
      },
    };
  }
}
