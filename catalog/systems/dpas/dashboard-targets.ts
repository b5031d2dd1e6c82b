/** Which panel holds DPAS against the limits of its document? */
import type { z } from 'zod';

import { targetsTable } from '../../own-tables';
import type { Row } from '../../panel';

export const targetsRow: z.input<typeof Row> = {
  id: 112,
  title: 'Targets (D1 l.246-255)',
  panels: [
    {
      id: 80,
      ...targetsTable,
      title: 'Documented targets',
      serves: ['D1-T01', 'D1-T02', 'D1-T03', 'D1-T04', 'D1-T05', 'D1-T06', 'D1-T07', 'D1-T08', 'D1-T09', 'D1-T10'],
      anchor: 'D1 l.246-255',
      width: 24,
      height: 10,
      description:
        'Every limit of the document with the value now. Not tested: that load or work is absent. Cannot tell: no metric, or no bucket bound at the limit.',
      empty: 'No target can be evaluated yet: this Prometheus has none of their metrics.',
    },
  ],
};
