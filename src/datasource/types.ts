// What does the front end ask the data source? Mirrors the structs in pkg/plugin/query.go;
// a test compares the words below with the schema that is generated from them.
import { type DataSourceJsonData } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';

export const queryTypes = [
  'series',
  'deviation',
  'baseline',
  'targets',
  'conversions',
  'breakers',
  'table',
  'annotations',
] as const;
export const stats = ['p50', 'p95', 'p99', 'mean', 'rate', 'errors'] as const;
export const signals = ['latency', 'rate', 'errors'] as const;
/** What a violation can be of; empty means whatever it is of. */
export const violatedSignals = ['', 'latency', 'errors', 'rate'] as const;
export const deviationMeasures = ['ratio', 'z', 'tier', 'breach', 'slow', 'repeated', 'live', 'expected'] as const;
export const modes = ['fast', 'drift'] as const;
/** Empty means the table itself. */
export const targetMeasures = ['', 'value', 'distance', 'missed'] as const;
export const conversionMeasures = ['', 'ratio', 'tier'] as const;
export const breakerMeasures = ['', 'state', 'trips', 'health'] as const;
export const formats = ['', 'table', 'timeseries'] as const;
export const tables = [
  'operations',
  'compare',
  'violations',
  'recommendations',
  'forecast',
  'runs',
  'coverage',
  'backtest',
] as const;
export const sorts = ['slowest', 'degraded', 'improved', 'busiest', 'noisiest'] as const;
export const annotationKinds = ['baseline', 'change', 'violation', 'deployment'] as const;

/** Those of PromQL. */
export const operators = ['=', '!=', '=~', '!~'] as const;

type OneOf<T extends readonly string[]> = T[number];
export type QueryType = OneOf<typeof queryTypes>;

/** One condition on a label; the expressions of =~ and !~ match the whole value. */
export interface LabelMatcher {
  label: string;
  operator: OneOf<typeof operators>;
  value: string;
}

interface CommonQuery extends DataQuery {
  queryType: QueryType;
  /** Name of a monitored system; empty means all of the data source. */
  system?: string;
  /** Names of operations; empty means all. */
  operations?: string[];
  /** Keeps the operations whose labels have these values. */
  labels?: Record<string, string>;
  /** Keeps the operations whose labels meet all of these; a label that is not there is empty. */
  matchers?: LabelMatcher[];
}

export interface SeriesQuery extends CommonQuery {
  queryType: 'series';
  stat?: OneOf<typeof stats>;
  /** Adds what is normal: expected, lower, upper. */
  band?: boolean;
}

export interface DeviationQuery extends CommonQuery {
  queryType: 'deviation';
  signal?: OneOf<typeof signals>;
  measure?: OneOf<typeof deviationMeasures>;
  mode?: OneOf<typeof modes>;
}

export interface BaselineQuery extends CommonQuery {
  queryType: 'baseline';
}

export interface TargetsQuery extends CommonQuery {
  queryType: 'targets';
  measure?: OneOf<typeof targetMeasures>;
  ids?: string[];
}

export interface ConversionsQuery extends CommonQuery {
  queryType: 'conversions';
  measure?: OneOf<typeof conversionMeasures>;
  format?: OneOf<typeof formats>;
}

export interface BreakersQuery extends CommonQuery {
  queryType: 'breakers';
  measure?: OneOf<typeof breakerMeasures>;
  format?: OneOf<typeof formats>;
  components?: string[];
}

export interface TableQuery extends CommonQuery {
  queryType: 'table';
  table: OneOf<typeof tables>;
  /** For violations: what was off; empty: both. */
  signal?: OneOf<typeof violatedSignals>;
  sort?: OneOf<typeof sorts>;
  /** 0 means all. */
  limit?: number;
  /** For compare: with what, a time earlier (7d) or the words of docs/runs.md; empty: a week earlier. */
  baseline?: string;
  /** For compare: what, in the same words; empty: the time range. */
  current?: string;
  /** For compare: the version whose deployment is looked at, after it against before it. */
  deployment?: string;
  /** For forecast: days; 0 means 28. */
  ahead?: number;
  /** For forecast: series with bands instead of a table. */
  format?: OneOf<typeof formats>;
}

export interface AnnotationsQuery extends CommonQuery {
  queryType: 'annotations';
  kind?: OneOf<typeof annotationKinds>;
}

export type Query =
  | SeriesQuery
  | DeviationQuery
  | BaselineQuery
  | TargetsQuery
  | ConversionsQuery
  | BreakersQuery
  | TableQuery
  | AnnotationsQuery;

/** The values of a template variable. */
export interface VariableQuery extends DataQuery {
  kind: 'systems' | 'operations' | 'labels';
  system?: string;
  /** For kind labels: whose values. */
  label?: string;
}

export const breakerPresets = ['omninode', 'resilience4j', 'opossum', 'envoy'] as const;

/** Where a system is found in this Prometheus, where that differs from the document. */
export interface Scope {
  selector?: string;
  hostSelector?: string;
}

/** Mirrors Settings in pkg/plugin/settings.go. */
export interface Settings extends DataSourceJsonData {
  systems?: string[];
  lagSeconds?: number;
  learnDays?: number;
  /** Days that count as Sundays: 2026-12-25, or 12-25 in every year. */
  holidays?: string[];
  httpMethod?: 'POST' | 'GET';
  /** With every request to Prometheus, as in an address; called as in Grafana's own data source. */
  customQueryParameters?: string;
  /** Of one request to Prometheus, in seconds; Grafana's own field. */
  timeout?: number;
  publish?: boolean;
  breakerPreset?: OneOf<typeof breakerPresets>;
  selectors?: Record<string, Scope>;
  /** Systems of the user's own, provisioned; the editor leaves them alone. */
  operations?: unknown[];
}

export interface SecureSettings {
  basicAuthPassword?: string;
}
