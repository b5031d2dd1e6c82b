/**
 * What does the description of a monitored system consist of?
 *
 * Every number that a design document gives is written once, in
 * `systems/<system>/`, in the types of this file. Everything else (the Go
 * side's catalogue, dashboards, rules, runbooks) is generated from there.
 *
 * Expressions are PromQL with two placeholders: `$app` stands for the matcher
 * of the application's jobs, `$host` for the matcher of its host and exporter
 * jobs (E-19). Generation fails where a selector has neither.
 */
import { z } from 'zod';

/** Where the document says it: "D4 l.375", "D2 l.25, l.346", with the resolving note of the catalogue in brackets. */
export const Anchor = z
  .string()
  .regex(
    /^D[1-5] l\.\d+(-\d+)?(, l\.\d+(-\d+)?)*( \([B-G]-?\d+[^)]*\))?$/,
    'an anchor reads "D4 l.375" or "D2 l.34 (D-15)"'
  );

const MetricName = z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
const LabelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
/** PromQL, with $app and $host. */
const Expression = z.string().min(1);
/** An id of Grafana's unit formatters. */
const Unit = z.string().min(1);
const Sentence = z.string().min(10);

export const Severity = z.enum(['info', 'warning', 'critical', 'emergency']);
export type Severity = z.infer<typeof Severity>;

/** A documented "5-15 seconds"; its upper end is the baseline until one is learned (D-15). */
export const Range = z.strictObject({
  id: z.string(),
  labels: z.record(LabelName, z.string()),
  low: z.number().positive(),
  high: z.number().positive(),
  anchor: Anchor,
});

/** The companions of rare or long work (E-10, E-11, E-19). */
export const Runs = z.strictObject({
  /** Gauge of the last run's duration, where the set itself is a histogram (D2-A08). */
  last: MetricName.optional(),
  timestamp: MetricName.optional(),
  runningSince: MetricName.optional(),
  count: MetricName.optional(),
});

/** The operations of one metric: one per combination of the values of `by`. */
export const OperationSet = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string(),
  metric: MetricName,
  kind: z.enum(['histogram', 'summary', 'gauge']),
  unit: z.enum(['s', 'ms']).default('s'),
  /** Matchers besides the system's; may be empty. */
  selector: z.string().default(''),
  by: z.array(LabelName).min(1),
  /** Template over the labels; empty: their values joined by a space. */
  name: z.string().default(''),
  direction: z.enum(['less', 'more']).default('less'),
  /** Matcher of the failed among the metric's _count series; empty: no error signal. */
  errors: z.string().default(''),
  minRequests: z.number().int().nonnegative().default(0),
  /** How far back a ruler of Prometheus looks for requests enough to compare; the engine finds out for itself. */
  rulerWindow: z.enum(['5m', '1h']).default('5m'),
  runs: Runs.optional(),
  ranges: z.array(Range).default([]),
  anchor: Anchor,
});
export type OperationSet = z.infer<typeof OperationSet>;

/** Something that the document wants to see. */
export const Quantity = z.strictObject({
  id: z.string(),
  title: z.string(),
  unit: Unit,
  /** The metrics without which it cannot be served; the probe looks for them. */
  metrics: z.array(MetricName).min(1),
  expr: Expression,
  /** Grafana's legend over the labels of `expr`. */
  legend: z.string().default(''),
  /** Further views of the same quantity. */
  also: z.array(z.strictObject({ expr: Expression, legend: z.string(), unit: Unit.optional() })).default([]),
  anchor: Anchor,
  /** What to emit where it is missing. */
  emit: Sentence,
});
export type Quantity = z.infer<typeof Quantity>;

export const Comparison = z.enum(['<', '<=', '>', '>=', '==']);
export type Comparison = z.infer<typeof Comparison>;

/** A documented absolute limit, good while `expr op limit` holds. */
export const Target = z.strictObject({
  id: z.string(),
  title: z.string(),
  quantity: z.string(),
  expr: Expression,
  /** Empty or 0 where the load or the work of the target is absent: the target is then "not tested". */
  load: z.string().default(''),
  /** The histogram whose bounds must reach the limit for an answer. */
  bound: z.union([MetricName, z.literal('')]).default(''),
  op: Comparison,
  limit: z.number(),
  unit: Unit,
  /** Answered by the engine from its store; `expr` is then the same over its published metrics. */
  engine: z.enum(['', 'slow', 'requests', 'confidence', 'coverage', 'delay']).default(''),
  anchor: Anchor,
});
export type Target = z.infer<typeof Target>;

/** A documented figure that is a parameter of something, not a limit to check. */
export const Setting = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** The figures by what they are; none where the document only names the thing. */
  values: z.record(z.string(), z.number()),
  /** Where it takes effect. */
  use: Sentence,
  anchor: Anchor,
});
export type Setting = z.infer<typeof Setting>;

export const Clause = z.strictObject({
  /** What is measured, in words; left out, the title of the quantity with the same expression is taken. */
  title: z.string().default(''),
  expr: Expression,
  op: Comparison,
  limit: z.number(),
  unit: Unit,
});

/** What to set to what, readable by the application that is to do it. */
export const Change = z.strictObject({
  /** What has the setting: a label in braces ("{{component}}") or a word. */
  component: z.string().min(1),
  /** The setting's name, e.g. "failure_threshold". */
  setting: z.string().regex(/^[a-z][a-z0-9_]*$/),
  current: Expression,
  proposed: Expression,
  unit: Unit,
});

/** Documented advice without a measurable trigger; a guide is where one reads it. */
export const Practice = z.strictObject({
  id: z.string().regex(/^D[1-5]-O\d+$/),
  title: z.string(),
  text: Sentence,
  guide: z.enum(['optimization', 'benchmarking', 'troubleshooting']),
  anchor: Anchor,
});
export type Practice = z.infer<typeof Practice>;

/** A documented feature: served by files of this repository, by a later part, or answered with a reason. */
export const Feature = z.strictObject({
  id: z.string().regex(/^D[1-5]-X\d+$/),
  title: z.string(),
  how: z.discriminatedUnion('kind', [
    /** Paths from the root of the repository. */
    z.strictObject({
      kind: z.literal('served'),
      by: z.array(z.string()).min(1),
      tests: z.array(z.string()).default([]),
    }),
    z.strictObject({ kind: z.literal('planned'), with: z.enum(['the app', 'the engine']) }),
    /** One sentence: why a Grafana plugin must not do it, and what it does instead. */
    z.strictObject({ kind: z.literal('answered'), why: Sentence }),
  ]),
  anchor: Anchor,
});
export type Feature = z.infer<typeof Feature>;

/** A documented piece of advice. */
export const Recommendation = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** What to do; {{value}} and the labels of the first clause may be named. */
  text: Sentence,
  /** All must hold; empty: the engine decides (a breach of the group). */
  when: z.array(Clause).default([]),
  group: z.enum([
    'conversion',
    'operation',
    'tool',
    'llm',
    'database',
    'resource',
    'breaker',
    'pool',
    'cache',
    'agent',
    'capacity',
    'api',
    'command',
    'deployment',
  ]),
  /** The exact change, where the document gives its arithmetic: both expressions have the labels of the first clause. */
  change: Change.optional(),
  anchor: Anchor,
});
export type Recommendation = z.infer<typeof Recommendation>;

/** Yardstick's own numbers that a report may ask for; pkg/report computes each. */
const ReportEngine = z.enum([
  /** Violations of the period, by operation: how many. */
  'violations',
  /** ...how long an operation was in violation. */
  'violation time',
  /** ...each by itself, with its length, peak and verdict. */
  'incidents',
  /** Recommendations that apply at its end, with the measured evidence. */
  'recommendations',
  /** Changes of level within it; the second lists those to the better alone. */
  'shifts',
  'improvements',
  /** Operations clearly slower, or faster, than normal over all of it. */
  'slower',
  'faster',
  /** Load of the last measured day, what is expected of the days to come, and the growth of a day. */
  'load',
  'forecast',
  'growth',
  /** Documented targets with their outcome. */
  'targets',
  /** Releases, and the operations whose level changed near them. */
  'releases',
  /** What people did to baselines, and what they said of violations. */
  'acts',
  'verdicts',
]);

/** One line or list of a report. */
export const ReportItem = z
  .strictObject({
    id: z.string(),
    /** `run`: after every run of a command, a pipeline or a build. */
    period: z.enum(['daily', 'weekly', 'monthly', 'run']),
    section: z.string(),
    title: z.string(),
    /** Instant PromQL at the end of the period; empty: the engine answers. */
    expr: z.string().default(''),
    engine: ReportEngine.optional(),
    unit: Unit,
    kind: z.enum(['value', 'list']),
    mapping: z.record(z.string(), z.string()).optional(),
    anchor: Anchor,
  })
  .refine(({ expr, engine }) => (expr === '') === (engine !== undefined), {
    error: 'give an item of a report either an expression or the engine that answers it',
  });
export type ReportItem = z.infer<typeof ReportItem>;

/** Which circuit breakers exist and how the document tunes them. */
export const Breakers = z.strictObject({
  tuning: z.strictObject({
    stableErrorPercent: z.number(),
    unstableErrorPercent: z.number(),
    thresholdStep: z.number(),
    thresholdMin: z.number(),
    thresholdMax: z.number(),
    fastRecovery: z.number(),
    slowRecovery: z.number(),
    fastStep: z.number(),
    slowStep: z.number(),
    timeoutMin: z.number(),
    timeoutMax: z.number(),
  }),
  components: z.array(z.string()),
  anchor: Anchor,
});

/** One stretch of an incident's first hour: who reads it has no time to search. */
export const Phase = z.strictObject({
  title: z.string(),
  /** Minutes since the alert; the last stretch has no end. */
  from: z.number().int().nonnegative(),
  to: z.number().int().positive().optional(),
  steps: z.array(Sentence).min(1),
  anchor: Anchor,
});
export type Phase = z.infer<typeof Phase>;

/** The attribute of a span by which traces of an operation are found. */
export const Trace = z.strictObject({
  attribute: z.string().regex(/^[a-z][a-z0-9_.]*$/),
  /** The label of the metrics with the same values; none: the attribute tells requests apart, not operations. */
  label: LabelName.optional(),
  anchor: Anchor,
});
export type Trace = z.infer<typeof Trace>;

/** The limit of a target, for the alerts and settings that repeat it. */
export function limitsOf(targets: ReadonlyArray<z.input<typeof Target>>): (id: string) => number {
  return (id) => {
    const target = targets.find((candidate) => candidate.id === id);
    if (!target) {
      throw new Error(`looking up the limit of ${id}: there is no such target`);
    }
    return target.limit;
  };
}
