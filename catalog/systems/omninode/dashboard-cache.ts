/** Which panels show the workflow cache? */
import type { z } from 'zod';

import type { Row } from '../../panel';

export const cacheRow: z.input<typeof Row> = {
  id: 103,
  title: 'Workflow cache (D4 l.130-169)',
  panels: [
    {
      id: 30,
      title: 'Memory',
      serves: ['D4-Q11'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q11' }],
      unit: 'bytes',
      min: 0,
      anchor: 'D4 l.142-144',
      width: 8,
      description: 'Memory of the workflow cache; of the whole process where the cache has no metric of its own.',
      empty: 'Neither the memory of the cache nor that of the process is measured.',
    },
    {
      id: 31,
      title: 'Hit rate',
      serves: ['D4-Q12', 'D4-A03', 'D4-T05'],
      type: 'timeseries',
      promql: [{ alert: 'D4-A03', legend: 'hit rate' }],
      alerts: ['D4-A03'],
      unit: 'percent',
      min: 0,
      max: 100,
      anchor: 'D4 l.147, l.161',
      width: 8,
      description:
        'Share of look-ups of 15 minutes that the cache answered. Not drawn where there were too few to say.',
      empty: 'The cache had too few look-ups in 15 minutes for a rate.',
    },
    {
      id: 32,
      title: 'Hits and misses',
      serves: ['D4-Q13', 'D4-Q14'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q13' }, { quantity: 'D4-Q14' }],
      unit: 'short',
      min: 0,
      anchor: 'D4 l.148-158',
      width: 8,
      description: 'Look-ups of an hour by outcome. A miss is no error.',
      empty: 'The cache had no look-up within an hour.',
    },
  ],
};
