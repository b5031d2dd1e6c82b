// Has the answer come yet? Loading, the value, or what went wrong.
import { useEffect, useRef, useState } from 'react';

export interface Answer<T> {
  value?: T;
  error?: string;
  loading: boolean;
}

/**
 * Asks again when `key` changes, and every so many seconds where that is wished; an answer
 * to an older key is dropped, one to the same key stays until the next is there.
 */
export function useAnswer<T>(key: string, ask: () => Promise<T>, everySeconds?: number): Answer<T> {
  const [last, setLast] = useState<{ key: string; answer: Answer<T> }>();
  const asking = useRef(ask);
  useEffect(() => {
    asking.current = ask;
  });
  useEffect(() => {
    let current = true;
    const once = () =>
      asking.current().then(
        (value) => current && setLast({ key, answer: { value, loading: false } }),
        (error: unknown) => current && setLast({ key, answer: { error: messageOf(error), loading: false } })
      );
    void once();
    const timer = everySeconds === undefined ? undefined : setInterval(() => void once(), everySeconds * 1000);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [key, everySeconds]);
  return last?.key === key ? last.answer : { loading: true };
}

/** The text of a failure: the back end's own sentence where there is one. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) {
    return String(error);
  }
  const { data, message, statusText } = error as Failure;
  return data?.error ?? data?.message ?? message ?? statusText ?? String(error);
}

/** What Grafana's fetch rejects with, or an ordinary Error. */
interface Failure {
  data?: { error?: string; message?: string };
  message?: string;
  statusText?: string;
}
