/** How is a wrong expression of a document shown wrong, and the corrected one right? On staged series, by PromQL itself. */

/** One line of an answer, by the labels that matter; the value only where it is the point. */
export interface Line {
  labels: Record<string, string>;
  value?: number;
}

export interface Expression {
  expr: string;
  /** Every line of the answer over the staged series, by these labels. */
  by: string[];
  shows: Line[];
}

export interface DocumentError {
  id: string;
  anchor: string;
  /** What the document says or its code does. */
  document: string;
  wrong: Expression;
  corrected: Expression[];
  /** In a sentence: what is wrong, and what is right. */
  fact: string;
  /** Half an hour of series as a program would expose them that follows the document; `$app` is their job. */
  series?: Record<string, string>;
  /** The application itself has to emit something else; the corrected expression is right on its job only. */
  correctedOn?: 'application';
}

/** The job of the staged series: a target that follows a document word for word. */
export const stagedJob = 'job="documents-errors",instance="a"';
