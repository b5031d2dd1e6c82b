/**
 * When does D5 want somebody to know (l.132-140, l.268-277, l.310-340)?
 *
 * Its channels are console and log: all of it is for a dashboard and a log,
 * nobody is paged (D-2). A verdict on the last run of a command says something
 * until the next one, or for half an hour (E-10).
 */
import type { z } from 'zod';

import type { Alert } from '../../alert';
import { limitsOf } from '../../model';
import { degradation, leastLookups } from './figures';
import { hitRatio, lookupsOfDay, usedPercent } from './quantities-api';
import { figure, violations } from './quantities-benchmarks';
import { lastRun, whileItHolds } from './quantities-commands';
import { heapOfRuns } from './quantities-resources';
import { targets } from './targets';

const limit = limitsOf(targets);
const profile = 'Run "github-pm performance profile" with the same arguments, or see which phase of it grew.';

export const alerts: Array<z.input<typeof Alert>> = [
  {
    id: 'D5-A01',
    documentIds: ['D5-A01'],
    name: 'GithubPmPerformanceDegradation',
    severity: 'warning',
    group: 'fast',
    for: '0s',
    keepFiringFor: '2m',
    condition: {
      kind: 'deviation',
      measure: 'repeated',
      op: '>',
      threshold: degradation.factor,
      prometheus: {
        expr: violations,
        op: '>=',
        threshold: degradation.runs,
        unit: 'slow runs in a row',
        only: whileItHolds('command'),
      },
    },
    unit: 'x',
    panel: 80,
    anchor: 'D5 l.314-318 (E-1)',
    summary: `{{command}} was slow ${degradation.runs} times running`,
    meaning: `Each of the last ${degradation.runs} runs of a command took more than ${degradation.factor} times its baseline. It fires until the next run, at most 30 minutes or as long as the run itself took.`,
    why: 'The document sets 50 % above baseline and three violations in a row. The baseline is that of the document (its benchmarks.yml) until one is learned from a hundred runs; where the program exports another one, panels, targets and the other rules read that. Runs are counted, not scrapes; a ruler outside of Grafana reads the count that the command keeps itself.',
    look: [
      'Open "Violations in a row" and "Last runs" on the dashboard: one command or all of them?',
      'See "Phases of a command": a longer data_fetching points to GitHub, a longer processing to the project or the machine.',
    ],
    act: [
      profile,
      'For batch consider --parallel; see the recommendations on the dashboard; go back a version if it began with one.',
    ],
  },
  {
    id: 'D5-A02',
    documentIds: ['D5-A02'],
    name: 'GithubPmMemoryHigh',
    severity: 'warning',
    group: 'normal',
    for: '0s',
    keepFiringFor: '2m',
    condition: {
      kind: 'promql',
      expr: `${heapOfRuns} ${whileItHolds('instance, command')}`,
      op: '>',
      threshold: limit('D5-T10'),
    },
    unit: 'bytes',
    panel: 33,
    anchor: 'D5 l.320-323 (D-24, E-10)',
    summary: '{{command}} on {{instance}} used too much memory',
    meaning:
      'The heap of the last run of a command was above the limit. It fires until the next run, at most 30 minutes.',
    why: 'The document sets 100 MB, which its own sample of 45 MB = 47185920 bytes makes binary megabytes. It gives no duration, and a run that ended has none.',
    look: [
      'Open "Heap of the last run" and "Peak memory": did it climb over many runs, or at once?',
      'Compare with tasks and dependencies of the projects: a larger project needs more.',
    ],
    act: ['Read project items page by page instead of all at once.', 'Split the batch, or clear the cache if it grew.'],
  },
  {
    id: 'D5-A03',
    documentIds: ['D5-A03'],
    name: 'GithubPmRateLimit',
    severity: 'warning',
    group: 'normal',
    for: '0s',
    keepFiringFor: '2m',
    condition: { kind: 'promql', expr: usedPercent, op: '>=', threshold: 100 * limit('D5-T11') },
    unit: '%',
    panel: 43,
    anchor: 'D5 l.325-328 (E-8, D-29)',
    summary: "GitHub's {{resource}} limit is nearly used up",
    meaning:
      "Most of the points of GitHub's hourly limit are used; at its end every command fails until the limit starts again.",
    why: 'The document says 80 % without saying of what: it is what is used, of GraphQL, by which projects are read, and of the core API.',
    look: [
      'Open "Rate limit used" and "Starts again in": will it last until then?',
      'See "Most expensive operations" and requests by endpoint for who uses it.',
    ],
    act: [
      'Stop what can wait until the limit starts again.',
      'Batch queries for project items, and keep field definitions longer in the cache.',
    ],
  },
  {
    id: 'D5-A04+A05',
    documentIds: ['D5-A04', 'D5-A05'],
    name: 'GithubPmMaxAcceptable',
    severity: 'warning',
    group: 'fast',
    for: '0s',
    keepFiringFor: '2m',
    condition: {
      kind: 'promql',
      expr: `${lastRun} / on (command) (${figure('max_acceptable')}) ${whileItHolds('command')}`,
      op: '>',
      threshold: limit('D5-T07+T08'),
    },
    unit: 'x max_acceptable',
    panel: 8,
    anchor: 'D5 l.132-140, l.268-277 (D-20, D-28)',
    summary: '{{command}} took longer than acceptable',
    meaning:
      'The last run of a command took longer than its max_acceptable_ms in benchmarks.yml. It fires until the next run, at most 30 minutes.',
    why: 'The collector of the document compares with thresholds.max_duration, which it does not define and, without the name of the command, never finds; max_acceptable_ms is what its dashboard alert for setup-complete uses (5 s).',
    look: [
      'Open "Commands against their benchmarks" on the dashboard: one slow run, or several in a row?',
      'See the phases of the command and the rate limit of the API at that time.',
    ],
    act: [profile, 'One slow run that is not followed by others needs nothing.'],
  },
  {
    id: 'D5-A06',
    documentIds: ['D5-A06'],
    name: 'GithubPmCacheHitRateLow',
    severity: 'info',
    group: 'normal',
    for: '1h',
    condition: {
      kind: 'promql',
      expr: `100 * ${hitRatio('1d')} and ${lookupsOfDay} > ${leastLookups}`,
      op: '<',
      threshold: 100 * limit('D5-T13'),
    },
    unit: '%',
    panel: 51,
    anchor: 'D5 l.338-339 (D-31)',
    summary: 'The API cache of github-pm helps too little',
    meaning: 'Over a day the cache answered fewer look-ups than the target of the document.',
    why: `The document gives it as a tip, with a target of 70 %. It is judged over a day, and not at all below ${leastLookups} look-ups.`,
    look: ['Open the row of the cache: did misses rise, or did a cold cache begin with a new machine or version?'],
    act: ['Increase the time to live of field definitions: they seldom change.'],
  },
];
