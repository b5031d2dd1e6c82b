/** Which panels show the errors of OmniNode Bridge? */
import type { z } from 'zod';

import type { Row } from '../../panel';

export const errorsRow: z.input<typeof Row> = {
  id: 105,
  title: 'Errors (D4 l.205-239, l.365-372)',
  panels: [
    {
      id: 50,
      title: 'Errors per second by component',
      serves: ['D4-Q18', 'D4-A04', 'D4-T06'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q18' }],
      alerts: ['D4-A04a'],
      unit: 'suffix:errors/s',
      min: 0,
      anchor: 'D4 l.366',
      width: 8,
      description: 'Errors per second, all types of a component together.',
      empty: 'No component has had an error since it started.',
    },
    {
      id: 51,
      title: 'Error ratio by component',
      serves: ['D4-Q18', 'D4-A04'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q18', also: 0 }],
      alerts: ['D4-A04b'],
      unit: 'percent',
      min: 0,
      anchor: 'D4 l.366',
      width: 8,
      description:
        'Share of requests that ended with an error. A cache miss is no error. The alert also wants a second failure within five minutes.',
      empty: 'No request has ended in this range.',
    },
    {
      id: 52,
      title: 'Errors by type',
      serves: ['D4-Q18'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q18', also: 1 }],
      unit: 'suffix:errors/s',
      min: 0,
      stacked: true,
      anchor: 'D4 l.225-234',
      width: 8,
      description: 'Errors per second by component and type.',
      empty: 'No component has had an error since it started.',
    },
  ],
};
