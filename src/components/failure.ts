// What went wrong, for a person? The back end's own sentence where there is one, and whether it refused or failed.

/** What Grafana's fetch rejects with, or an ordinary Error. */
interface Failure {
  status?: number;
  data?: { error?: string; message?: string };
  message?: string;
  statusText?: string;
}

/** The text of a failure: the back end's own sentence where there is one. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) {
    return asSentence(String(error));
  }
  const { data, message, statusText } = error as Failure;
  return asSentence(data?.error ?? data?.message ?? message ?? statusText ?? String(error));
}

/**
 * Go's errors begin in lower case, because others are put before them; here they stand alone. What is no plain word, such
 * as the name of a metric or of a file, stays as it is written.
 */
export const asSentence = (text: string): string =>
  text.replace(/^\p{Ll}+(?=[,:;]?(\s|$))/u, (word) => word.slice(0, 1).toUpperCase() + word.slice(1));

/**
 * Refused: asked wrongly, not allowed, or overtaken by somebody else's change. Away: it did not come to that, and may be
 * over soon. All else has failed.
 */
export type Outcome = 'refused' | 'forbidden' | 'overtaken' | 'away' | 'failed';

export function outcomeOf(error: unknown): Outcome {
  const { status = 0 } = (error ?? {}) as Failure;
  switch (status) {
    case 401:
    case 403:
      return 'forbidden';
    case 409:
    case 412:
      return 'overtaken';
    case 408:
    case 429:
    case 499:
      return 'away';
    default:
      return status >= 500 ? 'away' : status >= 400 ? 'refused' : 'failed';
  }
}

export const isRefusal = (error: unknown) => ['refused', 'forbidden', 'overtaken'].includes(outcomeOf(error));
