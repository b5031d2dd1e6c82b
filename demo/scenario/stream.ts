/**
 * Which log-normal values does the scenario draw? A stream is one operation's
 * durations (or another histogram's values): its normal size, spread, rate and
 * share of failures. `sample` gives the same values for the same seed, stream and minute,
 * in the history and whenever they are asked for again.
 */
import type { Conditions, SystemName } from './faults';
import { slug } from './faults';
import { Noise } from './noise';
import { hash, normalQuantile, Random } from './random';
import { latencySeason, loadSeason } from './season';

export type Labels = Readonly<Record<string, string>>;

export interface StreamOptions {
  system: SystemName;
  /** As the catalogue names the operation. */
  name: string;
  /** Base name of the histogram. */
  metric: string;
  labels: Labels;
  /** Labels of its two outcomes; without `failed` there is only one. */
  ok?: Labels;
  failed?: Labels;
  bounds: readonly number[];
  median: number;
  /** Standard deviation of the logarithm. */
  logSd: number;
  /** Per second, on average. */
  rate: number;
  /** Share of failures when nothing is wrong. */
  errors?: number;
  /** What kind of thing it is, by the catalogue's set of operations. */
  kind: string;
  /** A duration follows the season of latency; a size does not. */
  duration?: boolean;
  /** Gauges of its last run and of the oldest running one go with it (E-10, E-11); further ones by their names, as functions of its seconds. */
  runs?: Readonly<Record<string, (seconds: number) => number>>;
}

export type Outcome = 'ok' | 'failed';

export interface Stream extends StreamOptions {
  readonly slug: string;
  readonly errors: number;
  readonly duration: boolean;
  /** Where its chance comes from. */
  readonly keys: Readonly<Record<`${'count' | 'value'} ${Outcome}` | 'outlier', number>>;
}

export function stream(options: StreamOptions): Stream {
  const key = (what: string) => hash(`${what} ${options.system} ${options.metric} ${options.name}`);
  return {
    errors: 0,
    duration: true,
    ...options,
    slug: slug(options.name),
    keys: {
      'count ok': key('count ok'),
      'count failed': key('count failed'),
      'value ok': key('value ok'),
      'value failed': key('value failed'),
      outlier: key('outlier'),
    },
  };
}

/** The outcomes whose series exist. */
export function outcomes(s: Stream): Outcome[] {
  return s.failed ? ['ok', 'failed'] : ['ok'];
}

/** One minute's values of one outcome, before they are drawn. */
export interface Minute {
  n: number;
  /** A value is `scale` times the spread's table at a random index. */
  scale: number;
}

const TABLE = 65536;
const tables = new Map<number, Float64Array>();

/** exp(logSd · z) at 65,536 evenly likely z: drawing a value is one look-up. */
export function spread(logSd: number): Float64Array {
  let table = tables.get(logSd);
  if (!table) {
    table = Float64Array.from({ length: TABLE }, (_, i) => Math.exp(logSd * normalQuantile((i + 0.5) / TABLE)));
    tables.set(logSd, table);
  }
  return table;
}

/** Standard deviation of the wandering level. */
const LEVEL_SD = 0.03;
/** One minute in so many is an outlier: about one in four weeks of an operation, a few in a day of them all. */
const OUTLIER_EVERY = 40_000;

export class Sampler {
  private readonly noise: Noise;
  private indices = new Uint16Array(4096);

  constructor(readonly seed: number) {
    this.noise = new Noise(seed);
  }

  /** How much slower than its median a stream is in a minute, faults included. */
  level(s: Stream, minute: number, conditions: Conditions): number {
    const t = minute * 60;
    const usual = s.duration ? latencySeason(t) * this.outlier(s, minute) : 1;
    return usual * this.wander(s, minute) * conditions.effect(s).factor;
  }

  /** How far its level has strayed in a minute, for no reason, as levels do for half an hour: mostly within 6 % of 1. */
  wander(s: Stream, minute: number): number {
    return Math.exp(LEVEL_SD * this.noise.at(s.slug, minute));
  }

  /** Values per second of one outcome. */
  rate(s: Stream, outcome: Outcome, t: number, conditions: Conditions): number {
    const effect = conditions.effect(s);
    const errors = s.failed ? (effect.errors ?? s.errors) : 0;
    const share = outcome === 'failed' ? errors : 1 - errors;
    return effect.hang ? 0 : (s.rate * loadSeason(t) * effect.load + effect.extra) * share;
  }

  minute(s: Stream, outcome: Outcome, minute: number, conditions: Conditions): Minute {
    const mean = 60 * this.rate(s, outcome, minute * 60, conditions);
    const n = new Random(this.seed, s.keys[`count ${outcome}`], minute).poisson(mean);
    return { n, scale: n === 0 ? 0 : s.median * this.level(s, minute, conditions) };
  }

  /** Indices into the spread's table; the buffer is used again by the next call. */
  draw(s: Stream, outcome: Outcome, minute: number, n: number): Uint16Array {
    if (this.indices.length < n + 1) {
      this.indices = new Uint16Array(2 * n + 2);
    }
    const random = new Random(this.seed, s.keys[`value ${outcome}`], minute);
    const { indices } = this;
    for (let i = 0; i < n; i += 2) {
      const bits = random.next();
      indices[i] = bits;
      indices[i + 1] = bits >>> 16;
    }
    return indices;
  }

  /** The raw values of one minute, both outcomes: what the history counted, not rounded to buckets. */
  sample(s: Stream, minute: number, conditions: Conditions): Float64Array {
    const table = spread(s.logSd);
    const parts = outcomes(s).map((outcome) => {
      const { n, scale } = this.minute(s, outcome, minute, conditions);
      return Float64Array.from(this.draw(s, outcome, minute, n).subarray(0, n), (index) => scale * (table[index] ?? 0));
    });
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((offset, part) => (all.set(part, offset), offset + part.length), 0);
    return all;
  }

  /** How many times slower than its level a stream is in a minute by chance; mostly 1. */
  outlier(s: Stream, minute: number): number {
    const random = new Random(this.seed, s.keys.outlier, minute);
    return random.next() % OUTLIER_EVERY === 0 ? 1.5 + 3 * random.uniform() : 1;
  }
}
