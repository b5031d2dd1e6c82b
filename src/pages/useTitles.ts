// How are the systems of a data source called?
import { useAnswer } from '../components/useAnswer';
import { type System } from '../datasource/resources';
import { askResource } from './datasources';

/** Their names stand for their titles until those are known, and where they cannot be. */
export function useTitles(uid: string): (name: string) => string {
  const { value = [] } = useAnswer(`systems of ${uid}`, () => askResource<System[]>(uid, 'systems'));
  return (name) => value.find((system) => system.name === name)?.title ?? name;
}
