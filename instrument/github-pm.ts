/**
 * Metrics of github-pm (D5), for the program itself:
 *
 *     const pm = instrumentGithubPm({ benchmarks });        // .github-pm/benchmarks.yml
 *     const run = pm.commands.start('batch');
 *     await run.phase('data_fetching', () => fetchItems());
 *     run.end('success');
 *     await pm.write(new Textfile('/var/lib/node_exporter/github-pm.prom'));
 *
 * The program ends before anybody scrapes it; the textfile keeps what all runs
 * counted together.
 */
import { Gauge, Registry } from 'prom-client';

import { GithubPmApi } from './github-pm-api';
import { type Benchmarks, GithubPmBenchmarks, violates } from './github-pm-benchmarks';
import { GithubPmCommands } from './github-pm-commands';
import type { Clock } from './operation-timer';
import type { Textfile } from './textfile';
import type { InARow } from './textfile-totals';

export interface GithubPmOptions {
  registry?: Registry;
  /** The commands of benchmarks.yml; only those can violate a baseline. */
  benchmarks?: Benchmarks;
  clock?: Clock;
}

export interface GithubPm {
  registry: Registry;
  commands: GithubPmCommands;
  api: GithubPmApi;
  benchmarks: GithubPmBenchmarks;
  /** Adds this process's runs to the totals of all; false where others kept it waiting and the next run will. */
  write(textfile: Textfile): Promise<boolean>;
}

const violationsMetric = 'github_pm_consecutive_violations';
const violationsHelp = 'Runs in a row that took more than half as long again as the baseline of benchmarks.yml.';

export function instrumentGithubPm({
  registry = new Registry(),
  benchmarks = {},
  clock,
}: GithubPmOptions = {}): GithubPm {
  const inARow: InARow[] = [];
  const violations = new Gauge({
    name: violationsMetric,
    help: violationsHelp,
    labelNames: ['command'],
    registers: [registry],
  });
  const counts = new Map<string, number>();
  const ended = (command: string, seconds: number) => {
    const happened = violates(benchmarks, command, seconds);
    if (happened !== undefined) {
      inARow.push({ metric: violationsMetric, help: violationsHelp, labels: { command }, happened });
      counts.set(command, happened ? (counts.get(command) ?? 0) + 1 : 0);
      violations.set({ command }, counts.get(command) ?? 0);
    }
  };
  return {
    registry,
    commands: new GithubPmCommands(registry, ended, clock),
    api: new GithubPmApi(registry),
    benchmarks: new GithubPmBenchmarks(registry, benchmarks),
    // The count goes on from the runs before, which only the textfile knows.
    write: (textfile) => textfile.add(registry, inARow),
  };
}
