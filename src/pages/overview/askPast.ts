// What happened lately? Seven days of violations, and of the last day whatever else changed.
import { dateTime } from '@grafana/data';
import { type Acted, type Deployment, type LevelChange, type Violation } from '../../datasource/resources';
import { askResource } from '../datasources';
import { askViolations } from '../violations/askViolations';
import { trendDays } from '../violations/trend';

export interface Past {
  /** When it was asked, in milliseconds. */
  now: number;
  violations: Violation[];
  changes: LevelChange[];
  deployments: Deployment[];
  acts: Array<Pick<Acted, 'time' | 'author' | 'action' | 'system' | 'operation' | 'reason'>>;
}

export async function askPast(uid: string): Promise<Past> {
  const now = dateTime();
  const day = { from: dateTime(now).subtract(1, 'day').toISOString(), to: now.toISOString() };
  const [violations, { changes }, { deployments }, { acts }] = await Promise.all([
    askViolations(uid, trendDays),
    askResource<{ changes: LevelChange[] }>(uid, 'changes', day),
    askResource<{ deployments: Deployment[] }>(uid, 'deployments', day),
    askResource<{ acts: Acted[] }>(uid, 'baselines/audit', day),
  ]);
  return { now: now.valueOf(), violations, changes, deployments, acts };
}
