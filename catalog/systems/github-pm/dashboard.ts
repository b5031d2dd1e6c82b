/**
 * What does the dashboard of github-pm show?
 *
 * First the eight things of the document's dashboard (D5 l.118-143), then what
 * it measures without a panel, and what is normal.
 */
import type { z } from 'zod';

import type { Dashboard } from '../../panel';
import { apiRow, cacheRow } from './dashboard-api';
import { slowestRow, targetsRow } from './dashboard-baselines';
import { benchmarksRow } from './dashboard-benchmarks';
import { commandsRow } from './dashboard-commands';
import { documentRow } from './dashboard-document';
import { machineRow, resourcesRow } from './dashboard-resources';

export const dashboard: z.input<typeof Dashboard> = {
  title: 'github-pm performance',
  description:
    "Performance of the commands of github-pm (D5): durations, memory, GitHub's API and cache against normal, benchmarks and the documented limits.",
  tags: ['yardstick', 'github-pm', 'performance'],
  // Commands run now and then: an hour shows few of them.
  from: 'now-6h',
  variables: [
    {
      name: 'command',
      label: 'Command',
      description: 'The command whose runs are drawn against their normal band.',
      of: 'command',
      busiest: 'sum by (command) (increase(github_pm_command_duration_seconds_count{$app}[1h]))',
    },
  ],
  rows: [documentRow, commandsRow, resourcesRow, machineRow, apiRow, cacheRow, benchmarksRow, slowestRow, targetsRow],
};
