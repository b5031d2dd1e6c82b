/** Which panels show requests and security operations? */
import type { z } from 'zod';

import type { Row } from '../../panel';

export const requestsRow: z.input<typeof Row> = {
  id: 110,
  title: 'API and security operations (D1 l.95-107, l.250)',
  panels: [
    {
      id: 91,
      title: 'API response time p95',
      serves: ['D1-Q48', 'D1-T03'],
      type: 'timeseries',
      promql: [{ quantity: 'D1-Q48' }, { quantity: 'D1-Q48', also: 0 }],
      targets: ['D1-T03'],
      unit: 's',
      min: 0,
      anchor: 'D1 l.250',
      width: 8,
      description: 'Ninety-five of a hundred requests take at most this long, together and by route.',
      empty: 'No request has ended in this range, or the server is not instrumented with OpenTelemetry.',
    },
    {
      id: 90,
      title: 'Security operations p95',
      serves: ['D1-Q37', 'D1-A07', 'D1-T02'],
      type: 'timeseries',
      promql: [{ quantity: 'D1-Q37' }],
      alerts: ['D1-A07'],
      unit: 's',
      min: 0,
      anchor: 'D1 l.99-106',
      width: 8,
      description: 'Ninety-five of a hundred executions of a security operation take at most this long.',
      empty: 'No security operation has ended in this range, or the security logger does not time them.',
    },
    {
      id: 92,
      title: 'CPU of security operations',
      serves: ['D1-Q37'],
      type: 'timeseries',
      promql: [{ quantity: 'D1-Q37', also: 0 }],
      unit: 'suffix:cores',
      min: 0,
      anchor: 'D1 l.99',
      width: 8,
      description: 'Cores that security operations use: what they cost the rest.',
      empty: 'CPU time of security operations is not counted (dpas_security_operation_cpu_seconds_total).',
    },
  ],
};
