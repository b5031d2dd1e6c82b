/**
 * How does a short program leave its metrics behind? One run of a pretended
 * github-pm command; the file is what node_exporter shows with
 * --collector.textfile.directory set to its folder:
 *
 *     npx tsx demo/github-pm-command.ts --file /var/lib/node_exporter/github-pm.prom [--command batch] [--slow 3]
 *
 * dbt and site builds do the same with their own registry: `new Textfile(file).add(registry)`.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { PHASES, Textfile, instrumentGithubPm } from '../instrument';
import { BENCHMARKS } from './systems/github-pm/commands';

/** Milliseconds of each phase (a hundredth of D5 l.38-42, so that nobody waits for an example). */
const MILLISECONDS = [1.2, 3.4, 12, 6.5, 1.4];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      command: { type: 'string', default: 'batch' },
      slow: { type: 'string', default: '1' },
    },
  });
  if (!values.file) {
    throw new Error('say where the metrics go: --file FOLDER/github-pm.prom, in the folder of the textfile collector');
  }
  const pm = instrumentGithubPm({ benchmarks: BENCHMARKS });
  const run = pm.commands.start(values.command);
  for (const [i, phase] of PHASES.entries()) {
    await run.phase(phase, () => wait((MILLISECONDS[i] ?? 1) * Number(values.slow)));
  }
  pm.api.requested('projects', 'project_item_fetch', 0.2, { resource: 'graphql', points: 2 });
  pm.api.lookedUp('hit');
  pm.api.setAtOnce(1, 1);
  run.end('success');
  const textfile = new Textfile(values.file, { warn: (message) => console.error(message) });
  if (!(await pm.write(textfile))) {
    console.error('other commands kept this one waiting: the next one adds what it counted');
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
