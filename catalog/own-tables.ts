/** Which columns do the tables have that every system shows, and what do they ask? */
import type { z } from 'zod';

import type { Panel } from './panel';

type Table = Pick<z.input<typeof Panel>, 'columns' | 'type' | 'own' | 'unit'>;

/** Every operation with what is normal for it. */
export const baselinesTable: Table = {
  columns: [
    'operation',
    'set',
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
  type: 'table',
  own: [{ queryType: 'baseline' }],
  unit: 'short',
};

/** Every documented limit with the value now. */
export const targetsTable: Table = {
  columns: ['id', 'title', 'labels', 'value', 'op', 'limit', 'unit', 'distance', 'outcome', 'reason', 'anchor'],
  type: 'table',
  own: [{ queryType: 'targets' }],
  unit: 'short',
};

/** What a bar of a ratio to normal does not say, and the table beside it does. */
export const colourSays = 'The colour says how far, the tier in the table whether it is more than chance.';
