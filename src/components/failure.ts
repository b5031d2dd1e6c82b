// What went wrong, for a person? The back end's own sentence where there is one.

/** What Grafana's fetch rejects with, or an ordinary Error. */
interface Failure {
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
