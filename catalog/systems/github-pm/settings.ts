/** Which figures of D5 are parameters or samples rather than limits, and where do they take effect? */
import type { z } from 'zod';

import type { Setting } from '../../model';

export const settings: Array<z.input<typeof Setting>> = [
  {
    id: 'D5-T12',
    title: 'Threshold in the sample of an alert',
    values: { current: 3.2, threshold: 2, baseline: 1.8 },
    use: 'Nowhere: 2.0 s is neither 50 % above the baseline (2.7 s) nor max_acceptable (3 s) of batch; benchmarks.yml is the source of both rules (D-28).',
    anchor: 'D5 l.334-335 (D-28)',
  },
  {
    id: 'D5-T15',
    title: 'Real-time monitoring',
    values: { durationSeconds: 300, intervalSeconds: 1 },
    use: 'Defaults of the view while one watches: report item D5-R07.',
    anchor: 'D5 l.100',
  },
  {
    id: 'D5-T16',
    title: 'Iterations of a benchmark',
    values: { iterations: 10 },
    use: 'How often "performance benchmark" runs each command: quantity D5-Q45.',
    anchor: 'D5 l.110',
  },
  {
    id: 'D5-T17',
    title: 'Time frames of the report',
    values: { day: 1, week: 7, month: 30 },
    use: 'Days that the report item D5-R01 looks back, daily, weekly and monthly.',
    anchor: 'D5 l.105',
  },
];
