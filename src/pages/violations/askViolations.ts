// Which violations were there in the last days? The back end gives those of one system, or of all.
import { dateTime } from '@grafana/data';
import { type Violation } from '../../datasource/resources';
import { askResource } from '../datasources';

export function askViolations(uid: string, days: number, system?: string): Promise<Violation[]> {
  const now = dateTime();
  return askResource<Violation[]>(uid, 'violations', {
    from: dateTime(now).subtract(days, 'days').toISOString(),
    to: now.toISOString(),
    ...(system && { system }),
  });
}
