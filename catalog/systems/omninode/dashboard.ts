/**
 * What does the dashboard of OmniNode Bridge show?
 *
 * First the five panels of the document's dashboard (D4 l.252-319) with
 * expressions that work, then what the document monitors without a panel.
 */
import type { z } from 'zod';

import type { Dashboard } from '../../panel';
import { breakersRow } from './dashboard-breakers';
import { cacheRow } from './dashboard-cache';
import { databaseRow } from './dashboard-database';
import { errorsRow } from './dashboard-errors';
import { kafkaRow } from './dashboard-kafka';
import { slowestRow } from './dashboard-slowest';
import { targetsRow } from './dashboard-targets';
import { healthStates, requestsOnly } from './figures';

const document: z.input<typeof Dashboard>['rows'][number] = {
  id: 101,
  title: 'OmniNode Bridge performance (D4 l.252-319)',
  panels: [
    {
      id: 1,
      title: 'System Health',
      serves: ['D4-P01', 'D4-Q19', 'D4-T10'],
      type: 'stat',
      promql: [{ quantity: 'D4-Q19' }],
      now: true,
      mappings: healthStates,
      unit: 'short',
      anchor: 'D4 l.261-275',
      width: 4,
      description:
        'The worst instance, by the rule of the application: error rate and mean response time of five minutes.',
      empty: 'No instance reports its health: let the application set omninode_system_health_status.',
    },
    {
      id: 2,
      title: 'Request Duration P95',
      serves: ['D4-P02', 'D4-Q17', 'D4-A05', 'D4-T07'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q17' }, { alert: 'D4-A05', legend: '{{component}}' }],
      alerts: ['D4-A05'],
      unit: 's',
      logarithmic: true,
      anchor: 'D4 l.278-285',
      width: 10,
      description:
        'Ninety-five of a hundred requests take at most this long, together and by component. Batch sizes and re-observed query means are left out.',
      empty: 'No request has ended in this range.',
    },
    {
      id: 3,
      title: 'Database Connection Pool',
      serves: ['D4-P03', 'D4-Q01', 'D4-Q05', 'D4-Q22', 'D4-A01', 'D4-A06', 'D4-T03', 'D4-T08'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q05' }, { quantity: 'D4-Q01', unit: 'short' }, { quantity: 'D4-Q22', unit: 'short' }],
      alerts: ['D4-A01+A06'],
      unit: 'percent',
      min: 0,
      anchor: 'D4 l.288-295, l.384',
      width: 10,
      description:
        'Utilization of the PostgreSQL pool of each instance; connections of all of them and their maximum on the right axis.',
      empty:
        'The pool is not measured: let the application set omninode_active_connections and omninode_max_connections.',
    },
    {
      id: 4,
      title: 'Kafka Producer Metrics',
      serves: ['D4-P04', 'D4-Q08', 'D4-Q10'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q08' }, { quantity: 'D4-Q10', legend: 'error {{error_type}}' }],
      unit: 'suffix:msg/s',
      min: 0,
      anchor: 'D4 l.298-305',
      width: 8,
      description: 'Published messages per second by outcome, and errors by type.',
      empty: 'Nothing was published to Kafka in this range.',
    },
    {
      id: 5,
      columns: ['component', 'stateWord', 'since', 'trips', 'sinceTrip', 'failureThreshold', 'recoveryTimeout', 'emit'],
      title: 'Circuit Breaker Status',
      serves: ['D4-P05', 'D4-Q15'],
      type: 'table',
      own: [{ queryType: 'breakers' }],
      unit: 'short',
      anchor: 'D4 l.308-315',
      width: 16,
      description:
        'State of every breaker, since when, and its trips in this range. A counter alone is no status: where no state is measured, the row says what to emit.',
      empty: 'No circuit breaker has been seen yet.',
    },
  ],
};

export const dashboard: z.input<typeof Dashboard> = {
  title: 'OmniNode Bridge performance',
  description:
    'Performance monitoring of OmniNode Bridge (D4): requests, Kafka, cache, database, breakers against normal and against the documented limits.',
  tags: ['yardstick', 'omninode', 'performance'],
  variables: [
    {
      name: 'component',
      label: 'Component',
      description: 'The component whose operation is drawn against its normal band.',
      of: 'component',
      busiest: `sum by (component) (rate(omninode_request_duration_seconds_count{$app,${requestsOnly}}[5m]))`,
    },
    {
      name: 'component_operation', // not "operation": the links between dashboards carry values along, and KGAS has that one
      label: 'Operation',
      description: 'The operation that is drawn against its normal band.',
      of: 'operation',
      busiest: `sum by (operation) (rate(omninode_request_duration_seconds_count{$app,${requestsOnly},component="$component"}[5m]))`,
    },
  ],
  rows: [document, kafkaRow, cacheRow, databaseRow, errorsRow, breakersRow, slowestRow, targetsRow],
};
