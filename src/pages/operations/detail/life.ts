// What can a person decide about a baseline? Every decision names the version that was looked at, and a reason.
import { type BaselineVersion, type Difference } from '../../../datasource/resources';
import { askResource, changeResource } from '../../datasources';
import { type Identity } from '../identity';

export type Decision =
  | { act: 'approve' | 'freeze' | 'unfreeze' | 'accept' }
  | { act: 'rollback'; to: number }
  | { act: 'exclude'; kind: 'incident' | 'maintenance' | 'warm-up'; from: string; to: string }
  | { act: 'factors'; factors: { info: number; warning: number; critical: number } | null };

/** Undefined where nothing was learned yet. */
export async function askBaseline(uid: string, { system, set, name }: Identity): Promise<BaselineVersion | undefined> {
  const { baselines } = await askResource<{ baselines: BaselineVersion[] }>(uid, 'baselines', { system });
  return baselines.find((record) => record.set === set && record.operation === name);
}

export async function askVersions(uid: string, operation: number): Promise<BaselineVersion[]> {
  const path = 'baselines/versions';
  return (await askResource<{ versions: BaselineVersion[] }>(uid, path, { operation: String(operation) })).versions;
}

export async function askDifferences(uid: string, operation: number, from: number, to: number): Promise<Difference[]> {
  const asked = { operation: String(operation), from: String(from), to: String(to) };
  return (await askResource<{ differences: Difference[] }>(uid, 'baselines/diff', asked)).differences;
}

/** Refused with the other person's name, time and reason where somebody came first. */
export function decide(uid: string, seen: BaselineVersion, reason: string, decision: Decision): Promise<unknown> {
  const { act, ...details } = decision;
  const operations = [{ id: seen.id, version: seen.version }];
  return changeResource(uid, `baselines/${act}`, { operations, reason, ...details });
}

/** What makes sense in the state that a baseline is in. */
export function actsFor(state: string): Array<'approve' | 'freeze' | 'unfreeze' | 'accept'> {
  switch (state) {
    case 'frozen':
      return ['unfreeze', 'accept'];
    case 'learning':
    case 'documented':
      return ['freeze'];
    case 'approved':
      return ['freeze', 'accept'];
    default:
      return ['approve', 'freeze', 'accept'];
  }
}
