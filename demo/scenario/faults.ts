/** What can go wrong, and what is wrong at one moment? */
import type { Stream } from './stream';

export const systemNames = ['dpas', 'kgas', 'ado', 'omninode', 'github-pm'] as const;
export type SystemName = (typeof systemNames)[number];

/** The name by which a person or a URL says it: `neo4j simple query` is `neo4j-simple-query`. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Something that is switched on: an operation that is slow or hangs, or a named fault. */
export interface ActiveFault {
  system: SystemName;
  /** Slug of an operation's or a fault's name. */
  name: string;
  /** Factor on durations; 1 where it means nothing. */
  factor: number;
  hang: boolean;
  /** Since when, in seconds since 1970. */
  since: number;
}

/** What faults do to one stream of values. */
export interface Effect {
  factor: number;
  hang: boolean;
  /** Share of failures, where a fault sets it. */
  errors?: number;
  /** Factor on the rate. */
  load: number;
  /** Rate per second where there is none normally. */
  extra: number;
}

/** A fault with a name: what it is, which rules it makes true, what it does to streams. */
export interface NamedFault {
  system: SystemName;
  name: string;
  /** One line for a person. */
  title: string;
  /** Ids of the catalogue's rules. */
  rules: readonly string[];
  /** Seconds that its past occurrence lasts, where a rule's window is longer than the usual half hour. */
  lasts?: number;
  /** Seconds after its end for which a rule still looks back on it: nothing else happens then. */
  settles?: number;
  effect?: (stream: Stream) => Partial<Effect> | undefined;
}

const NOTHING: Effect = { factor: 1, hang: false, load: 1, extra: 0 };

/** Everything that is wrong at one moment. */
export class Conditions {
  private readonly effects = new Map<Stream, Effect>();

  constructor(
    readonly active: readonly ActiveFault[],
    private readonly known: readonly NamedFault[]
  ) {}

  find(system: SystemName, name: string): ActiveFault | undefined {
    return this.active.find((fault) => fault.system === system && fault.name === name);
  }

  on(system: SystemName, name: string): boolean {
    return this.find(system, name) !== undefined;
  }

  /** What it all does to a stream. */
  effect(stream: Stream): Effect {
    if (this.active.length === 0) {
      return NOTHING;
    }
    let effect = this.effects.get(stream);
    if (!effect) {
      effect = this.active.reduce((sum, fault) => this.join(sum, fault, stream), { ...NOTHING });
      this.effects.set(stream, effect);
    }
    return effect;
  }

  private join(sum: Effect, fault: ActiveFault, stream: Stream): Effect {
    if (fault.system !== stream.system) {
      return sum;
    }
    if (fault.name === stream.slug) {
      return { ...sum, factor: sum.factor * fault.factor, hang: sum.hang || fault.hang };
    }
    const named = this.known.find(({ system, name }) => system === fault.system && name === fault.name);
    const { factor = 1, ...rest } = named?.effect?.(stream) ?? {};
    return { ...sum, ...rest, factor: sum.factor * factor };
  }
}
