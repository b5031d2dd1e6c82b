/** How does github-pm run, instrumented as the program would be? What its runs leave is shown by node_exporter. */
import { type CommandPhase, instrumentGithubPm, type GithubPm } from '../../instrument';
import type { Moment } from '../scenario/plain';
import type { Stream } from '../scenario/stream';
import * as application from '../systems/github-pm/application';
import { API, BENCHMARKS, COMMANDS } from '../systems/github-pm/commands';
import type { LiveProgram, Surroundings } from './programs';
import type { Begin } from './requests';

/** One registry for all runs: the totals that the textfile would keep between them (`demo/github-pm-command.ts`). */
export function githubPmProgram({ scheduler, now }: Surroundings): LiveProgram {
  const pm = instrumentGithubPm({ benchmarks: BENCHMARKS, clock: scheduler.clock });
  COMMANDS.forEach(({ command }) => pm.commands.announce(command));
  API.forEach(([endpoint, operation]) => pm.api.announce(endpoint, operation));
  const { version, os, cpu } = application.BUILD;
  pm.benchmarks.setBuild(version, os, cpu);
  application.PROJECTS.forEach((project) => pm.benchmarks.setProject(...project));
  application.SCENARIOS.forEach(([scenario, rating]) => pm.benchmarks.rated(scenario, rating));
  benchmark(pm, now());
  const began = now();
  // What the runs before this one left.
  COMMANDS.forEach((of) => pm.commands.record(of.command, of.median, 'success', application.useOf(of, began)));
  return {
    job: 'github-pm-node',
    registry: pm.registry,
    second: (moment) => second(pm, moment),
    begin: (stream) => begin(pm, stream, scheduler.clock, now),
  };
}

function benchmark(pm: GithubPm, now: Moment): void {
  COMMANDS.forEach((of) => pm.benchmarks.benchmarked(of.command, application.iterationsOf(of, now)));
}

function begin(pm: GithubPm, { kind, labels }: Stream, clock: () => number, now: () => Moment): Begin {
  const { command = '', phase = '', endpoint = '', operation = '' } = labels;
  let runs = 0;
  return () => {
    const startedAt = clock();
    const seconds = () => clock() - startedAt;
    return () => {
      const of = COMMANDS.find((candidate) => candidate.command === command);
      if (kind === 'github-pm-command' && of) {
        const failed = runs++ % Math.round(1 / application.ERROR_SHARE) === 1;
        pm.commands.record(command, seconds(), failed ? 'error' : 'success', application.useOf(of, now()));
      } else if (kind === 'github-pm-phase') {
        pm.commands.recordPhase(command, phase as CommandPhase, seconds());
      } else if (kind === 'github-pm-api') {
        pm.api.requested(endpoint, operation, seconds());
      }
    };
  };
}

/** What is no duration: counted and set once a second. */
function second(pm: GithubPm, now: Moment): void {
  application.POINTS.forEach((of) => pm.api.consumedOf(of[0], application.pointRate(of, now) * now.step));
  (['hit', 'miss'] as const).forEach((result) =>
    pm.api.lookedUp(result, application.lookupRate(result, now) * now.step)
  );
  pm.api.transferred(
    application.transferRate('transmit', now) * now.step,
    application.transferRate('receive', now) * now.step
  );
  pm.api.setAtOnce(application.atOnce(now), application.atOnce(now));
  pm.benchmarks.setFiles(...application.fileBytes(now));
  if (now.t % 86400 < now.step) {
    benchmark(pm, now);
  }
}
