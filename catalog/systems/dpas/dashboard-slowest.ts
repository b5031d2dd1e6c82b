/** Which panels show every operation of DPAS against normal? */
import type { z } from 'zod';

import { colourSays } from '../../own-tables';
import type { Row } from '../../panel';

export const slowestRow: z.input<typeof Row> = {
  id: 113,
  title: 'Slowest operations',
  panels: [
    {
      id: 81,
      title: 'How far from normal',
      serves: ['D1-X06'],
      type: 'bargauge',
      own: [{ queryType: 'deviation', signal: 'latency', measure: 'ratio', mode: 'fast' }],
      tiers: true,
      unit: 'suffix:x',
      decimals: 2,
      min: 0,
      anchor: 'D1 l.282',
      width: 8,
      height: 12,
      description: `Live p95 or last run of every operation as a multiple of its normal one for this hour. 1x is normal. ${colourSays}`,
      empty: 'Nothing can be judged yet: no operation has both enough requests and a baseline.',
    },
    {
      id: 82,
      columns: ['operation', 'p95', 'baseline', 'ratio', 'tier', 'requests', 'reason'],
      title: 'Operations now',
      serves: ['D1-X06'],
      type: 'table',
      own: [{ queryType: 'table', table: 'operations', sort: 'slowest', limit: 25 }],
      unit: 'short',
      anchor: 'D1 l.282',
      width: 16,
      height: 12,
      description: 'Live p95 of every operation beside its own baseline, slowest first.',
      empty: 'No operation was busy enough in the last minutes to be judged.',
    },
    {
      id: 83,
      columns: ['operation', 'signal', 'tier', 'start', 'duration', 'peak', 'reason'],
      title: 'Violations',
      serves: ['D1-X06'],
      type: 'table',
      own: [{ queryType: 'table', table: 'violations' }],
      unit: 'short',
      anchor: 'D1 l.282',
      width: 24,
      description:
        'Every stretch of this range in which an operation stayed above its baseline, failed more than usual, or completed nothing: start, end, peak.',
      empty: 'Nothing left its baseline in this range.',
    },
  ],
};
