/** What was wrong at which time of the past? */
import { Conditions, type ActiveFault, type NamedFault } from './faults';
import type { Occurrence } from './occurrences';

export class Timeline {
  private readonly borders: number[];
  private readonly segments: Conditions[];

  constructor(occurrences: readonly Occurrence[], known: readonly NamedFault[]) {
    this.borders = [...new Set(occurrences.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
    this.segments = [-Infinity, ...this.borders].map((border) => {
      const active: ActiveFault[] = occurrences
        .filter(({ from, to }) => from <= border && border < to)
        .map(({ system, fault, mode, factor, from }) => ({
          system,
          name: fault,
          factor,
          hang: mode === 'hang',
          since: from,
        }));
      return new Conditions(active, known);
    });
  }

  /** The conditions in the step that ends at t. */
  at(t: number): Conditions {
    let low = 0;
    let high = this.borders.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.borders[middle] ?? Infinity) < t) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.segments[low] ?? new Conditions([], []);
  }
}
