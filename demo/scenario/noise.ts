/**
 * How does a level wander from minute to minute? As a first-order autoregressive
 * process (half-life about 20 minutes). Every day starts afresh five hours before
 * its midnight, so that any day can be made alone; by midnight the start is forgotten.
 */
import { hash, Random } from './random';

const PHI = 0.967;
const STEP = Math.sqrt(1 - PHI * PHI);
const WARM_UP = 300;
const DAY = 1440;

/** Standard normal, autocorrelated, by key and minute. */
export class Noise {
  private readonly days = new Map<string, Float32Array>();

  constructor(private readonly seed: number) {}

  /** The level of a key in a minute (since 1970). */
  at(key: string, minute: number): number {
    const day = Math.floor(minute / DAY);
    return this.day(key, day)[minute - day * DAY] ?? 0;
  }

  private day(key: string, day: number): Float32Array {
    const id = `${key}\u0000${day}`;
    const known = this.days.get(id);
    if (known) {
      return known;
    }
    if (this.days.size > 4000) {
      this.days.clear();
    }
    const random = new Random(this.seed, hash(`noise ${key}`), day);
    const made = new Float32Array(DAY);
    let level = random.normal();
    for (let i = -WARM_UP; i < DAY; i++) {
      level = PHI * level + STEP * random.normal();
      if (i >= 0) {
        made[i] = level;
      }
    }
    this.days.set(id, made);
    return made;
  }
}
