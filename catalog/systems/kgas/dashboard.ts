/**
 * What does the dashboard of KGAS show?
 *
 * First the six things of the document's dashboard (D2 l.236-243), then one
 * row per category of the document. Thresholds come from alerts and targets.
 */
import type { z } from 'zod';

import type { Dashboard } from '../../panel';
import { baselinesRow } from './dashboard-baselines';
import { conversionsRow } from './dashboard-conversions';
import { databasesRow } from './dashboard-databases';
import { llmRow } from './dashboard-llm';
import { operationsRow } from './dashboard-operations';
import { resourcesRow } from './dashboard-resources';
import { stateRow } from './dashboard-state';
import { targetsRow } from './dashboard-targets';
import { toolsRow } from './dashboard-tools';

type Row = z.input<typeof Dashboard>['rows'][number];

const document: Row = {
  id: 101,
  title: 'Real-time monitoring (D2 l.226-249)',
  panels: [
    {
      id: 1,
      title: 'Operations per second',
      serves: ['D2-P01', 'D2-Q34'],
      type: 'timeseries',
      promql: [{ quantity: 'D2-Q34' }],
      unit: 'ops',
      min: 0,
      anchor: 'D2 l.237',
      width: 8,
      height: 9,
      description: 'How many operations end per second, by type.',
      empty: 'No operation has ended in this range: KGAS is idle, or it does not emit kgas_operation_duration_seconds.',
    },
    {
      id: 2,
      title: 'Average latency',
      serves: ['D2-P02', 'D2-Q30'],
      type: 'timeseries',
      promql: [{ quantity: 'D2-Q30', also: 0 }],
      unit: 's',
      logarithmic: true,
      anchor: 'D2 l.238',
      width: 8,
      height: 9,
      description: 'Mean duration by type of operation. What is normal for it is in the row of operations.',
      empty: 'No operation has ended in this range, so there is no average.',
    },
    {
      id: 3,
      title: 'Error rate',
      serves: ['D2-P03', 'D2-Q35'],
      type: 'timeseries',
      promql: [{ quantity: 'D2-Q35' }],
      unit: 'percentunit',
      min: 0,
      anchor: 'D2 l.239',
      width: 8,
      height: 9,
      description: 'Share of operations that ended with an error, by type. The document sets no limit for it.',
      empty: 'No operation has ended in this range, so there is no error rate.',
    },
    {
      id: 4,
      title: 'Resource usage',
      serves: ['D2-P04', 'D2-Q36', 'D2-A03', 'D2-A05'],
      type: 'timeseries',
      promql: [{ quantity: 'D2-Q36' }],
      alerts: ['D2-A03', 'D2-A05'],
      unit: 'percent',
      min: 0,
      max: 100,
      anchor: 'D2 l.240',
      width: 8,
      height: 9,
      description: 'CPU, memory, disk space, file handles and connection pools, each in percent of what there is.',
      empty: 'No host metrics of KGAS are scraped: run node_exporter under a job named kgas-<something>.',
    },
    {
      id: 5,
      columns: ['operation', 'p95', 'ratio', 'tier'],
      title: 'Slow operations',
      serves: ['D2-P05', 'D2-Q37', 'D2-A08', 'D2-T30'],
      type: 'table',
      own: [{ queryType: 'table', table: 'operations', sort: 'slowest', limit: 10 }],
      unit: 'short',
      anchor: 'D2 l.241',
      width: 8,
      height: 9,
      description:
        'The ten slowest operations now, each with its ratio to its own baseline. The alert fires when two of the last three runs of one took longer than its threshold, a little above its p99.',
      empty: 'No operation was busy enough in the last minutes to be judged.',
    },
    {
      id: 6,
      columns: ['operation', 'tier', 'start', 'peak'],
      title: 'Baseline violations',
      serves: ['D2-P06', 'D2-Q38'],
      type: 'table',
      own: [{ queryType: 'table', table: 'violations', signal: 'latency' }],
      unit: 'short',
      anchor: 'D2 l.242',
      width: 8,
      height: 9,
      description:
        'Every stretch of this range in which an operation or conversion stayed above its baseline: start, end, peak.',
      empty: 'Nothing left its baseline in this range.',
    },
  ],
};

export const dashboard: z.input<typeof Dashboard> = {
  title: 'KGAS performance',
  description: 'Performance monitoring and baselines of KGAS (D2): live against normal, documented targets, alerts.',
  tags: ['yardstick', 'kgas'],
  variables: [
    {
      name: 'operation',
      label: 'Operation',
      of: 'operation_type',
      busiest: 'sum by (operation_type) (rate(kgas_operation_duration_seconds_count{$app}[5m]))',
      description: 'The operation that is drawn against its normal band.',
    },
  ],
  rows: [
    document,
    stateRow,
    conversionsRow,
    operationsRow,
    toolsRow,
    llmRow,
    databasesRow,
    resourcesRow,
    targetsRow,
    baselinesRow,
  ],
};
