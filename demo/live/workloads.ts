/** What do the demo's programs do while it runs, and what does each of their targets answer to a scrape? */
import { Histogram, Registry } from 'prom-client';

import { Sampler, type Stream } from '../scenario/stream';
import { jobs, type Job } from '../systems/jobs';
import { Moments, PlainText } from './plain-text';
import { programs } from './programs';
import { Requests, type Begin } from './requests';
import { Scheduler } from './scheduler';
import { Switchboard } from './switchboard';

export interface Workloads {
  scheduler: Scheduler;
  switchboard: Switchboard;
  /** The text of one job's target. */
  scrape(job: Job): Promise<string>;
}

/** Sets everything up at a moment; nothing happens until the scheduler is run. */
export function workloads(seed: number, start: number): Workloads {
  const scheduler = new Scheduler(start);
  const switchboard = new Switchboard(scheduler.clock);
  const moments = new Moments(seed, scheduler, switchboard);
  const now = (step = 1) => moments.at(step);
  const registries = new Map<string, Registry>();
  const running = programs({ scheduler, switchboard, seed, now });
  running.forEach(({ job, registry }) => registries.set(job, registry));
  scheduler.every(1, () => running.forEach((program) => program.second(now())));
  const bare = new BareHistograms(registries);
  const begins = (job: Job, stream: Stream): Begin =>
    running.find((program) => program.job === job.name)?.begin(stream) ?? bare.begin(job, stream);

  const sampler = new Sampler(seed);
  const conditions = () => switchboard.conditions();
  for (const job of jobs) {
    job.streams.forEach((stream) => new Requests(scheduler, sampler, stream, begins(job, stream), conditions).run());
  }
  const texts = new Map(jobs.map((job) => [job.name, new PlainText(job.others)]));
  scheduler.every(1, () => texts.forEach((text) => text.advance(now())));
  return {
    scheduler,
    switchboard,
    scrape: async (job) => {
      const instrumented = (await registries.get(job.name)?.metrics()) ?? '';
      return instrumented + (texts.get(job.name)?.render(now()) ?? '');
    },
  };
}

/** Histograms without `instrument/`: the documents' wrong ones. */
class BareHistograms {
  private readonly made = new Map<string, Histogram>();

  constructor(private readonly registries: Map<string, Registry>) {}

  begin(job: Job, stream: Stream): Begin {
    const registry = this.registries.get(job.name) ?? new Registry();
    this.registries.set(job.name, registry);
    const labels = { ...stream.labels, ...stream.ok };
    const histogram =
      this.made.get(stream.metric) ??
      new Histogram({
        name: stream.metric,
        help: 'As the documents would emit it.',
        labelNames: Object.keys(labels),
        buckets: [...stream.bounds],
        registers: [registry],
      });
    this.made.set(stream.metric, histogram);
    return (_, value) => () => histogram.observe(labels, value || 0);
  }
}
