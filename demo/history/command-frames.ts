/** How many runs in a row were too slow, as github-pm counts them itself (D5 l.316-317)? Runs of one minute count alike. */
import { violates } from '../../instrument';
import type { Stream } from '../scenario/stream';
import type { Job } from '../systems/jobs';
import { BENCHMARKS } from '../systems/github-pm/commands';
import type { Desk } from './desk';
import type { Frame } from './frame';
import type { StreamColumns } from './stream-columns';

export function violationFrames(desk: Desk, job: Job, { labels }: Stream, { totals, last }: StreamColumns): Frame[] {
  const command = labels.command ?? '';
  if (!(command in BENCHMARKS)) {
    return [];
  }
  let inARow = 0;
  const counts = Float64Array.from(totals, (runs, step) => {
    if (runs > 0) {
      inARow = violates(BENCHMARKS, command, last[step] ?? 0) ? inARow + runs : 0;
    }
    return inARow;
  });
  return [desk.values(job, 'github_pm_consecutive_violations', labels, counts)];
}
