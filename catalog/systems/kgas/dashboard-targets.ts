/** Which panels hold KGAS against the limits and the wishes of its document? */
import type { z } from 'zod';

import { targetsTable } from '../../own-tables';
import type { Row } from '../../panel';

export const targetsRow: z.input<typeof Row> = {
  id: 108,
  title: 'Targets and growth',
  panels: [
    {
      id: 80,
      ...targetsTable,
      title: 'Documented targets',
      serves: ['D2-X17', 'D2-T19'],
      anchor: 'D2 l.11-15',
      width: 24,
      height: 12,
      description:
        'Every limit of the document with the value now. Not tested: that load or work is absent. Cannot tell: no metric, or no bucket bound at the limit.',
      empty: 'No target can be evaluated yet: this Prometheus has none of their metrics.',
    },
    {
      id: 81,
      title: 'Faster than four weeks ago',
      serves: ['D2-Q43', 'D2-T41', 'D2-O02'],
      type: 'bargauge',
      promql: [{ quantity: 'D2-Q43' }],
      targets: ['D2-T41'],
      unit: 'percentunit',
      anchor: 'D2 l.426',
      width: 8,
      description: 'p95 of the last day against the same day four weeks before, by operation; above 0 is faster.',
      empty: 'There are no metrics of four weeks ago to compare with.',
    },
    {
      id: 82,
      title: 'Operations of a day',
      serves: ['D2-Q44'],
      type: 'stat',
      promql: [{ quantity: 'D2-Q44' }, { quantity: 'D2-Q44', also: 0 }],
      unit: 'short',
      decimals: 0,
      anchor: 'D2 l.459',
      width: 8,
      description: 'How many operations ended in the last 24 hours, and in the same 24 hours four weeks before.',
      empty: 'There is no day of operations yet.',
    },
    {
      id: 83,
      title: 'Disk used',
      serves: ['D2-Q44'],
      type: 'timeseries',
      promql: [{ quantity: 'D2-Q44', also: 1 }],
      unit: 'bytes',
      min: 0,
      anchor: 'D2 l.459',
      width: 8,
      description: 'Disk space in use on the hosts of KGAS.',
      empty: 'No host metrics of KGAS are scraped: run node_exporter under a job named kgas-<something>.',
    },
    {
      id: 84,
      columns: ['id', 'group', 'title', 'text', 'because', 'anchor'],
      title: 'Recommendations',
      serves: ['D2-O01', 'D2-O03'],
      type: 'table',
      own: [{ queryType: 'table', table: 'recommendations' }],
      unit: 'short',
      anchor: 'D2 l.425, l.455',
      width: 24,
      description: 'What to do about what is slow now, and about what left its baseline most often.',
      empty: 'Nothing is slow and no limit is missed: there is nothing to recommend.',
    },
  ],
};
