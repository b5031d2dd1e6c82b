/** What does a dashboard consist of, before it becomes Grafana's JSON? */
import { z } from 'zod';

import { Anchor, Severity } from './model';

const Unit = z.string().min(1);

/** PromQL through Grafana's own data source: a quantity of the catalogue, an alert's left side, or an expression. */
const PromQLQuery = z.strictObject({
  quantity: z.string().optional(),
  /** Index into the quantity's further views; absent: its main expression. */
  also: z.number().int().nonnegative().optional(),
  alert: z.string().optional(),
  target: z.string().optional(),
  expr: z.string().optional(),
  legend: z.string().optional(),
  /** Draw it dashed, against another unit or as a limit. */
  unit: Unit.optional(),
});

/** A query of our own data source (design 5.1). */
export const OwnQuery = z.strictObject({
  queryType: z.enum(['series', 'deviation', 'baseline', 'targets', 'conversions', 'breakers', 'table', 'annotations']),
  operations: z.array(z.string()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  stat: z.enum(['p50', 'p95', 'p99', 'mean', 'rate', 'errors']).optional(),
  band: z.boolean().optional(),
  signal: z.enum(['latency', 'rate', 'errors']).optional(),
  measure: z.string().optional(),
  mode: z.enum(['fast', 'drift']).optional(),
  format: z.literal('timeseries').optional(),
  table: z.enum(['operations', 'compare', 'violations', 'recommendations', 'forecast', 'runs', 'coverage']).optional(),
  sort: z.enum(['slowest', 'degraded', 'improved', 'busiest', 'noisiest']).optional(),
  limit: z.number().int().positive().optional(),
  kind: z.enum(['baseline', 'change', 'violation', 'deployment']).optional(),
  /** Of a forecast: days. */
  ahead: z.number().int().positive().optional(),
});
export type OwnQuery = z.infer<typeof OwnQuery>;

const Mapping = z.strictObject({ value: z.string(), text: z.string(), color: z.string() });

export const Panel = z.strictObject({
  id: z.number().int().positive(),
  title: z.string(),
  /** Ids of the document that this panel shows. */
  serves: z.array(z.string()),
  type: z.enum([
    'timeseries',
    'stat',
    'table',
    'bargauge',
    'heatmap',
    'state-timeline',
    'alertlist',
    'yardstick-conversions-panel',
    'yardstick-breakers-panel',
  ]),
  promql: z.array(PromQLQuery).default([]),
  own: z.array(OwnQuery).default([]),
  unit: Unit,
  decimals: z.number().int().nonnegative().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  stacked: z.boolean().default(false),
  logarithmic: z.boolean().default(false),
  /** Thresholds are those of these alerts, then of these targets: no number is written here. */
  alerts: z.array(z.string()).default([]),
  targets: z.array(z.string()).default([]),
  /** Thresholds are the system's tiers, where no alert of the document has them. */
  tiers: z.boolean().default(false),
  /** Of a count of things that should not be: from one on it is coloured. */
  anyIsBad: z.boolean().default(false),
  /** The column that the thresholds belong to, in a table. */
  thresholdField: z.string().optional(),
  mappings: z.array(Mapping).default([]),
  /** Of a list of alerts: those that are shown; none means all. */
  severities: z.array(Severity).default([]),
  /** Of a stat over rows: how they become one number. */
  /** The field of our own table that a stat shows. */
  field: z.string().optional(),
  reduce: z.enum(['last', 'sum', 'max', 'min', 'count']).default('last'),
  /** The days that it shows where the dashboard's range is a relative one: a forecast lies after its end. */
  days: z.strictObject({ back: z.number().int().positive(), ahead: z.number().int().positive() }).optional(),
  /** It tells of now wherever a relative range ends: in the evening of "Today", of which Prometheus knows nothing yet. */
  now: z.boolean().default(false),
  /** Columns of our own table, by their stable names; the answer has one more per label, which the operation's name says already. */
  columns: z.array(z.string()).default([]),
  /** What an empty panel says. */
  empty: z.string().min(10),
  description: z.string().min(10),
  anchor: Anchor,
  width: z.number().int().min(4).max(24),
  height: z.number().int().min(3).max(24).default(8),
});
export type Panel = z.infer<typeof Panel>;

export const Row = z.strictObject({
  id: z.number().int().positive(),
  title: z.string(),
  panels: z.array(Panel).min(1),
});
export type Row = z.infer<typeof Row>;

/** A variable whose values are those of a label, ordered by an expression: the first one is chosen where nobody chose. */
const LabelVariable = z.strictObject({
  name: z.string(),
  label: z.string(),
  of: z.string(),
  busiest: z.string(),
  description: z.string(),
});

export const Dashboard = z.strictObject({
  /** Empty for the system's main one; else the last part of its uid and of its file's name. */
  name: z
    .string()
    .regex(/^([a-z][a-z-]*)?$/)
    .default(''),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  variables: z.array(LabelVariable).default([]),
  /** How far back it looks where nobody chose: an hour (D2 l.279), or what the document's words need. */
  from: z
    .string()
    .regex(/^now-\d+[hdwM]$/)
    .default('now-1h'),
  /** How often it asks again; seldom where it looks back far. */
  refresh: z.enum(['10s', '1m', '5m']).default('10s'),
  rows: z.array(Row).min(1),
});
export type Dashboard = z.infer<typeof Dashboard>;
