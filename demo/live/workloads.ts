/** What do the demo's programs do while it runs, and what does each of their targets answer to a scrape? */
import { Histogram, Registry } from 'prom-client';

import type { Moment } from '../scenario/plain';
import { Sampler, type Stream } from '../scenario/stream';
import { jobs, type Job } from '../systems/jobs';
import { runConversions } from './conversions';
import { beginKgas, kgasSecond, liveKgas } from './kgas';
import { beginOmninode, breakerDriver, liveOmninode, omninodeSecond } from './omninode';
import { Moments, PlainText } from './plain-text';
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
  const begins = programs(scheduler, switchboard, seed, now, registries);

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

/** Starts both systems' programs and says how each stream's executions begin. */
function programs(
  scheduler: Scheduler,
  switchboard: Switchboard,
  seed: number,
  now: (step?: number) => Moment,
  registries: Map<string, Registry>
): (job: Job, stream: Stream) => Begin {
  const kgas = liveKgas(scheduler, now);
  const omninode = liveOmninode(scheduler, now);
  registries.set('kgas', kgas.registry).set('omninode', omninode.registry);
  runConversions(scheduler, kgas.conversions, seed, switchboard);
  const drive = breakerDriver(omninode);
  scheduler.every(1, () => {
    kgasSecond(kgas, now());
    omninodeSecond(omninode, now());
    drive(now());
  });
  const bare = new BareHistograms(registries);
  return (job, stream) => {
    if (job.name === 'kgas') {
      return beginKgas(kgas, stream);
    }
    return job.name === 'omninode' ? beginOmninode(omninode, stream) : bare.begin(job, stream);
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
