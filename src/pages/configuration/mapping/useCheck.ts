// Is what was chosen right? Asked a moment after the last change.
import { useEffect, useState } from 'react';
import { messageOf } from '../../../components/useAnswer';
import { type Check, type Choices } from './model';
import { checkMapping } from './requests';

const pauseMilliseconds = 400;
const nothing: Check = { errors: {}, problems: [] };

export function useCheck(uid: string, system: string, choices: Choices): Check {
  const [check, setCheck] = useState<Check>(nothing);
  const key = JSON.stringify(choices);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      checkMapping(uid, system, JSON.parse(key) as Choices).then(
        (answer) => current && setCheck(answer),
        (error: unknown) => current && setCheck({ errors: { '': messageOf(error) }, problems: [] })
      );
    }, pauseMilliseconds);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [uid, system, key]);
  return check;
}
