// Has the answer come yet? Loading, the value, or what went wrong.
import { useEffect, useRef, useState } from 'react';
import { isRefusal, messageOf } from './failure';

export interface Answer<T> {
  value?: T;
  /** When the value came, in milliseconds since 1970. */
  at?: number;
  /** Beside a value: it could not be read anew since. */
  error?: string;
  /** It was answered, and refused: another question may be answered. */
  refused?: boolean;
  loading: boolean;
}

interface Again<T> {
  /**
   * How soon it is asked again, where need be by what was answered last: one that is not whole is worth asking for. A page
   * that nobody can see does not ask; it does as soon as somebody looks at it again.
   */
  everySeconds?: number | ((last: T | undefined) => number | undefined);
  /** Also while nobody can see it: learning goes on only as long as somebody asks. */
  evenUnseen?: boolean;
  /** Asks anew when it changes. */
  round?: number;
}

/**
 * Asks when `key` changes, and again every so many seconds or in another round where that is wished. What answers an
 * older key or an earlier ask is dropped. A value stays until the next one is there, also while asking fails: whoever
 * writes or chooses on a page does not lose that to one lost request.
 */
export function useAnswer<T>(
  key: string,
  ask: () => Promise<T>,
  { everySeconds, evenUnseen = false, round = 0 }: Again<T> = {}
): Answer<T> {
  const [last, setLast] = useState<{ key: string; answer: Answer<T> }>();
  const asking = useRef(ask);
  const asked = useRef(0);
  const answered = useRef(0);
  const again = useRef<() => void>(undefined);
  const answer = last?.key === key ? last.answer : { loading: true };
  const seconds = typeof everySeconds === 'function' ? everySeconds(answer.value) : everySeconds;
  useEffect(() => {
    asking.current = ask;
  });
  useEffect(() => {
    let current = true;
    const take = (number: number, next: (before: Answer<T>) => Answer<T>) => {
      if (current && number > answered.current) {
        answered.current = number;
        setLast((before) => ({ key, answer: next(before?.key === key ? before.answer : { loading: true }) }));
      }
    };
    const once = () => {
      const number = ++asked.current;
      void asking.current().then(
        (value) => take(number, () => ({ value, at: Date.now(), loading: false })),
        (error: unknown) =>
          take(number, (before) => ({
            ...before,
            error: messageOf(error),
            refused: isRefusal(error) || undefined,
            loading: false,
          }))
      );
    };
    again.current = once;
    once();
    return () => void (current = false);
  }, [key, round]);
  useEffect(() => {
    if (seconds === undefined) {
      return undefined;
    }
    let missed = false;
    const look = () => {
      missed = window.document.hidden && !evenUnseen;
      if (!missed) {
        again.current?.();
      }
    };
    const seen = () => missed && look();
    const timer = setInterval(look, seconds * 1000);
    window.document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      window.document.removeEventListener('visibilitychange', seen);
    };
  }, [key, seconds, evenUnseen, round]);
  return answer;
}
