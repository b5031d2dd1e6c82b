/**
 * Is this a file that Grafana's alerting provisioning takes as it is meant?
 *
 * Grafana ignores keys that it does not know and refuses to start on some
 * values that it does. So every object here is strict, and what Grafana would
 * only find at a restart is found in a test.
 */
import { parse } from 'yaml';
import { z } from 'zod';

const Duration = z.string().regex(/^\d+[smhd]$/);
const Label = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
const Uid = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

const DataSourceRef = z.strictObject({ type: z.string(), uid: z.string() });
const RelativeTimeRange = z
  .strictObject({ from: z.number().int(), to: z.number().int().nonnegative() })
  .refine(({ from, to }) => from > to, 'from must lie before to');

const PrometheusModel = z.strictObject({
  refId: z.string(),
  datasource: DataSourceRef,
  editorMode: z.literal('code'),
  expr: z.string().min(1),
  instant: z.literal(true),
  range: z.literal(false),
  intervalMs: z.number().int(),
  maxDataPoints: z.number().int(),
});

const YardstickModel = z.strictObject({
  refId: z.string(),
  datasource: DataSourceRef,
  queryType: z.literal('deviation'),
  system: z.string(),
  signal: z.literal('latency'),
  measure: z.enum(['ratio', 'tier', 'breach', 'slow', 'repeated', 'live', 'expected']),
  mode: z.literal('fast'),
  intervalMs: z.number().int(),
  maxDataPoints: z.number().int(),
});

const Evaluator = z.strictObject({ type: z.enum(['gt', 'gte', 'lt', 'lte']), params: z.array(z.number()).length(1) });
const ThresholdModel = z.strictObject({
  refId: z.string(),
  datasource: z.strictObject({ type: z.literal('__expr__'), uid: z.literal('__expr__') }),
  type: z.literal('threshold'),
  expression: z.string(),
  conditions: z.array(z.strictObject({ evaluator: Evaluator, unloadEvaluator: Evaluator.optional() })).length(1),
});

const Query = z.discriminatedUnion('datasourceUid', [
  z.strictObject({
    refId: z.string(),
    datasourceUid: z.literal('prometheus'),
    relativeTimeRange: RelativeTimeRange,
    model: PrometheusModel,
  }),
  z.strictObject({
    refId: z.string(),
    datasourceUid: z.literal('yardstick'),
    relativeTimeRange: RelativeTimeRange,
    model: YardstickModel,
  }),
  z.strictObject({ refId: z.string(), datasourceUid: z.literal('__expr__'), model: ThresholdModel }),
]);

/** Grafana expands $ in labels of a file, but not in annotations (12.3), and braced ones everywhere later. */
const Annotation = z
  .string()
  .refine((text) => !text.includes('$$') && !text.includes('${'), 'no $$ or ${ in annotations');
const LabelValue = z.string().refine((text) => !/(^|[^$])\$([^$]|$)/.test(text), 'write $$ for a $ in a label');

const Rule = z
  .strictObject({
    uid: Uid,
    title: z.string().min(1).max(190),
    condition: z.string(),
    for: Duration,
    keepFiringFor: Duration.optional(),
    noDataState: z.literal('OK'),
    execErrState: z.enum(['KeepLast', 'Alerting']),
    isPaused: z.literal(false),
    labels: z.record(Label, LabelValue),
    annotations: z.record(z.string(), Annotation),
    data: z.array(Query).min(2),
  })
  .refine(({ condition, data }) => data.some((query) => query.refId === condition), 'the condition names no query')
  .refine(({ data }) => new Set(data.map((query) => query.refId)).size === data.length, 'two queries of one name')
  .refine(
    ({ data }) => data.every((query) => query.refId === query.model.refId),
    'a query and its model differ in name'
  )
  .refine(
    ({ labels }) => ['severity', 'system', 'rule_version'].every((label) => label in labels),
    'a label is missing'
  )
  .refine(
    ({ annotations }) => ['summary', 'description', 'runbook_url', 'threshold'].every((name) => name in annotations),
    'an annotation is missing'
  )
  .refine(
    // No document asks for the rules of Yardstick itself.
    ({ annotations, labels }) =>
      'document_id' in annotations === 'document_anchor' in annotations &&
      ('document_id' in annotations || labels.system === 'yardstick'),
    'a rule of a document names it'
  )
  .refine(
    ({ annotations: a }) => '__dashboardUid__' in a === '__panelId__' in a && /^\d*$/.test(a.__panelId__ ?? ''),
    'dashboard and panel belong together, and a panel is a number'
  );

const Group = z
  .strictObject({
    orgId: z.literal(1),
    name: z.string().min(1).max(190),
    folder: z.string().min(1),
    interval: Duration,
    rules: z.array(Rule).min(1),
  })
  .refine(({ interval }) => seconds(interval) > 0 && seconds(interval) % 10 === 0, 'an interval is a multiple of 10 s')
  .refine(
    ({ interval, rules }) => rules.every((rule) => seconds(rule.for) === 0 || seconds(rule.for) >= seconds(interval)),
    'a pending period shorter than the interval'
  );

/** Grafana removes a rule that came from a file only where another one, or a later one of the same name, says so. */
export const DeleteRules = z
  .array(z.strictObject({ orgId: z.literal(1), uid: z.string().regex(/^yardstick-f-/) }))
  .min(1);
export const deletions = (uids: readonly string[]) => uids.map((uid) => ({ orgId: 1 as const, uid }));

export const AlertingFile = z
  .strictObject({ apiVersion: z.literal(1), groups: z.array(Group).min(1), deleteRules: DeleteRules.optional() })
  .refine(
    // Grafana deletes after it has installed.
    ({ groups, deleteRules = [] }) =>
      groups.every(({ rules }) => rules.every((rule) => deleteRules.every(({ uid }) => uid !== rule.uid))),
    'a rule is installed and deleted'
  );
/** The rules that files install. */
export function ruleUids(files: readonly string[]): string[] {
  const groups = files.flatMap((text) => AlertingFile.parse(parse(text)).groups);
  return groups.flatMap(({ rules }) => rules.map(({ uid }) => uid));
}
export type AlertingFile = z.infer<typeof AlertingFile>;
export type Rule = z.infer<typeof Rule>;
export type Group = z.infer<typeof Group>;

export function seconds(duration: string): number {
  const factor = { s: 1, m: 60, h: 3600, d: 86400 }[duration.slice(-1)] ?? Number.NaN;
  return Number(duration.slice(0, -1)) * factor;
}
