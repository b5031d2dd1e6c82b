// How does a person move a violation or a recommendation on? With a reason, from the state that was looked at.
import {
  type Moved,
  type Verdict,
  type ViolatedSignal,
  type Violation,
  type Work,
  type WorkState,
} from '../../datasource/resources';
import { changeResource } from '../datasources';
import { idOf } from '../operations/identity';

export interface Move {
  state: WorkState;
  reason: string;
  /** Of a violation that is done. */
  verdict?: Verdict;
}

/** What may be moved on: `path` is that of its resource. */
export interface Item {
  path: string;
  title: string;
  work: Work;
  /** Violations that are done say what they were, by what was off in them. */
  judged?: ViolatedSignal;
}

/** What was off in several violations. */
export type JudgedSignal = ViolatedSignal | 'both';

export const move = (uid: string, { path, work }: Item, to: Move): Promise<Moved> =>
  changeResource<Moved>(uid, `${path}/state`, { ...to, revision: work.revision });

/** What comes from the back end later is newer than the answer to the move. */
export const newerOf = (read: Work, moved: Work | undefined): Work =>
  moved && moved.revision > read.revision ? moved : read;

/** Several violations are moved on together, or none of them. */
export const moveAll = (uid: string, violations: Violation[], to: Move): Promise<Pick<Moved, 'acts'>> =>
  changeResource<Pick<Moved, 'acts'>>(uid, 'violations/state', {
    ...to,
    violations: violations.map(({ id, work }) => ({ id, revision: work.revision })),
  });

/** Of how many operations it is asked whether they have a new normal, where these were expected: of what was slow, each once. */
export const asksOf = (violations: Array<Pick<Violation, 'system' | 'set' | 'operation' | 'signal'>>): number =>
  new Set(
    violations
      .filter(({ signal }) => signal === 'latency')
      .map(({ system, set, operation }) => idOf({ system, set, name: operation }))
  ).size;

/** The states that lead on from each of several. */
export const nextOfAll = (states: WorkState[]): WorkState[] =>
  workStates.filter((next) => states.every((state) => nextStates(state).includes(next)));

/** The states that lead on from one. */
export function nextStates(state: WorkState): WorkState[] {
  return state === 'open' ? ['taken', 'done', 'rejected'] : state === 'taken' ? ['done', 'rejected', 'open'] : ['open'];
}

export const workStates: WorkState[] = ['open', 'taken', 'done', 'rejected'];
