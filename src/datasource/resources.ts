// What does the resource API of the data source answer? Mirrors the views in pkg/plugin/resource_*.go.

export interface System {
  name: string;
  title: string;
  document: string;
  dashboard: string;
  operations: number;
  /** This Prometheus has metrics of it. */
  found: boolean;
}

export interface Operation {
  system: string;
  set: string;
  name: string;
  labels: Record<string, string>;
  state: string;
  tier: string;
  reason: string;
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

/** A stretch of time in which an operation was in breach. */
export interface Violation {
  /** 0 for one that the learner has not passed yet: no verdict can be given on it. */
  id: number;
  system: string;
  set: string;
  operation: string;
  labels: Record<string, string>;
  tier: string;
  start: string;
  /** Null while it goes on. */
  end: string | null;
  /** Largest ratio to normal. */
  peak: number | null;
  /** Seconds from the onset to the first tier. */
  delay: number;
  verdict: Verdict;
  reason: string;
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
  confidence: number;
  requests: number;
  validFrom: string;
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

/** A question of the learner: is another level the new normal? */
export interface Proposal {
  id: number;
  kind: string;
  system: string;
  set: string;
  operation: string;
  text: string;
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

/** What a person did to a baseline. */
export interface Act {
  time: string;
  author: string;
  action: string;
  system: string;
  operation: string;
  reason: string;
}
