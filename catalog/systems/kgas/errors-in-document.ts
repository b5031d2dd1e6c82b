/** Which measurements of D2 does PromQL show to be wrong? Those of its code are in `instrument/documents-errors.test.ts`. */
import { stagedJob, type DocumentError } from '../../document-error';
import { steady } from '../../rule-test';

/** Ten minutes of a sum that falls by a megabyte every ten seconds: every operation gave memory back. */
const falling = '400000000-1000000x400';

export const errorsInDocument: DocumentError[] = [
  {
    id: 'C-22',
    anchor: 'D2 l.159-177',
    document: 'memory_histogram.record(rss_after - rss_before)',
    wrong: {
      expr: 'sum(increase(kgas_operation_memory_delta_bytes_sum{$app}[10m])) > 0',
      by: [],
      shows: [{ labels: {} }],
    },
    corrected: [
      {
        expr: 'max by (operation_type) (kgas_operation_last_memory_delta_bytes{$app})',
        by: ['operation_type'],
        shows: [{ labels: { operation_type: 'graph_query' }, value: -1000000 }],
      },
    ],
    fact: 'A difference of memory may be negative; the sum of its histogram then falls, which Prometheus takes for restarts and adds up to gigabytes gained. A gauge may be negative.',
    series: {
      [`kgas_operation_memory_delta_bytes_sum{${stagedJob}}`]: falling,
      [`kgas_operation_last_memory_delta_bytes{${stagedJob},operation_type="graph_query"}`]: steady(-1000000),
    },
  },
];
