/** What does a scrape of the gauges and counters read that need no client library? */
import { Noise } from '../scenario/noise';
import type { Moment, PlainMetric } from '../scenario/plain';
import type { Labels } from '../scenario/stream';
import type { Scheduler } from './scheduler';
import type { Switchboard } from './switchboard';

const escaped = (value: string) => value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');

function withLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

/** The moments at which plain metrics are read. */
export class Moments {
  private readonly noise: Noise;

  constructor(
    seed: number,
    private readonly scheduler: Scheduler,
    private readonly switchboard: Switchboard
  ) {
    this.noise = new Noise(seed);
  }

  at(step: number): Moment {
    const t = this.scheduler.now;
    return {
      t,
      step,
      conditions: this.switchboard.conditions(),
      noise: (key) => this.noise.at(key, Math.floor(t / 60)),
    };
  }
}

/** Counters that grow by their rate, and gauges, as text. */
export class PlainText {
  private readonly totals = new Map<string, number>();

  constructor(private readonly metrics: readonly PlainMetric[]) {}

  /** Lets the counters grow. */
  advance(moment: Moment): void {
    for (const { name, type, series } of this.metrics) {
      if (type === 'counter') {
        for (const { labels, value } of series) {
          const key = name + withLabels(labels);
          this.totals.set(key, (this.totals.get(key) ?? 0) + value(moment) * moment.step);
        }
      }
    }
  }

  render(moment: Moment): string {
    return this.metrics.map((metric) => this.metric(metric, moment)).join('');
  }

  private metric({ name, help, type, series }: PlainMetric, moment: Moment): string {
    const lines = series.flatMap(({ labels, value }) => {
      const key = name + withLabels(labels);
      const read = type === 'counter' ? (this.totals.get(key) ?? 0) : value(moment);
      return Number.isNaN(read) ? [] : [`${key} ${read}\n`];
    });
    return lines.length > 0
      ? `# HELP ${name} ${help}\n# TYPE ${name} ${type === 'raw' ? 'counter' : type}\n${lines.join('')}`
      : '';
  }
}
