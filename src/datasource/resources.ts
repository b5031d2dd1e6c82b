// What does the resource API of the data source answer? Mirrors the views in pkg/plugin/resource_*.go.

export interface System {
  name: string;
  title: string;
  document: string;
  dashboard: string;
  operations: number;
  /** This Prometheus has metrics of it. */
  found: boolean;
  /** Of its days, an IANA name. */
  timeZone: string;
}

export interface Operation {
  system: string;
  set: string;
  name: string;
  labels: Record<string, string>;
  state: string;
  tier: string;
  /** To normal; null where nothing was measured. */
  ratio: number | null;
  reason: string;
  /** Of its values, one of Grafana's; seconds where there is none. */
  unit?: string;
}

export interface VariableValue {
  text: string;
  value: string;
}

export interface Quantity {
  id: string;
  title: string;
  found: boolean;
  missing: string[];
  /** What to emit where it is missing, one sentence. */
  emit: string;
}

export interface Probe {
  system: string;
  quantities: Quantity[];
  found: number;
  total: number;
}

/** Hours learned and wanted of one set of operations. */
export interface Progress {
  system: string;
  set: string;
  learned: number;
  wanted: number;
  newest: string | null;
  oldest: string | null;
  lastError: string;
}

export interface SystemOverview {
  name: string;
  title: string;
  dashboard: string;
  operations: number;
  withBaseline: number;
  states: Record<string, number>;
  violationsNow: Operation[];
  /** More of their requests fail than usual. */
  failingNow: Operation[];
  /** They complete nothing where they usually do. */
  silentNow: Operation[];
  /** How many are above normal, and not by enough for a warning. */
  aboveNow: number;
  targetsMissed: number;
  probeFound: number;
  probeTotal: number;
  learner: Progress[];
  error?: string;
}

export interface Overview {
  systems: SystemOverview[];
}

export type Verdict = '' | 'true' | 'false' | 'expected';

/** What was off in a violation. */
export type ViolatedSignal = 'latency' | 'errors' | 'rate';

/** A stretch of time in which an operation was in breach. */
export interface Violation {
  /** 0 for one that the learner has not passed yet: no verdict can be given on it. */
  id: number;
  system: string;
  set: string;
  operation: string;
  labels: Record<string, string>;
  signal: ViolatedSignal;
  tier: string;
  start: string;
  /** Null while it goes on. */
  end: string | null;
  /** Largest ratio to normal; null where nothing was completed. */
  peak: number | null;
  /** Seconds from the onset to the first tier. */
  delay: number;
  verdict: Verdict;
  reason: string;
  work: Work;
}

export type WorkState = 'open' | 'taken' | 'done' | 'rejected';

/** How far people are with something that waits for them. */
export interface Work {
  state: WorkState;
  /** Sent back with the next change, so that who comes second is told. */
  revision: number;
  /** Empty where nobody has touched it. */
  author: string;
  reason: string;
  time: string | null;
}

/** The answer to a change of a state. */
export interface Moved extends Work {
  acts: number[];
}

/** What the background work of the data source does. */
export interface Learner {
  /** In words. */
  state: string;
  phase: 'waiting' | 'learning' | 'checking' | 'up to date' | 'stopped';
  done: number;
  total: number;
  /** Seconds. */
  timeLeft: number;
  error: string;
  lease: 'here' | 'elsewhere' | 'none';
  systems: Progress[];
}

/** One condition of a recommendation, with what was measured. */
export interface Evidence {
  title: string;
  value: number | null;
  op: string;
  limit: number;
  unit: string;
  text: string;
}

/** A recommendation of a document that applies now. */
export interface Recommendation {
  /** The same as long as the same rule speaks of the same thing. */
  key: string;
  /** Off for what somebody has touched and that no longer holds. */
  applies: boolean;
  work: Work;
  system: string;
  id: string;
  group: string;
  title: string;
  text: string;
  /** Empty where the document names no exact change. */
  component: string;
  setting: string;
  current: number | null;
  proposed: number | null;
  unit: string;
  since: string | null;
  sinceAtLeast: boolean;
  because: string;
  evidence: Evidence[];
  operations: string[];
  labels: Record<string, string>;
  anchor: string;
}

/** One version of a baseline, as far as pages show it. */
export interface BaselineVersion {
  /** Of the operation. */
  id: number;
  system: string;
  set: string;
  operation: string;
  version: number;
  state: string;
  p95: number | null;
  /** Of the p95, one of Grafana's; seconds where there is none. */
  unit?: string;
  confidence: number;
  requests: number;
  validFrom: string;
  /** When the first of the windows began that it was learned from. */
  from?: string | null;
  factors?: { info: number; warning: number; critical: number } | null;
  author: string;
  /** The author's reason; empty where the learner made it. */
  why?: string;
}

/** In what two versions differ. */
export interface Difference {
  field: string;
  title: string;
  /** Empty where before and after are words. */
  unit: string;
  before: number | string | null;
  after: number | string | null;
  ratio: number | null;
}

/** A change of level that the learner saw. */
export interface LevelChange {
  at: string;
  system: string;
  set: string;
  operation: string;
  /** p95 in seconds. */
  before: number | null;
  after: number | null;
  ratio: number | null;
}

export interface Deployment {
  system: string;
  time: string;
  version: string;
  author: string;
}

/** The answer to a decision, with the acts by which it can be taken back. */
export interface Decided {
  baselines: BaselineVersion[];
  acts: number[];
}

/** What a person did. */
export interface Acted {
  id: number;
  time: string;
  author: string;
  action: string;
  system: string;
  /** Of the operation; empty where it is gone or there is none. */
  set: string;
  operation: string;
  operationId: number;
  version: number;
  reason: string;
  undoes: number;
  undone: { time: string; author: string; reason: string } | null;
  /** Why it cannot be taken back; empty where it can. */
  permanent: string;
}

/** A stretch of time that does not teach. */
export interface Exclusion {
  id: number;
  system: string;
  /** 0 for all of the system. */
  operation: number;
  from: string | null;
  to: string;
  kind: string;
  reason: string;
  author: string;
  time: string;
  withdrawn: string | null;
}

/** A level that may be the new normal. */
export interface Proposal {
  id: number;
  kind: 'level' | 'drift' | 'expected';
  system: string;
  set: string;
  operation: string;
  /** The question in words. */
  text: string;
  at: string;
  before: number | null;
  after: number | null;
  ratio: number | null;
  ratioLow: number | null;
  ratioHigh: number | null;
  raised: string;
  state: 'open' | 'accepted' | 'dismissed';
  decided: string | null;
  by: string;
  why: string;
}

interface Share {
  system: string;
  /** Its Monday. */
  week: string;
  precision: number | null;
  low: number | null;
  high: number | null;
}

/** Verdicts on violations of one operation at one tier in one week. */
export interface WeekOfOperation extends Share {
  operation: string;
  signal: ViolatedSignal;
  tier: string;
  true: number;
  false: number;
  expected: number;
  unjudged: number;
}

/** What people said of one rule's recommendations in one week. */
export interface WeekOfRule extends Share {
  rule: string;
  done: number;
  rejected: number;
  pending: number;
}

interface Quantiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** A single request that took longer than is normal, or has a larger value. */
export interface SlowRequest {
  at: string;
  /** How long it took; its value where the operation is in another unit. */
  seconds: number;
  /** Empty where the program gave none. */
  traceId: string;
  labels: Record<string, string>;
}

/** What the verdict on one operation rests on; numbers are null where nothing was measured. */
export interface Why {
  at: string;
  requests: number;
  /** A single run was judged, no window of requests. */
  run: boolean;
  /** Width of the evidence, or what the run took. */
  seconds: number;
  ratio: number | null;
  ratioLow: number | null;
  ratioHigh: number | null;
  /** The ratio wherever in their buckets the requests were; null where that cannot be said. */
  ratioLeast: number | null;
  ratioMost: number | null;
  /** How many standard errors from normal. */
  z: number | null;
  /** Of what is normal and measured, one of Grafana's; seconds where there is none. */
  unit?: string;
  /** What is normal at this hour, and what is measured. */
  before: Quantiles;
  after: Quantiles;
  cell: { level: 'none' | 'hour' | 'weekend' | 'week' | 'moment'; factor: number };
  drift: { tier: 'normal' | 'info'; reason: string } | null;
  together: Array<{ label: string; value: string; moving: number; of: number; chance: number; operations: string[] }>;
  deployment: { at: string; version: string; text: string } | null;
  exemplars: SlowRequest[];
  /** Warnings on what fails, or that fewer complete, or none. */
  besides: Array<{ signal: 'errors' | 'rate'; tier: 'warning' | 'critical'; reason: string }>;
  /** Selects logs with the same labels, as LogQL writes it. */
  logs: string;
}
