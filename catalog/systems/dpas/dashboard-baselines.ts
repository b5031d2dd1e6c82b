/** Which panels show what is learned of DPAS? */
import type { z } from 'zod';

import { baselinesTable } from '../../own-tables';
import type { Row } from '../../panel';

export const baselinesRow: z.input<typeof Row> = {
  id: 114,
  title: 'Baselines (D1 l.246)',
  panels: [
    {
      id: 84,
      ...baselinesTable,
      title: 'Baselines',
      serves: ['D1-X06'],
      anchor: 'D1 l.246, l.282',
      width: 24,
      height: 12,
      description:
        'What is normal for each operation: p50, p95, p99, mean, standard deviation, how many requests say so, and how sure that is.',
      empty:
        'Nothing is learned yet: the learner starts with the newest 24 hours as soon as this dashboard or a rule asks.',
    },
    {
      id: 85,
      columns: ['set', 'operations', 'active', 'documented', 'provisional', 'learning', 'covered'],
      title: 'Operations with a baseline',
      serves: ['D1-X06'],
      type: 'table',
      own: [{ queryType: 'table', table: 'coverage' }],
      unit: 'short',
      anchor: 'D1 l.246, l.282',
      width: 24,
      height: 12,
      description: 'How many operations of each kind have a baseline.',
      empty: 'No operation of DPAS has been seen yet.',
    },
  ],
};
