/** Which figures of D2 are parameters rather than limits, and where do they take effect? */
import type { z } from 'zod';

import type { Setting } from '../../model';

export const settings: Array<z.input<typeof Setting>> = [
  {
    id: 'D2-T19',
    title: 'LLM cost per operation',
    values: {},
    use: 'Tracked without a limit: quantity D2-Q16.',
    anchor: 'D2 l.81',
  },
  {
    id: 'D2-T34',
    title: 'Buffer of the dashboard',
    values: { points: 1000 },
    use: 'Points per series on every panel of the dashboard.',
    anchor: 'D2 l.231',
  },
  {
    id: 'D2-T35',
    title: 'Resource sample interval',
    values: { seconds: 1 },
    use: 'Scrape interval of a test bench; Prometheus usually scrapes every 5 to 60 s.',
    anchor: 'D2 l.278',
  },
  {
    id: 'D2-T36',
    title: 'Resource history',
    values: { seconds: 3600 },
    use: 'Time range with which the dashboard opens.',
    anchor: 'D2 l.279',
  },
  {
    id: 'D2-T37',
    title: 'Stress test workers',
    values: { workers: 50 },
    use: 'Concurrency of the stress test whose results quantity D2-Q40 shows.',
    anchor: 'D2 l.366',
  },
  {
    id: 'D2-T38',
    title: 'Stress test time-out',
    values: { seconds: 60 },
    use: 'Limit per operation of the stress test whose results quantity D2-Q40 shows.',
    anchor: 'D2 l.378',
  },
];
