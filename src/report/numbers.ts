/**
 * What numbers does a report rest on? The JSON of `yardstick report daily --format json`,
 * read strictly enough that a field of the wrong type is named by its path. Further fields
 * may be added there at any time and are left out here.
 *
 * Durations are in seconds, what is none is in the unit that is said, ratios and shares are plain
 * numbers (1 = normal, 0.02 = 2 %), times are RFC 3339; what was not measured is null or absent,
 * never 0.
 */
import { z } from 'zod';

import { periods } from './moments';

const Instant = z.iso.datetime({ offset: true });
const Measured = z
  .number()
  .nullish()
  .transform((v) => v ?? null);
const Count = z.number().nonnegative();
/** Absent where the numbers are durations in seconds; seconds that are said are those of a level. */
const Unit = z.string().optional();
const Text = z
  .string()
  .nullish()
  .transform((v) => v ?? '');
const Labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((v) => v ?? {});
/** Go writes an empty slice as null. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((v) => v ?? []);

export const Tier = z.enum(['normal', 'info', 'warning', 'critical']);
export type Tier = z.infer<typeof Tier>;

/** The part of the period in which most requests failed, where that is more than usual. */
const Failed = z.object({ tier: Tier, from: Instant, to: Instant, share: z.number(), normal: z.number() });
export type Failed = z.infer<typeof Failed>;

/** One operation over the day, beside its baseline. */
const Operation = z.object({
  set: Text,
  /** What the catalogue calls the set; its id where it says nothing. */
  setTitle: Text,
  operation: z.string(),
  labels: Labels,
  requests: Count,
  rate: Measured,
  p50: Measured,
  p95: Measured,
  p99: Measured,
  mean: Measured,
  /** Share of failed requests; null where the operation has no error signal. */
  errors: Measured,
  baselineP95: Measured,
  ratio: Measured,
  ratioLow: Measured,
  ratioHigh: Measured,
  tier: Tier,
  /** Of the baseline: learning, provisional, active, documented; later versions add to these. */
  state: Text,
  reason: Text,
  unit: Unit,
  /** Reports of an earlier version say nothing of it. */
  failed: Failed.nullish().transform((v) => v ?? null),
});
export type Operation = z.infer<typeof Operation>;

const Violation = z.object({
  set: Text,
  operation: z.string(),
  labels: Labels,
  /** What was off; a report of an earlier version tells of latencies alone. */
  signal: z.enum(['latency', 'errors', 'rate']).default('latency'),
  tier: Tier,
  start: Instant,
  /** Null while it goes on. */
  end: Instant.nullish().transform((v) => v ?? null),
  /** Seconds from the first odd window to the first tier. */
  delay: Measured,
  peak: Measured,
});
export type Violation = z.infer<typeof Violation>;

const Target = z.object({
  id: z.string(),
  title: z.string(),
  labels: Labels,
  value: Measured,
  op: z.enum(['<', '<=', '>', '>=', '==']),
  limit: z.number(),
  unit: z.string(),
  anchor: Text,
});
export type Target = z.infer<typeof Target>;

const Row = z.object({
  name: z.string(),
  labels: Labels,
  value: Measured,
  /** Its own unit, where the rows of a list have different ones. */
  unit: Text,
  /** What the number alone does not say: evidence, author and reason. */
  text: Text,
});

export type Row = z.infer<typeof Row>;

/** One line (`value`) or list (`list`) that the document asks for. */
const Item = z.object({
  id: z.string(),
  title: z.string(),
  /** An id of Grafana's unit formatters. */
  unit: z.string(),
  kind: z.enum(['value', 'list']),
  anchor: Text,
  value: Measured,
  /** The value as the document says it: "Healthy". */
  word: Text,
  rows: listOf(Row),
  /** Why there is nothing, and what to emit. */
  missing: Text,
});
export type Item = z.infer<typeof Item>;

const Section = z.object({ title: z.string(), items: listOf(Item) });

const Point = z.object({
  t: Instant,
  p95: Measured,
  expected: Measured,
  lower: Measured,
  upper: Measured,
  rate: Measured,
});
export type Point = z.infer<typeof Point>;

const Chart = z.object({ set: Text, operation: z.string(), labels: Labels, points: listOf(Point), unit: Unit });
export type Chart = z.infer<typeof Chart>;

/** Outcomes of the documented targets. */
const Outcomes = z.object({ met: Count, missed: Count, notTested: Count, cannotTell: Count });

const Summary = z.object({
  operations: Count,
  /** Operations with a baseline that may judge: active, documented, provisional. */
  withBaseline: Count,
  requests: Count,
  /** Share of failed requests over all operations that have an error signal. */
  errors: Measured,
  violations: Count,
  /** Sum of the violations' lengths within the day. */
  violationSeconds: Count,
  targets: Outcomes,
});

const Alone = z.object({
  system: z.string(),
  title: z.string(),
  document: Text,
  period: z.enum(periods),
  /** The first of the period. */
  day: z.iso.date(),
  timeZone: z.string(),
  from: Instant,
  to: Instant,
  /** When it was made, where it is told as it was kept then. */
  keptAt: Instant.nullish(),
  summary: Summary,
  sections: listOf(Section),
  operations: listOf(Operation),
  violations: listOf(Violation),
  targetsMissed: listOf(Target),
  charts: listOf(Chart),
});
/** With the report of the period before where it is compared with that. */
export const Report = Alone.extend({ before: Alone.optional() });
export type Report = z.infer<typeof Report>;

const Output = z.object({ reports: z.array(Report) });

/** Reads the command's output; `origin` says in a failure's message whose text it was. */
export const parseReports = (text: string, origin: string): Report[] =>
  checked(Output, fromJson(text, origin), origin).reports;

/** Reads one report as the resource gives it. */
export const readReport = (value: unknown, origin: string): Report => checked(Report, value, origin);

function checked<T>(form: z.ZodType<T>, value: unknown, origin: string): T {
  const parsed = form.safeParse(value);
  if (!parsed.success) {
    throw new Error(`reading the numbers of ${origin}: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

function fromJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`reading the numbers of ${origin}: not JSON (${reason})`);
  }
}
