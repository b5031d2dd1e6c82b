// What waits for a person? Questions of the learner, violations without a verdict, rules that the catalogue improved.
import { type Proposal, type Violation } from '../../datasource/resources';
import { askResource } from '../datasources';
import { may } from '../roles';
import { askRulesToUpdate } from './rulesToUpdate';

export interface Waiting {
  proposals: Proposal[];
  rules: number;
}

export async function askWaiting(uid: string): Promise<Waiting> {
  const [{ proposals }, rules] = await Promise.all([
    askResource<{ proposals: Proposal[] }>(uid, 'proposals'),
    // Viewers cannot update rules, and Grafana does not list them to them.
    may('Editor') ? askRulesToUpdate(uid) : 0,
  ]);
  return { proposals, rules };
}

/** No verdict can be given on one that the learner has not passed; one that somebody has taken waits for nobody else. */
export const withoutVerdict = (violations: Violation[]) =>
  violations.filter(({ id, verdict, work }) => id !== 0 && verdict === '' && work.state === 'open');
