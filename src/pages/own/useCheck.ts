// Can what is written be learned? Asked a moment after the last change; the last answer stays until the next is there.
import { useEffect, useState } from 'react';
import { messageOf } from '../../components/useAnswer';
import { type Definition } from './definition';
import { type Check, checkOwn } from './requests';

const pauseMilliseconds = 400;

export interface Checked {
  /** Of what definition. */
  key: string;
  value?: Check;
  error?: string;
}

export function useCheck(uid: string, id: number, definition: Definition): Checked & { fresh: boolean } {
  const [checked, setChecked] = useState<Checked>({ key: '' });
  const key = JSON.stringify(definition);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      checkOwn(uid, id, JSON.parse(key) as Definition).then(
        (value) => current && setChecked({ key, value }),
        (error: unknown) => current && setChecked({ key, error: messageOf(error) })
      );
    }, pauseMilliseconds);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [uid, id, key]);
  return { ...checked, fresh: checked.key === key };
}
