/** What does D5 advise, and when (l.130, l.299-305, l.334-340)? Its changes are flags and cache settings without a figure. */
import type { z } from 'zod';

import { type Recommendation, limitsOf } from '../../model';
import { degradation, parallelShare } from './figures';
import { hitRatio } from './quantities-api';
import { figure } from './quantities-benchmarks';
import { ofLatest, phaseShare, whileItHolds } from './quantities-commands';
import { targets } from './targets';

const limit = limitsOf(targets);
const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;
const spent = (matcher = '') =>
  `sum by (operation) (increase(github_pm_api_request_duration_seconds_sum{$app${matcher}}[1d]))`;
const lastBatch = ofLatest('github_pm_command_last_duration_seconds{$app,command="batch"}');

export const recommendations: Array<z.input<typeof Recommendation>> = [
  {
    id: 'D5-O01',
    group: 'command',
    anchor: 'D5 l.336',
    title: 'Run batch operations in parallel',
    text: 'The last batch took {{value}} times its baseline: run it with --parallel.',
    when: [
      {
        title: 'Last batch against its baseline',
        expr: `${lastBatch} / on (command) (${figure('baseline', ['batch'])}) ${whileItHolds('command')}`,
        op: '>',
        limit: degradation.factor,
        unit: 'suffix:x',
      },
    ],
  },
  {
    id: 'D5-O02',
    group: 'cache',
    anchor: 'D5 l.301, l.339',
    title: 'Keep field definitions longer in the cache',
    text: `{{value}} of the look-ups of a day were answered by the cache, the target is ${percent(limit('D5-T13'))}: increase the time to live of field definitions, which seldom change.`,
    when: [
      { title: 'Cache hit rate of a day', expr: hitRatio('1d'), op: '<', limit: limit('D5-T13'), unit: 'percentunit' },
    ],
  },
  {
    id: 'D5-O03',
    group: 'api',
    anchor: 'D5 l.302',
    title: 'Batch the queries for project items',
    text: 'No operation of the API takes more time of a day than {{operation}}: ask for several items with one query.',
    when: [
      {
        title: 'Time of a day in project_item_fetch, against the most expensive operation',
        expr: `${spent(',operation="project_item_fetch"')} / scalar(max(${spent()}))`,
        op: '>=',
        limit: 1,
        unit: 'percentunit',
      },
      // A day without requests has no most expensive one.
      {
        title: 'Time of a day in project_item_fetch',
        expr: spent(',operation="project_item_fetch"'),
        op: '>',
        limit: 0,
        unit: 's',
      },
    ],
  },
  {
    id: 'D5-O04',
    group: 'cache',
    anchor: 'D5 l.130',
    title: 'Improve caching',
    text: `Over a week the cache answered {{value}} of the look-ups, the target is ${percent(limit('D5-T13'))}: cache what is asked for most often, and keep it between the runs of the command.`,
    when: [
      { title: 'Cache hit rate of a week', expr: hitRatio('7d'), op: '<', limit: limit('D5-T13'), unit: 'percentunit' },
    ],
  },
  {
    id: 'D5-O05',
    group: 'command',
    anchor: 'D5 l.130',
    title: 'Process in parallel',
    text: '{{command}} spends {{value}} of its time in fetching and processing, one piece after the other: let several be under way at once.',
    when: [
      {
        title: 'Share of fetching and processing',
        expr: phaseShare('data_fetching|processing'),
        op: '>=',
        limit: parallelShare,
        unit: 'percentunit',
      },
      {
        title: 'Operations at once',
        expr: 'max(github_pm_concurrent_operations{$app})',
        op: '<=',
        limit: 1,
        unit: 'short',
      },
    ],
  },
];
