/** Which metrics does a system read, and which of its quantities read a family of metrics? */
import { z } from 'zod';

import { seriesOf, type Family } from './family';
import { selectors, withoutVariables } from './promql';
import { literal, scoped } from './scope';
import { systems } from './systems';
import type { System } from './system';

/** Every text under these names is PromQL, wherever it stands in a system. */
const EXPRESSIONS = new Set(['expr', 'load', 'current', 'proposed']);
/** ...and every text under these is the name of a metric. */
const NAMES = new Set([
  'metric',
  'metrics',
  'last',
  'timestamp',
  'runningSince',
  'count',
  'bound',
  'heartbeat',
  'core',
]);

const Node = z.record(z.string(), z.unknown());

/** The names of all metrics that a part of a system reads. */
export function metricsIn(part: unknown, system: System): Set<string> {
  const found = new Set<string>();
  collect(part, '', system, found);
  found.delete('');
  return found;
}

function collect(part: unknown, key: string, system: System, found: Set<string>): void {
  if (typeof part === 'string') {
    named(part, key, system).forEach((name) => found.add(name));
  } else if (Array.isArray(part)) {
    part.forEach((item) => collect(item, key, system, found));
  } else if (part !== null && typeof part === 'object') {
    Object.entries(Node.parse(part)).forEach(([name, value]) => collect(value, name, system, found));
  }
}

function named(text: string, key: string, system: System): string[] {
  if (NAMES.has(key)) {
    return [text];
  }
  if (!EXPRESSIONS.has(key) || text === '') {
    return [];
  }
  return selectors(withoutVariables(scoped(text, system, literal(system)))).map(({ metric }) => metric);
}

/** Ids of the quantities that read a family, and whether operations do; none for a system that is not served. */
export function readersOf(name: string, family: Family): string[] {
  const system = systems.find((candidate) => candidate.name === name);
  const series = seriesOf(family);
  if (!system) {
    return [];
  }
  const reads = (part: unknown) => series.some((one) => metricsIn(part, system).has(one));
  const ids = system.quantities.filter(reads).map(({ id }) => id);
  return reads({ operations: system.operations }) ? [...ids, 'baselines'] : ids;
}
