/**
 * Which metric families does a program of a documented system have to emit itself?
 *
 * What quantities, operations, rules and targets of a system read is either a
 * family of its program or comes from somebody else's exporter: a test holds
 * the two lists of `systems/<system>/families.ts` against every expression.
 * The guides under docs/emit are generated from here.
 */
import { z } from 'zod';

import { Anchor } from './model';

const Name = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/);

export const Label = z.strictObject({
  name: Name,
  /** All values, where document or application fix them; empty: they are the application's. */
  values: z.array(z.string()).default([]),
});

/** How one number comes out of several processes of one program (prometheus_client's multiprocess mode). */
export const Across = z.enum(['livesum', 'livemax', 'livemin', 'liveall', 'mostrecent']);

export const Family = z
  .strictObject({
    name: Name,
    kind: z.enum(['counter', 'gauge', 'histogram']),
    help: z.string().min(10),
    labels: z.array(Label).default([]),
    /** Base unit of what is measured; one is a plain number. */
    unit: z.enum(['seconds', 'bytes', 'usd', 'tokens', 'messages', 'score', 'one']),
    /** Upper ends of a histogram's buckets, ascending, without +Inf. */
    buckets: z.array(z.number()).readonly().optional(),
    /** 1: the document names it. 3: OpenTelemetry does. 4: nothing emitted it before (catalogue, tiers). */
    tier: z.union([z.literal(1), z.literal(3), z.literal(4)]),
    /** Emitted by the service itself, or by a program that ends and leaves its result behind (G-9). */
    by: z.enum(['service', 'run']).default('service'),
    across: Across.optional(),
    /** Why the program emits it although nothing here reads it. */
    unread: z.string().min(10).optional(),
    anchor: Anchor,
  })
  .superRefine((family, context) => mistakes(family).forEach((message) => context.addIssue(message)));
export type Family = z.infer<typeof Family>;

/** Somebody else's emitter, and what of it the system reads. */
export const Exporter = z.strictObject({
  name: z.string(),
  /** What to do so that it is there. */
  how: z.string().min(10),
  metrics: z.array(z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:.*+]*$/)).min(1),
});
export type Exporter = z.infer<typeof Exporter>;

export interface Emission {
  families: Family[];
  exporters: Exporter[];
}

export interface EmissionSpec {
  families: Array<z.input<typeof Family>>;
  exporters: Array<z.input<typeof Exporter>>;
}

/** The unit that Prometheus wants to read at the end of a name. */
const SUFFIX: Partial<Record<z.infer<typeof Family>['unit'], RegExp>> = {
  seconds: /_seconds(_total)?$/,
  bytes: /_bytes(_total)?$/,
  messages: /_messages(_total)?$/,
  usd: /_usd(_total)?$/,
};

function mistakes(family: z.infer<typeof Family>): string[] {
  const { name, kind, buckets = [], unit } = family;
  const ascending = buckets.every((bound, i) => i === 0 || bound > (buckets[i - 1] ?? -Infinity));
  const wrong: Array<[boolean, string]> = [
    [(kind === 'histogram') !== buckets.length > 0, 'a histogram, and nothing else, has buckets'],
    [!ascending, 'bucket bounds ascend'],
    [(kind === 'counter') !== name.endsWith('_total'), 'a counter, and nothing else, ends in _total'],
    [(kind === 'gauge') !== (family.across !== undefined), 'a gauge, and nothing else, says how processes add up'],
    [SUFFIX[unit]?.test(name) === false, `the name of a metric in ${unit} ends in its unit`],
  ];
  return wrong.filter(([is]) => is).map(([, message]) => `${name}: ${message}`);
}

/** Parses a system's families; the message of a failure says which part of which system is wrong. */
export function defineEmission(system: string, spec: EmissionSpec): Emission {
  const parsed = z.strictObject({ families: z.array(Family).min(1), exporters: z.array(Exporter) }).safeParse(spec);
  if (!parsed.success) {
    throw new Error(`reading the metric families of ${system}: ${z.prettifyError(parsed.error)}`);
  }
  const names = parsed.data.families.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new Error(`reading the metric families of ${system}: ${twice} is there twice`);
  }
  return parsed.data;
}

/** The names under which a family's samples are stored. */
export function seriesOf({ name, kind }: Pick<Family, 'name' | 'kind'>): string[] {
  return kind === 'histogram' ? ['', '_bucket', '_sum', '_count'].map((part) => `${name}${part}`) : [name];
}
