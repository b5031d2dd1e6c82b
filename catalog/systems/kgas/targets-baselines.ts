/** Which limits does D2 set for baselines and for detection (l.143, l.196-217, l.422-426)? */
import type { z } from 'zod';

import type { Target } from '../../model';
import { slowRunFactor } from './figures';
import { exprOf } from './quantities';
import { lastOperation } from './quantities-operations';

const published = (metric: string, matchers = '') => `${metric}{system="kgas"${matchers}}`;

export const baselines: Array<z.input<typeof Target>> = [
  {
    id: 'D2-T30',
    title: 'Last run against its threshold',
    quantity: 'D2-Q37',
    engine: 'slow',
    expr: `${lastOperation} / on (operation_type)
      (${slowRunFactor} * max by (operation_type) (${published('yardstick_baseline_seconds', ',set="operation",stat="p99"')}))`,
    op: '<=',
    limit: 1,
    unit: 'suffix:x',
    anchor: 'D2 l.143 (E-9)',
  },
  {
    id: 'D2-T31',
    title: 'Confidence of a baseline',
    quantity: 'D2-Q33',
    engine: 'confidence',
    expr: `min by (operation_type) (${published('yardstick_baseline_confidence_ratio')})`,
    op: '>',
    limit: 0.95,
    unit: 'percentunit',
    anchor: 'D2 l.196, l.217',
  },
  {
    id: 'D2-T32',
    title: 'Samples of a baseline',
    quantity: 'D2-Q33',
    engine: 'requests',
    expr: `min by (operation_type) (${published('yardstick_baseline_samples')})`,
    op: '>=',
    limit: 100,
    unit: 'short',
    anchor: 'D2 l.200',
  },
  {
    id: 'D2-T39',
    title: 'All operations have a baseline after two weeks',
    quantity: 'D2-Q41',
    engine: 'coverage',
    expr: exprOf('D2-Q41'),
    load: 'count(kgas_operation_duration_seconds_count{$app} offset 14d)',
    op: '>=',
    limit: 1,
    unit: 'percentunit',
    anchor: 'D2 l.422 (E-12)',
  },
  {
    id: 'D2-T40',
    title: 'Regression detected',
    quantity: 'D2-Q42',
    engine: 'delay',
    expr: exprOf('D2-Q42'),
    op: '<=',
    limit: 60,
    unit: 's',
    anchor: 'D2 l.423 (E-12)',
  },
  {
    id: 'D2-T41',
    title: 'Faster than four weeks ago',
    quantity: 'D2-Q43',
    expr: exprOf('D2-Q43'),
    op: '>=',
    limit: 0.1,
    unit: 'percentunit',
    anchor: 'D2 l.426 (E-12)',
  },
];
