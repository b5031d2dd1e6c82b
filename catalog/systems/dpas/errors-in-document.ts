/** Which figures of D1 does PromQL show to be wrong? Those of its code are in `instrument/documents-errors.test.ts`. */
import { stagedJob, type DocumentError } from '../../document-error';
import { growing } from '../../rule-test';

const cpu = (n: number, idle: number) => ({
  [`node_cpu_seconds_total{${stagedJob},cpu="${n}",mode="idle"}`]: growing(idle),
  [`node_cpu_seconds_total{${stagedJob},cpu="${n}",mode="user"}`]: growing(1 - idle),
});

export const errorsInDocument: DocumentError[] = [
  {
    id: 'C-18',
    anchor: 'D1 l.16, l.196',
    document: 'process.cpuUsage() compared with 80 %',
    wrong: { expr: 'process_cpu_seconds_total{$app} > 80', by: ['instance'], shows: [{ labels: { instance: 'a' } }] },
    corrected: [
      {
        expr: '100 * sum by (instance) (rate(process_cpu_seconds_total{$app}[5m]))',
        by: ['instance'],
        shows: [{ labels: { instance: 'a' }, value: 30 }],
      },
      {
        expr: '100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{$app,mode="idle"}[5m])))',
        by: ['instance'],
        shows: [{ labels: { instance: 'a' }, value: 15 }],
      },
    ],
    fact: 'CPU time is a total since the start and passes any limit in time; its rate is a share of one core, and the host has a share of its own.',
    series: { [`process_cpu_seconds_total{${stagedJob}}`]: growing(0.3), ...cpu(0, 0.7), ...cpu(1, 1) },
  },
];
