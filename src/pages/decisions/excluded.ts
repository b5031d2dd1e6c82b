// Which times do not teach an operation? Those of its own and those of its system.
import { createDataFrame, type DataFrame, FieldType } from '@grafana/data';
import { type Exclusion } from '../../datasource/resources';
import { askResource, removeResource } from '../datasources';

/** Those that hold, the newest first. */
export async function askExclusions(uid: string, system: string, operation: number): Promise<Exclusion[]> {
  const { exclusions } = await askResource<{ exclusions: Exclusion[] }>(uid, 'exclusions', { system });
  return (exclusions ?? [])
    .filter((each) => each.withdrawn === null && (each.operation === 0 || each.operation === operation))
    .reverse();
}

export const withdraw = (uid: string, id: number, reason: string): Promise<unknown> =>
  removeResource(uid, `exclusions/${id}?${new URLSearchParams({ reason })}`);

/** As Grafana's graph draws regions; what has no beginning starts with the graph. */
export function regionsOf(exclusions: Exclusion[], begin: number): DataFrame {
  return createDataFrame({
    name: 'exclusions',
    fields: [
      { name: 'time', type: FieldType.time, values: exclusions.map(({ from }) => (from ? Date.parse(from) : begin)) },
      { name: 'timeEnd', type: FieldType.time, values: exclusions.map(({ to }) => Date.parse(to)) },
      { name: 'isRegion', type: FieldType.boolean, values: exclusions.map(() => true) },
      { name: 'title', type: FieldType.string, values: exclusions.map(({ kind }) => `excluded: ${kind}`) },
      { name: 'text', type: FieldType.string, values: exclusions.map(({ author, reason }) => `${author}: ${reason}`) },
      { name: 'color', type: FieldType.string, values: exclusions.map(() => 'rgba(150, 150, 150, 1)') },
    ],
  });
}
