/** Which panels show what is learned of ADO, and what left it? */
import type { z } from 'zod';

import { baselinesTable } from '../../own-tables';
import type { Row } from '../../panel';

export const baselinesRow: z.input<typeof Row> = {
  id: 1306,
  title: 'Baselines and violations (D3 l.356-368)',
  panels: [
    {
      id: 350,
      ...baselinesTable,
      title: 'Baselines',
      serves: ['D3-Q44'],
      anchor: 'D3 l.356-368',
      width: 24,
      height: 12,
      description:
        'What is normal for each operation: p50, p95, p99, mean, standard deviation, how many requests say so, and how sure that is.',
      empty:
        'Nothing is learned yet: the learner starts with the newest 24 hours as soon as this dashboard or a rule asks.',
    },
    {
      id: 351,
      columns: ['operation', 'signal', 'tier', 'start', 'duration', 'peak', 'reason'],
      title: 'Violations',
      serves: ['D3-Q44'],
      type: 'table',
      own: [{ queryType: 'table', table: 'violations' }],
      unit: 'short',
      anchor: 'D3 l.356-368',
      width: 24,
      description:
        'Every stretch of this range in which an operation stayed above its baseline, failed more than usual, or completed nothing: start, duration, peak.',
      empty: 'Nothing left its baseline in this range.',
    },
  ],
};
