/**
 * How do conversions come to life? By the runs that the scenario draws, those
 * that began before this process included; the long ones are arranged so that
 * some end while somebody looks. A fault replaces the current run by one that is
 * back-dated to reach twice its range within seconds.
 */
import type { ConversionTimer } from '../../instrument';
import { ConversionRuns, type Run } from '../scenario/conversion-runs';
import { Conditions, type ActiveFault } from '../scenario/faults';
import { conversions, type Conversion } from '../systems/kgas/conversions';
import type { Scheduler } from './scheduler';
import type { Switchboard } from './switchboard';

/** A slowed run reaches twice its range this long after the switch. */
const NOTICED_AFTER = 20;
/** The large conversions in progress end so long after the start of the demo, in seconds. */
const FIRST_ENDS = [150, 300, 480];

const NOTHING_WRONG = new Conditions([], []);

class Live {
  /** Ends the run that is in progress, as a failed one. */
  private abandon?: () => void;
  /** Ends of an earlier plan find another number and do nothing. */
  private plan = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly timer: ConversionTimer,
    readonly conversion: Conversion,
    private readonly runs: ConversionRuns
  ) {}

  /** Takes up the run that is in progress, or begins one in the past. */
  begin(endsAfter: number | undefined): void {
    const { now } = this.scheduler;
    const running = this.upcoming(now).find((run) => run.start <= now);
    if (endsAfter !== undefined) {
      const end = now + endsAfter;
      const seconds = Math.max(endsAfter, running ? running.end - running.start : this.conversion.median);
      this.execute({ start: end - seconds, end, status: 'success', peakMemoryBytes: 2e9 });
    } else if (running) {
      this.execute(running);
    } else {
      this.next();
    }
  }

  /** Puts the current run under a fault, or back to normal. */
  disturb(fault: ActiveFault | undefined): void {
    this.abandon?.();
    if (!fault) {
      this.next();
      return;
    }
    const { now } = this.scheduler;
    const high = this.conversion.range?.[1] ?? 3 * this.conversion.median;
    const seconds = fault.hang ? Infinity : 1.05 * fault.factor * high;
    const start = now - Math.max(0, Math.min(2 * high, seconds) - NOTICED_AFTER);
    this.execute({ start, end: start + seconds, status: 'success', peakMemoryBytes: 2e9 }, () => this.disturb(fault));
  }

  private upcoming(from: number): Run[] {
    return this.runs.between(from, from + 3 * this.conversion.period, [], () => NOTHING_WRONG);
  }

  private next(): void {
    const run = this.upcoming(this.scheduler.now).find(({ start }) => start > this.scheduler.now);
    const mine = ++this.plan;
    if (run) {
      this.scheduler.at(run.start, () => mine === this.plan && this.execute(run));
    }
  }

  private execute(run: Run, then: () => void = () => this.next()): void {
    const { source, target, entities } = this.conversion;
    const running = this.timer.start(source, target, entities, run.start);
    const mine = ++this.plan;
    const end = (status: Run['status']) => {
      running.end(status, { peakMemoryBytes: run.peakMemoryBytes });
      this.abandon = undefined;
    };
    this.abandon = () => end('error');
    if (Number.isFinite(run.end)) {
      this.scheduler.at(run.end, () => {
        if (mine === this.plan) {
          end(run.status);
          then();
        }
      });
    }
  }
}

export function runConversions(
  scheduler: Scheduler,
  timer: ConversionTimer,
  seed: number,
  switchboard: Switchboard
): void {
  const endings = [...FIRST_ENDS];
  const live = conversions.map((conversion) => {
    timer.announce(conversion.source, conversion.target, conversion.size);
    return new Live(scheduler, timer, conversion, new ConversionRuns(seed, conversion));
  });
  live.forEach((one) => one.begin(one.conversion.size === 'large' ? endings.shift() : undefined));
  switchboard.onChange(({ kind, system, name }) => {
    const changed = kind === 'conversion' ? live.find(({ conversion }) => conversion.slug === name) : undefined;
    changed?.disturb(switchboard.conditions().find(system, name));
  });
}
