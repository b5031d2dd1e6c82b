/**
 * What happens when? Everything live runs on virtual time that follows the
 * clock: an event sees exactly the moment it was planned for, so that a timer's delay does not
 * make a request of three milliseconds one of five.
 */

interface Planned {
  at: number;
  order: number;
  run: () => void;
}

export class Scheduler {
  /** Seconds since 1970. */
  now: number;
  private readonly heap: Planned[] = [];
  private order = 0;

  constructor(start: number) {
    this.now = start;
  }

  /** The clock for whatever measures time inside an event. */
  readonly clock = () => this.now;

  at(time: number, run: () => void): void {
    const { heap } = this;
    heap.push({ at: Math.max(time, this.now), order: this.order++, run });
    for (let i = heap.length - 1; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!this.before(i, parent)) {
        break;
      }
      this.swap(i, parent);
      i = parent;
    }
  }

  after(seconds: number, run: () => void): void {
    this.at(this.now + seconds, run);
  }

  /** Repeats for ever, first at the next multiple of the interval. */
  every(seconds: number, run: () => void): void {
    const next = (Math.floor(this.now / seconds) + 1) * seconds;
    this.at(next, () => {
      run();
      this.every(seconds, run);
    });
  }

  /** Runs everything that is due up to a moment. */
  runTo(time: number): void {
    for (let first = this.heap[0]; first && first.at <= time; first = this.heap[0]) {
      this.drop();
      this.now = Math.max(this.now, first.at);
      first.run();
    }
    this.now = Math.max(this.now, time);
  }

  private drop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (heap.length === 0 || !last) {
      return;
    }
    heap[0] = last;
    for (let i = 0; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let first = i;
      first = left < heap.length && this.before(left, first) ? left : first;
      first = right < heap.length && this.before(right, first) ? right : first;
      if (first === i) {
        return;
      }
      this.swap(i, first);
      i = first;
    }
  }

  private before(i: number, j: number): boolean {
    const [a, b] = [this.heap[i] as Planned, this.heap[j] as Planned];
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  private swap(i: number, j: number): void {
    const { heap } = this;
    [heap[i], heap[j]] = [heap[j] as Planned, heap[i] as Planned];
  }
}
