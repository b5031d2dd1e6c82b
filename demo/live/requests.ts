/** How does a stream come to life? Requests arrive at random, take as long as drawn, and end through `instrument/`. */
import type { Conditions } from '../scenario/faults';
import { Random, hash } from '../scenario/random';
import { outcomes, type Sampler, spread, type Outcome, type Stream } from '../scenario/stream';
import type { Scheduler } from './scheduler';

/** Starts one execution and returns how to end it. */
export type Begin = (outcome: Outcome, value: number) => () => void;

/** How often arrivals are planned, in seconds. */
const TICK = 0.25;
/** A hanging operation has no more workers than this: later requests are not taken on. */
const WORKERS = 40;

export class Requests {
  private readonly random: Random;
  /** Ends of what hangs. */
  private hanging: Array<() => void> = [];

  constructor(
    private readonly scheduler: Scheduler,
    private readonly sampler: Sampler,
    private readonly stream: Stream,
    private readonly begin: Begin,
    private readonly conditions: () => Conditions
  ) {
    this.random = new Random(sampler.seed, hash(`live ${stream.slug}`), Math.floor(scheduler.now));
  }

  run(): void {
    this.scheduler.every(TICK, () => this.plan());
  }

  private plan(): void {
    const { scheduler, sampler, stream, random } = this;
    const conditions = this.conditions();
    if (conditions.effect(stream).hang) {
      this.hang();
      return;
    }
    this.release();
    const outlierMinute = Math.floor(scheduler.now / 60);
    const level = stream.median * sampler.level(stream, outlierMinute, conditions);
    const table = spread(stream.logSd);
    for (const outcome of outcomes(stream)) {
      const arrivals = random.poisson(TICK * sampler.rate(stream, outcome, scheduler.now, conditions));
      for (let i = 0; i < arrivals; i++) {
        const value = level * (table[random.next() & 0xffff] ?? 1);
        scheduler.after(random.uniform() * TICK, () => this.serve(outcome, value));
      }
    }
  }

  private serve(outcome: Outcome, value: number): void {
    const end = this.begin(outcome, value);
    if (this.stream.duration) {
      this.scheduler.after(value, end);
    } else {
      end();
    }
  }

  /** Requests arrive as ever and none ends. */
  private hang(): void {
    const { stream, random } = this;
    const arrivals = random.poisson(TICK * stream.rate);
    for (let i = 0; i < Math.max(arrivals, this.hanging.length === 0 ? 1 : 0) && this.hanging.length < WORKERS; i++) {
      this.hanging.push(this.begin('failed', NaN));
    }
  }

  private release(): void {
    this.hanging.forEach((end) => end());
    this.hanging = [];
  }
}
