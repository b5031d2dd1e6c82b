// How often were violations real? Of those on which a person gave a verdict.
import { type Violation } from '../../datasource/resources';

export interface Judged {
  open: number;
  real: number;
  wrong: number;
  expected: number;
  /** Real ones of real and false ones; undefined while nobody has judged. */
  precision?: number;
}

/** What was expected was no alarm worth having, and no error of the engine either: it counts for neither. */
export function judged(violations: Violation[]): Judged {
  const count = (verdict: string) => violations.filter((violation) => violation.verdict === verdict).length;
  const [real, wrong] = [count('true'), count('false')];
  return {
    open: count(''),
    real,
    wrong,
    expected: count('expected'),
    precision: real + wrong === 0 ? undefined : real / (real + wrong),
  };
}
