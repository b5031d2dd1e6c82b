// What can a person decide about baselines? Every decision names the versions that were looked at, and a reason.
import { t } from '../../components/text';
import { messageOf } from '../../components/failure';
import { type BaselineVersion, type Decided, type Difference } from '../../datasource/resources';
import { askResource, changeResource } from '../datasources';
import { type Identity, idOf } from '../operations/identity';
import { type Role } from '../roles';

export const acts = ['approve', 'freeze', 'unfreeze', 'accept', 'exclude', 'factors', 'reset'] as const;
/** What can be decided about one baseline or many; rolling back is about one. */
export type Act = (typeof acts)[number];

export interface Factors {
  info: number;
  warning: number;
  critical: number;
}
export type Kind = 'incident' | 'maintenance' | 'warm-up';

export type Decision =
  | { act: 'approve' | 'freeze' | 'unfreeze' | 'reset' }
  | { act: 'accept'; since?: string; proposal?: number }
  | { act: 'rollback'; to: number }
  | { act: 'exclude'; kind: Kind; from: string; to: string }
  | { act: 'factors'; factors: Factors | null };

/** Who may; the server decides again. */
export const needOf = (act: Decision['act']): Role => (act === 'reset' ? 'Admin' : 'Editor');

const askBaselines = async (uid: string, system: string): Promise<BaselineVersion[]> =>
  (await askResource<{ baselines: BaselineVersion[] }>(uid, 'baselines', { system })).baselines;

/** Undefined where nothing was learned yet. */
export async function askBaseline(uid: string, { system, set, name }: Identity): Promise<BaselineVersion | undefined> {
  const all = await askBaselines(uid, system);
  return all.find((record) => record.set === set && record.operation === name);
}

/** Those of the chosen operations, in their order; without those that nothing was learned of. */
export async function askBaselinesOf(uid: string, chosen: Identity[]): Promise<BaselineVersion[]> {
  const systems = [...new Set(chosen.map(({ system }) => system))];
  const all = (await Promise.all(systems.map((system) => askBaselines(uid, system)))).flat();
  const byId = new Map(all.map((each) => [idOf({ ...each, name: each.operation }), each]));
  return chosen.flatMap((identity) => byId.get(idOf(identity)) ?? []);
}

export async function askVersions(uid: string, operation: number): Promise<BaselineVersion[]> {
  const path = 'baselines/versions';
  return (await askResource<{ versions: BaselineVersion[] }>(uid, path, { operation: String(operation) })).versions;
}

export async function askDifferences(uid: string, operation: number, from: number, to: number): Promise<Difference[]> {
  const asked = { operation: String(operation), from: String(from), to: String(to) };
  return (await askResource<{ differences: Difference[] }>(uid, 'baselines/diff', asked)).differences;
}

/** As many as are learned again within one call. */
export const atOnce = 200;

/**
 * Refused with the other person's name, time and reason where somebody came first; then nothing is changed, also of what
 * had been before the refusal. Gives the acts that undo it.
 */
export async function decide(
  uid: string,
  seen: BaselineVersion[],
  reason: string,
  { act, ...details }: Decision
): Promise<number[]> {
  const done: number[] = [];
  try {
    for (let start = 0; start < seen.length; start += atOnce) {
      const operations = seen.slice(start, start + atOnce).map(({ id, version }) => ({ id, version }));
      const answer = await changeResource<Decided>(uid, `baselines/${act}`, { operations, reason, ...details });
      done.push(...(answer.acts ?? []));
    }
  } catch (refusal) {
    await takeBack(uid, done, refusal);
    throw refusal;
  }
  return done;
}

async function takeBack(uid: string, done: number[], refusal: unknown): Promise<void> {
  if (done.length === 0) {
    return;
  }
  try {
    await undo(uid, done, t('decision.allOrNone', 'Taken back, because others of the same choice were refused'));
  } catch (why) {
    throw new Error(
      t('decision.partly', '{{refusal}} {{count}} were changed before and could not be taken back. {{why}}', {
        refusal: messageOf(refusal),
        count: done.length,
        why: messageOf(why),
      })
    );
  }
}

export const undo = (uid: string, undone: number[], reason: string): Promise<unknown> =>
  changeResource(uid, 'baselines/undo', { acts: undone, reason });

/** What makes sense in the state that a baseline is in. */
export function actsFor(state: string): Act[] {
  switch (state) {
    case 'frozen':
      return ['unfreeze', 'factors', 'reset'];
    case 'learning':
      return ['exclude', 'factors', 'reset'];
    case 'approved':
      return ['freeze', 'accept', 'exclude', 'factors', 'reset'];
    default:
      return ['approve', 'freeze', 'accept', 'exclude', 'factors', 'reset'];
  }
}
