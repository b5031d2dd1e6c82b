/** What does the Operations dashboard show (D3 l.342-346)? First the document's four groups, then the state in a word each. */
import type { z } from 'zod';

import type { Dashboard } from '../../panel';
import { loadRow } from './dashboard-load';
import { stateRow } from './dashboard-state';
import { targetsRow } from './dashboard-targets';

type Row = z.input<typeof Dashboard>['rows'][number];

const noHost = 'No host metrics of ADO are scraped: run node_exporter under a job named ado-<something>.';
const noRequest = 'No request has ended in this range: the API is idle, or it has no request histogram.';
const ofHost = { type: 'timeseries', unit: 'percent', min: 0, max: 100, width: 8, height: 7, empty: noHost } as const;

const document: Row = {
  id: 1001,
  title: 'Operations (D3 l.342-346)',
  panels: [
    {
      id: 1,
      title: 'System health',
      serves: ['D3-P05', 'D3-Q42'],
      type: 'state-timeline',
      promql: [
        { quantity: 'D3-Q42', also: 0 },
        { quantity: 'D3-Q42', also: 3 },
        { quantity: 'D3-Q42', also: 1 },
        { quantity: 'D3-Q42', also: 2 },
        { quantity: 'D3-Q42' },
      ],
      mappings: [
        { value: '0', text: 'down', color: 'red' },
        { value: '1', text: 'up', color: 'green' },
      ],
      unit: 'short',
      anchor: 'D3 l.343',
      width: 8,
      height: 12,
      description:
        'Whether each critical component answers: the application, its API from outside, PostgreSQL, Redis, and every scraped job.',
      empty: 'This Prometheus scrapes no component of ADO: name its jobs ado and ado-<something>.',
    },
    {
      id: 2,
      title: 'Response times of the API',
      serves: ['D3-P06', 'D3-Q01', 'D3-Q02', 'D3-Q03', 'D3-A05', 'D3-T01', 'D3-T02', 'D3-T03'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q01' }, { quantity: 'D3-Q02' }, { quantity: 'D3-Q03' }],
      alerts: ['D3-A05'],
      targets: ['D3-T02'],
      unit: 's',
      logarithmic: true,
      anchor: 'D3 l.12-14, l.344',
      width: 8,
      height: 12,
      description:
        'How long 50, 95 and 99 of a hundred requests take at most. The lines are the target of the P95 and the limit at which it alerts.',
      empty: noRequest,
    },
    {
      id: 3,
      title: 'Error rate of the API',
      serves: ['D3-P06', 'D3-Q09', 'D3-A02', 'D3-T09'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q09' }, { quantity: 'D3-Q09', also: 0 }],
      alerts: ['D3-A02'],
      targets: ['D3-T09'],
      unit: 'percent',
      min: 0,
      anchor: 'D3 l.24, l.344',
      width: 8,
      height: 12,
      description: 'Share of requests that were answered with a server error, together and by route.',
      empty: noRequest,
    },
    {
      id: 13,
      title: 'Requests per second',
      serves: ['D3-P06', 'D3-Q05'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q05', also: 0 }],
      unit: 'suffix:req/s',
      min: 0,
      stacked: true,
      anchor: 'D3 l.18, l.344',
      width: 8,
      height: 7,
      description: 'Requests per second by route, one above the other.',
      empty: noRequest,
    },
    {
      ...ofHost,
      id: 4,
      title: 'CPU',
      serves: ['D3-P07', 'D3-Q13', 'D3-A06', 'D3-T13', 'D3-T14'],
      promql: [{ quantity: 'D3-Q13' }, { quantity: 'D3-Q13', also: 0 }],
      alerts: ['D3-A06'],
      targets: ['D3-T13', 'D3-T14'],
      anchor: 'D3 l.32, l.345',
      description: 'CPU utilization by host, and its highest value of the hour before.',
    },
    {
      ...ofHost,
      id: 5,
      title: 'Memory',
      serves: ['D3-P07', 'D3-Q14', 'D3-A04', 'D3-T15', 'D3-T16'],
      promql: [{ quantity: 'D3-Q14' }, { quantity: 'D3-Q14', also: 0 }],
      alerts: ['D3-A04'],
      targets: ['D3-T15'],
      anchor: 'D3 l.33, l.345',
      description:
        'Memory utilization by host, and its highest value of the hour before. The target of the peak is where the alert fires.',
    },
    {
      ...ofHost,
      id: 6,
      title: 'Disk I/O',
      serves: ['D3-P07', 'D3-Q15', 'D3-T17'],
      promql: [{ quantity: 'D3-Q15' }],
      targets: ['D3-T17'],
      anchor: 'D3 l.34, l.345',
      description: 'Share of time in which the busiest disk of each host is at work.',
    },
    {
      ...ofHost,
      id: 7,
      title: 'Network',
      serves: ['D3-P07', 'D3-Q16', 'D3-T18'],
      promql: [
        { quantity: 'D3-Q16', also: 0 },
        { quantity: 'D3-Q16', also: 1 },
      ],
      max: undefined,
      targets: ['D3-T18'],
      anchor: 'D3 l.35, l.345',
      description: 'Share of the speed of the busiest link of each host that is used, each way.',
    },
    {
      id: 14,
      title: 'Alert status',
      serves: ['D3-P08', 'D3-Q43'],
      type: 'alertlist',
      unit: 'short',
      anchor: 'D3 l.346',
      width: 8,
      height: 7,
      description: 'Alerts of ADO that are pending or firing now.',
      empty: 'No alert of ADO is pending or firing at this moment.',
    },
  ],
};

export const operationsDashboard: z.input<typeof Dashboard> = {
  name: 'operations',
  title: 'ADO operations',
  description:
    'Operations dashboard of the Agentic Development Orchestrator (D3): health, performance, resources, alerts.',
  tags: ['yardstick', 'ado'],
  rows: [document, stateRow, loadRow, targetsRow],
};
