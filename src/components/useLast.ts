// Which answer counts where somebody asked twice? That to the last question: an earlier one must not open over it.
import { useCallback, useEffect, useRef } from 'react';

/** Gives a function that tells an answer, or its failure, only while nothing else was asked since, and who asked is still there. */
export function useLast() {
  const asked = useRef(0);
  useEffect(() => () => void asked.current++, []);
  return useCallback(
    <T>(answer: Promise<T>, next: (value: T) => void, failed: (error: unknown) => void = () => undefined): void => {
      const number = ++asked.current;
      answer.then(
        (value) => number === asked.current && next(value),
        (error: unknown) => number === asked.current && failed(error)
      );
    },
    []
  );
}
