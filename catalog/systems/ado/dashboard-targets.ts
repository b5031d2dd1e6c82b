/** Which panels hold ADO against the limits of its document, and say what to do? */
import type { z } from 'zod';

import { targetsTable } from '../../own-tables';
import type { Row } from '../../panel';

export const targetsRow: z.input<typeof Row> = {
  id: 1004,
  title: 'Targets and recommendations',
  panels: [
    {
      id: 30,
      ...targetsTable,
      title: 'Documented targets',
      serves: ['D3-T05', 'D3-T06', 'D3-T23'],
      anchor: 'D3 l.9-41',
      width: 24,
      height: 12,
      description:
        'Every limit of the document with the value now. Not tested: that load or work is absent. Cannot tell: no metric, or no bucket bound at the limit.',
      empty: 'No target can be evaluated yet: this Prometheus has none of their metrics.',
    },
    {
      id: 31,
      columns: ['id', 'group', 'title', 'text', 'because', 'anchor'],
      title: 'Recommendations',
      serves: [],
      type: 'table',
      own: [{ queryType: 'table', table: 'recommendations' }],
      unit: 'short',
      anchor: 'D3 l.149-201',
      width: 24,
      description: 'The advice of the document whose condition is measured now, with that measurement.',
      empty: 'No limit is missed: there is nothing to recommend.',
    },
  ],
};
