// What does the data source tell of runs? Its answers as pkg/runs and pkg/plugin write them; null is what is not known.
export interface Run {
  id: string;
  system: string;
  format: string;
  name: string;
  started: string | null;
  imported: string;
  author: string;
  context: Record<string, string>;
  /** That it measured. */
  quantities: number;
  added?: boolean;
}

export interface Compared {
  operation: string;
  labels: Record<string, string>;
  quantity: string;
  baseline: number | null;
  current: number | null;
  change_percentage: number | null;
  performance_rating?: string;
  ratio: number | null;
  low: number | null;
  high: number | null;
  of: string;
  effectSize: string;
  p95Ratio: number | null;
  p95Low: number | null;
  p95High: number | null;
  spreadRatio: number | null;
  verdict: string;
  where?: string;
  /** Certain, and by less than 2 %. */
  slight?: boolean;
  reason?: string;
}

export interface Comparison {
  baseline: string;
  current: string;
  system: string;
  operations: Compared[];
  new: string[];
}

export interface GateMeasure {
  measure: string;
  ratio: number | null;
  low: number | null;
  high: number | null;
  margin: number;
  verdict: string;
  reason?: string;
}

export interface GateOperation {
  operation: string;
  labels: Record<string, string>;
  quantity: string;
  critical: boolean;
  measure: string;
  ratio: number | null;
  low: number | null;
  high: number | null;
  verdict: string;
  reason: string;
  needed: number | null;
  measures: GateMeasure[];
}

export interface Gate {
  verdict: string;
  reason: string;
  base: string;
  candidate: string;
  system: string;
  operations: GateOperation[];
  new: string[];
}

/** Labels that the name does not say already, as name=value. */
export function nameOf({ operation, labels }: { operation: string; labels: Record<string, string> }): string {
  const more = Object.entries(labels)
    .filter(([, value]) => !operation.includes(value))
    .map(([name, value]) => `${name}=${value}`);
  return more.length === 0 ? operation : `${operation} {${more.join(', ')}}`;
}
