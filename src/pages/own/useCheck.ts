// Can what is written be learned?
import { type Settled, useSettled } from '../../components/useSettled';
import { type Definition } from './definition';
import { type Check, checkOwn } from './requests';

export function useCheck(uid: string, id: number, definition: Definition): Settled<Check> & { fresh: boolean } {
  const key = JSON.stringify([uid, id, definition]);
  const checked = useSettled(key, () => checkOwn(uid, id, definition));
  return { ...checked, fresh: checked.key === key };
}
