/** Into which pieces is the making of history cut, and which frames does each give? */
import type { Stream } from '../scenario/stream';
import { jobs, type Job } from '../systems/jobs';
import { conversions, type Conversion } from '../systems/kgas/conversions';
import { breakerFrames } from './breaker-frames';
import { conversionFrames, inFlightFrames } from './conversion-frames';
import type { Desk } from './desk';
import type { Frame } from './frame';
import { plainFrames, scrapeFrames } from './plain-frames';
import { streamFrames } from './stream-frames';

/** One piece of work for a thread, by its place in `units()`. */
export type Unit =
  | { kind: 'stream'; job: Job; stream: Stream }
  | { kind: 'plain'; job: Job }
  | { kind: 'conversion'; job: Job; conversion: Conversion }
  | { kind: 'conversions-in-flight'; job: Job }
  | { kind: 'breakers'; job: Job }
  | { kind: 'scrapes' };

/** Everything there is to do; busy streams first, so that no thread is left with one at the end. */
export function units(): Unit[] {
  const streams = jobs.flatMap((job) => job.streams.map((stream) => ({ kind: 'stream' as const, job, stream })));
  streams.sort((a, b) => b.stream.rate - a.stream.rate);
  const kgas = jobs.filter(({ name }) => name === 'kgas');
  const omninode = jobs.filter(({ name }) => name === 'omninode');
  return [
    ...streams,
    ...jobs.map((job) => ({ kind: 'plain' as const, job })),
    ...kgas.flatMap((job) => conversions.map((conversion) => ({ kind: 'conversion' as const, job, conversion }))),
    ...kgas.map((job) => ({ kind: 'conversions-in-flight' as const, job })),
    ...omninode.map((job) => ({ kind: 'breakers' as const, job })),
    { kind: 'scrapes' },
  ];
}

export function framesOf(desk: Desk, unit: Unit): Frame[] {
  switch (unit.kind) {
    case 'stream':
      return streamFrames(desk, unit.job, unit.stream);
    case 'plain':
      return [...unit.job.instrumented, ...unit.job.others].flatMap((metric) => plainFrames(desk, unit.job, metric));
    case 'conversion':
      return conversionFrames(desk, unit.job, unit.conversion);
    case 'conversions-in-flight':
      return inFlightFrames(desk, unit.job);
    case 'breakers':
      return breakerFrames(desk, unit.job);
    case 'scrapes':
      return jobs.flatMap((job) => scrapeFrames(desk, job));
  }
}
