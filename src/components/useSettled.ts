// What is said of something while it is written? Asked a moment after the last change.
import { useEffect, useRef, useState } from 'react';
import { messageOf } from './failure';

const pauseMilliseconds = 400;
const againMilliseconds = 5000;

export interface Settled<T> {
  /** Of what was asked. */
  key: string;
  value?: T;
  error?: string;
}

/**
 * Asks once `key` has not changed for a moment; the last answer stays until the next is there. An ask that fails is
 * repeated: whoever has written everything would have to change it to be asked about again.
 */
export function useSettled<T>(key: string, ask: () => Promise<T>): Settled<T> {
  const [settled, setSettled] = useState<Settled<T>>({ key: '' });
  const asking = useRef(ask);
  useEffect(() => {
    asking.current = ask;
  });
  useEffect(() => {
    let current = true;
    let timer = setTimeout(once, pauseMilliseconds);
    function once() {
      asking.current().then(
        (value) => current && setSettled({ key, value }),
        (error: unknown) => {
          if (current) {
            setSettled({ key, error: messageOf(error) });
            timer = setTimeout(once, againMilliseconds);
          }
        }
      );
    }
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key]);
  return settled;
}
