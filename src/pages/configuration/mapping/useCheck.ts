// Is what was chosen right?
import { useSettled } from '../../../components/useSettled';
import { type Check, type Choices } from './model';
import { checkMapping } from './requests';

const nothing: Check = { errors: {}, problems: [] };

export function useCheck(uid: string, system: string, choices: Choices): Check & { lost?: string } {
  const key = JSON.stringify([uid, system, choices]);
  const { value, error } = useSettled(key, () => checkMapping(uid, system, choices));
  return { ...nothing, ...value, lost: error };
}
