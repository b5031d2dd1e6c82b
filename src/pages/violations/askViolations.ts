// Which violations were there in the last days? The back end gives those of one system, or of all.
import { dateTime } from '@grafana/data';
import { type Violation } from '../../datasource/resources';
import { askRemarked, askResource, type Remarked } from '../datasources';

export const askViolations = (uid: string, days: number, system?: string): Promise<Violation[]> =>
  askResource<Violation[]>(uid, 'violations', paramsOf(days, system));

/** With what cannot be known of them now. */
export const askRemarkedViolations = (uid: string, days: number): Promise<Remarked<Violation[]>> =>
  askRemarked<Violation[]>(uid, 'violations', paramsOf(days));

function paramsOf(days: number, system?: string): Record<string, string> {
  const now = dateTime();
  return {
    from: dateTime(now).subtract(days, 'days').toISOString(),
    to: now.toISOString(),
    ...(system && { system }),
  };
}
