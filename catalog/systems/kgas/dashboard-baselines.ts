/** Which panels show what is learned of KGAS, and how fast it is noticed? */
import type { z } from 'zod';

import { baselinesTable } from '../../own-tables';
import type { Row } from '../../panel';

export const baselinesRow: z.input<typeof Row> = {
  id: 109,
  title: 'Baselines and detection delay (D2 l.186-221, l.422-423)',
  panels: [
    {
      id: 90,
      ...baselinesTable,
      title: 'Baselines',
      serves: ['D2-Q33', 'D2-T31', 'D2-T32'],
      anchor: 'D2 l.206-215',
      width: 24,
      height: 12,
      description:
        'What is normal for each operation: p50, p95, p99, mean, standard deviation, how many requests say so, and how sure that is. Only a baseline with enough requests and confidence alerts fully; the reason is in its row.',
      empty:
        'Nothing is learned yet: the learner starts with the newest 24 hours as soon as this dashboard or a rule asks.',
    },
    {
      id: 91,
      columns: ['set', 'operations', 'active', 'documented', 'provisional', 'learning', 'covered'],
      title: 'Operations with a baseline',
      serves: ['D2-Q41', 'D2-T39'],
      type: 'table',
      own: [{ queryType: 'table', table: 'coverage' }],
      unit: 'short',
      anchor: 'D2 l.422',
      width: 12,
      description: 'How many operations have a baseline; the document wants all of them within two weeks.',
      empty: 'No operation of KGAS has been seen yet.',
    },
    {
      id: 92,
      columns: ['operation', 'tier', 'start', 'end', 'delay'],
      title: 'Detection delay of violations',
      serves: ['D2-Q42', 'D2-T40'],
      type: 'table',
      own: [{ queryType: 'table', table: 'violations', signal: 'latency' }],
      unit: 'short',
      targets: ['D2-T40'],
      thresholdField: 'delay',
      anchor: 'D2 l.423',
      width: 12,
      description:
        'For every violation of this range the time from its beginning to the first tier; the document wants one minute.',
      empty: 'Nothing left its baseline in this range, so there was nothing to detect.',
    },
  ],
};
