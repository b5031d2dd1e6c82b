/**
 * Under which names does another emitter tell what the catalogue's expressions read?
 *
 * Expressions are written over one name per metric, the canonical one. A
 * profile gives another emitter's spelling of it: another metric (its labels,
 * words and unit included), or an expression. The Go side rewrites expressions
 * with it (pkg/profile); docs/mapping.md says how to map names of one's own.
 */
import { z } from 'zod';

import { mustBelong, expand } from './promql';

const MetricName = z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
const LabelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/);

/** Another metric of the same type; a histogram's _bucket, _sum and _count follow its base name. */
const Renamed = z.strictObject({
  metric: MetricName,
  /** The names that canonical labels have there. */
  labels: z.record(LabelName, LabelName).optional(),
  /** Canonical labels that it lacks, and their value. */
  set: z.record(LabelName, z.string()).optional(),
  /** Matchers of every use, without braces. */
  where: z.string().optional(),
  /** By canonical label: their word and what it means. */
  values: z.record(LabelName, z.record(z.string(), z.string())).optional(),
  /** Makes the canonical unit of theirs: 0.001 for milliseconds. */
  scale: z.number().positive().optional(),
});

/** PromQL with the canonical labels; $app and $host stand for the system's matchers. */
const Expressed = z.strictObject({ expr: z.string().min(1) });

export const Alternative = z.union([Renamed, Expressed]);
export type Alternative = z.infer<typeof Alternative>;

export const Profile = z.strictObject({
  emitter: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(3),
  /** What to do so that it emits them. */
  needs: z.string().min(10),
  /** By canonical metric; the base name of a histogram. */
  metrics: z.record(MetricName, Alternative),
  /** Where the names were read: a source or a global fact of the catalogue. */
  source: z.string().regex(/^(S\d+b?|G-\d+|E-\d+)(, (S\d+b?|G-\d+|E-\d+))*$/, 'a source reads "S20, E-14"'),
});
export type Profile = z.infer<typeof Profile>;

/** The matchers of an example system: a profile belongs to all of them. */
const example = { app: 'job=~"example(-.*)?"', host: 'job=~"example-.*"' };

/** Parses profiles; the message of a failure says which part of which profile is wrong. */
export function defineProfiles(specs: ReadonlyArray<z.input<typeof Profile>>): Profile[] {
  const seen = new Set<string>();
  return specs.map((spec) => {
    const parsed = Profile.safeParse(spec);
    if (!parsed.success) {
      throw new Error(`reading the profile ${spec.emitter}: ${z.prettifyError(parsed.error)}`);
    }
    if (seen.has(spec.emitter)) {
      throw new Error(`reading the profile ${spec.emitter}: another profile has the same name`);
    }
    seen.add(spec.emitter);
    Object.entries(parsed.data.metrics).forEach(([metric, alternative]) => parsable(spec.emitter, metric, alternative));
    return parsed.data;
  });
}

/** Fails on what is no PromQL, or would read other systems. */
function parsable(emitter: string, metric: string, alternative: Alternative): void {
  const text = 'expr' in alternative ? alternative.expr : `x{$app${alternative.where ? `,${alternative.where}` : ''}}`;
  try {
    mustBelong(expand(text, example), 'the example', example);
  } catch (problem) {
    throw new Error(`reading the profile ${emitter}, ${metric}: ${String(problem)}`);
  }
}
