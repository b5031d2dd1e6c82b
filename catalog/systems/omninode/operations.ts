/** Which operations of OmniNode Bridge have a duration? */
import type { z } from 'zod';

import type { OperationSet } from '../../model';
import { requestsOnly } from './figures';

export const operations: Array<z.input<typeof OperationSet>> = [
  {
    id: 'request',
    title: 'Requests',
    metric: 'omninode_request_duration_seconds',
    kind: 'histogram',
    selector: requestsOnly,
    by: ['component', 'operation'],
    errors: 'status="error"',
    anchor: 'D4 l.205-239',
  },
];
