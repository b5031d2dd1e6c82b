// How do weekly counts become lines of a table? One per operation and tier, one per rule; the worst first.
import { type ViolatedSignal, type WeekOfOperation, type WeekOfRule } from '../../datasource/resources';
import { signalWord } from './workWords';

export interface Feedback {
  weeks: WeekOfOperation[];
  rules: WeekOfRule[];
}

export interface Count {
  right: number;
  judged: number;
}

export interface Line {
  name: string;
  overall: Count;
  byWeek: Map<string, Count>;
}

interface Lines {
  /** Mondays, the newest first. */
  weeks: string[];
  operations: Line[];
  rules: Line[];
}

export function linesOf({ weeks, rules }: Feedback): Lines {
  const operations = weeks.map((each) => ({
    name: `${each.system}: ${each.operation}, ${wordOf(each.signal)}${each.tier}`,
    week: each.week,
    right: each.true,
    judged: each.true + each.false,
  }));
  const advised = rules.map((each) => ({
    name: `${each.system}: ${each.rule}`,
    week: each.week,
    right: each.done,
    judged: each.done + each.rejected,
  }));
  const judged = [...operations, ...advised].filter((each) => each.judged > 0);
  return {
    weeks: [...new Set(judged.map(({ week }) => week))].sort().reverse(),
    operations: grouped(operations),
    rules: grouped(advised),
  };
}

/** Of latencies nothing has to be said. */
const wordOf = (signal: ViolatedSignal) => (signal === 'latency' ? '' : `${signalWord(signal)}, `);

function grouped(counts: Array<Count & { name: string; week: string }>): Line[] {
  const lines = new Map<string, Line>();
  for (const { name, week, right, judged } of counts) {
    if (judged > 0) {
      const line = lines.get(name) ?? { name, overall: { right: 0, judged: 0 }, byWeek: new Map<string, Count>() };
      line.overall = { right: line.overall.right + right, judged: line.overall.judged + judged };
      line.byWeek.set(week, { right, judged });
      lines.set(name, line);
    }
  }
  const share = ({ overall }: Line) => overall.right / overall.judged;
  return [...lines.values()].sort((a, b) => share(a) - share(b) || a.name.localeCompare(b.name));
}
