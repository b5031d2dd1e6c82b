// Which parts make up a command, before and now? Those of its operations that a label `phase` tells apart.
import { type Compared } from './answers';

export interface Phase {
  name: string;
  before: number;
  now: number;
}

export interface Command {
  name: string;
  phases: Phase[];
  /** The longer of the two sums: both bars share one scale. */
  longest: number;
}

export function commandsOf(operations: Compared[]): Command[] {
  const commands = new Map<string, Phase[]>();
  for (const { operation, labels, quantity, baseline, current } of operations) {
    const phase = labels.phase;
    if (phase === undefined || quantity !== 'duration' || baseline === null || current === null) {
      continue;
    }
    commands.set(operation, [...(commands.get(operation) ?? []), { name: phase, before: baseline, now: current }]);
  }
  return [...commands].map(([name, phases]) => ({
    name,
    phases,
    longest: Math.max(sum(phases, 'before'), sum(phases, 'now')),
  }));
}

export const sum = (phases: Phase[], which: 'before' | 'now') => phases.reduce((all, phase) => all + phase[which], 0);
