// How are definitions asked for, checked, tried and kept? Mirrors the views in pkg/plugin/resource_own*.go.
import { type Operation } from '../../datasource/resources';
import { askResource, changeResource, removeResource } from '../datasources';
import { type Definition, type Type } from './definition';

export interface Own {
  id: number;
  version: number;
  definition: Definition;
  set: string;
  author: string;
  reason: string;
  time: string;
  deleted: boolean;
  /** Hours. */
  learned: number;
  wanted: number;
  operations: number;
  lastError: string;
}

export interface Check extends Type {
  errors: Record<string, string>;
  native: boolean;
  labels: Array<{ name: string; values: number }>;
  cut: boolean;
  operations: number;
  examples: string[];
  cost: { series: number; samplesPerHour: number; questions: number; bytesPerDay: number; scrape: number };
}

export interface Previewed {
  name: string;
  state: string;
  reason: string;
  /** Of its values, one of Grafana's; seconds where there is none. */
  unit?: string;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  p95Low: number | null;
  p95High: number | null;
  confidence: number;
  requests: number;
  trend: number[];
  replay: { reason: string; days: number; warnings: number; infos: number };
}

export interface Preview {
  from: string;
  to: string;
  total: number;
  operations: Previewed[];
  /** Days that were replayed. */
  judged: number;
  /** What the numbers do not show. */
  warning?: string;
}

export interface Metric {
  name: string;
  /** Where its name tells. */
  kind: '' | 'histogram' | 'summary' | 'counter';
}

/** Those whose names have every word of a search. */
export const findMetrics = (uid: string, search: string) =>
  askResource<Metric[]>(uid, 'own/metrics', search === '' ? {} : { search });

export const listOwn = async (uid: string): Promise<Own[]> =>
  (await askResource<{ definitions: Own[] }>(uid, 'own')).definitions;

export const checkOwn = (uid: string, id: number, definition: Definition) =>
  changeResource<Check>(uid, 'own/check', { id, definition });

export const previewOwn = (uid: string, id: number, definition: Definition) =>
  changeResource<Preview>(uid, 'own/preview', { id, definition });

/** Refused with the other person's name where somebody changed it since. */
export function keepOwn(uid: string, seen: Own | undefined, definition: Definition, reason: string): Promise<Own> {
  return seen
    ? changeResource(uid, `own/${seen.id}`, { version: seen.version, definition, reason })
    : changeResource(uid, 'own', { definition, reason });
}

export function deleteOwn(uid: string, { id, version }: Own, reason: string): Promise<Own> {
  return removeResource<Own>(uid, `own/${id}?${new URLSearchParams({ version: String(version), reason })}`);
}

export const restoreOwn = (uid: string, { id, version }: Own, reason: string) =>
  changeResource<Own>(uid, `own/${id}/restore`, { version, reason });

/** The operations that a definition has given so far. */
export async function operationsOf(uid: string, { set, definition }: Own): Promise<Operation[]> {
  const all = await askResource<Operation[]>(uid, 'operations', { system: definition.system });
  return all.filter((operation) => operation.set === set);
}
