/** Which panels hold OmniNode Bridge against its document? */
import type { z } from 'zod';

import { targetsTable } from '../../own-tables';
import type { Row } from '../../panel';

export const targetsRow: z.input<typeof Row> = {
  id: 108,
  title: 'Targets, recommendations, baselines',
  panels: [
    {
      id: 80,
      ...targetsTable,
      title: 'Documented targets',
      serves: ['D4-T01', 'D4-T03', 'D4-T04', 'D4-T05', 'D4-T06', 'D4-T07', 'D4-T08', 'D4-T09'],
      anchor: 'D4 l.362-400',
      width: 24,
      height: 10,
      description:
        'Every limit of the document with the value now. Not tested: that load or work is absent. Cannot tell: no metric, or no bucket bound at the limit.',
      empty: 'No target can be evaluated yet: this Prometheus has none of their metrics.',
    },
    {
      id: 81,
      columns: ['id', 'group', 'title', 'text', 'because', 'labels', 'anchor'],
      title: 'Recommendations',
      serves: ['D4-O01', 'D4-O02', 'D4-O03', 'D4-O04', 'D4-O05', 'D4-O06'],
      type: 'table',
      own: [{ queryType: 'table', table: 'recommendations' }],
      unit: 'short',
      anchor: 'D4 l.402-442',
      width: 24,
      description:
        'What the automatic tuning of the document would change now: pool size, failure thresholds, recovery time-outs. The change is made in the application.',
      empty: 'Pool and breakers are set as the document would set them: there is nothing to recommend.',
    },
    {
      id: 82,
      columns: [
        'operation',
        'p50',
        'p95',
        'p99',
        'mean',
        'sd',
        'requests',
        'confidence',
        'state',
        'reason',
        'validFrom',
      ],
      title: 'Baselines',
      serves: ['D4-X05'],
      type: 'table',
      own: [{ queryType: 'baseline' }],
      unit: 'short',
      anchor: 'D4 l.461-464',
      width: 24,
      height: 10,
      description:
        'What is normal for each operation: p50, p95, p99, mean, standard deviation, how many requests say so, and how sure that is.',
      empty:
        'Nothing is learned yet: the learner starts with the newest 24 hours as soon as this dashboard or a rule asks.',
    },
  ],
};
