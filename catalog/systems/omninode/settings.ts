/** Which figures of D4 are parameters rather than limits, and where do they take effect? */
import type { z } from 'zod';

import type { Setting } from '../../model';
import { breakerTuning as tuning, poolScaling, slowestShown, slowStatementsShown } from './figures';

export const settings: Array<z.input<typeof Setting>> = [
  {
    id: 'D4-T02',
    title: 'Length of the list of slow statements',
    values: { statements: slowStatementsShown },
    use: 'Quantity D4-Q03.',
    anchor: 'D4 l.51',
  },
  {
    id: 'D4-T10',
    title: 'Words and colours of system health',
    values: { critical: 0, degraded: 1, healthy: 2 },
    use: 'Panel D4-P01 and report item D4-R01.',
    anchor: 'D4 l.271-273',
  },
  {
    id: 'D4-T11',
    title: 'When the pool should grow',
    values: { utilizationAbove: poolScaling.upAbove, loadBelow: poolScaling.upWhileLoadBelow },
    use: 'Recommendation D4-O01.',
    anchor: 'D4 l.411',
  },
  {
    id: 'D4-T12',
    title: 'When the pool should shrink',
    values: { utilizationBelow: poolScaling.downBelow, loadAbove: poolScaling.downWhileLoadAbove },
    use: 'Recommendation D4-O02.',
    anchor: 'D4 l.416',
  },
  {
    id: 'D4-T13',
    title: 'Very stable service',
    values: { errorPercentBelow: tuning.stableErrorPercent, step: tuning.thresholdStep, most: tuning.thresholdMax },
    use: 'Recommendation D4-O03.',
    anchor: 'D4 l.433-434',
  },
  {
    id: 'D4-T14',
    title: 'Unstable service',
    values: { errorPercentAbove: tuning.unstableErrorPercent, step: tuning.thresholdStep, least: tuning.thresholdMin },
    use: 'Recommendation D4-O04.',
    anchor: 'D4 l.435-436',
  },
  {
    id: 'D4-T15',
    title: 'Fast recovery',
    values: { secondsBelow: tuning.fastRecovery, step: tuning.fastStep, least: tuning.timeoutMin },
    use: 'Recommendation D4-O05.',
    anchor: 'D4 l.438-439',
  },
  {
    id: 'D4-T16',
    title: 'Slow recovery',
    values: { secondsAbove: tuning.slowRecovery, step: tuning.slowStep, most: tuning.timeoutMax },
    use: 'Recommendation D4-O06.',
    anchor: 'D4 l.440-441',
  },
  {
    id: 'D4-T17',
    title: 'Length of the list of slowest operations',
    values: { operations: slowestShown, hours: 24 },
    use: 'Quantity D4-Q21 and report item D4-R05.',
    anchor: 'D4 l.354-355',
  },
];
