/** What does the Executive dashboard show (D3 l.336-340)? Service level, business, cost and the trend of a month. */
import type { z } from 'zod';

import type { Dashboard } from '../../panel';
import { increasingPoints, uptimePercent } from './figures';

type Row = z.input<typeof Dashboard>['rows'][number];

const noRequests = 'There are no requests of the API in this range: it has no request histogram, or was not scraped.';

const levels: Row = {
  id: 1201,
  title: 'Service level, business and cost (D3 l.337-339)',
  panels: [
    {
      id: 201,
      title: 'SLA compliance',
      serves: ['D3-P01', 'D3-Q37'],
      type: 'stat',
      promql: [{ quantity: 'D3-Q37' }, { quantity: 'D3-Q37', also: 0 }],
      unit: 'percentunit',
      decimals: 2,
      anchor: 'D3 l.337 (D-26)',
      width: 8,
      height: 6,
      description: `Share of 30 days in which the probe from outside succeeded, and share of requests that were answered within the target of the P95. The document gives no figure; ${uptimePercent} % uptime is the usual promise.`,
      empty: 'There is neither a probe of the API nor a request histogram.',
    },
    {
      id: 202,
      title: 'Business metrics',
      serves: ['D3-P02', 'D3-Q38', 'D3-Q39'],
      type: 'stat',
      now: true,
      promql: [
        { quantity: 'D3-Q38' },
        { quantity: 'D3-Q39', legend: 'satisfaction (Apdex)' },
        { quantity: 'D3-Q39', also: 0, legend: 'satisfaction (survey)' },
      ],
      unit: 'short',
      anchor: 'D3 l.338',
      width: 8,
      height: 6,
      description:
        'Tasks completed within a day, and satisfaction: Apdex is 1 where every request meets the P50 target and 0.5 where it only meets the P95 target; surveys have a score of their own.',
      empty: 'ADO counts no tasks, and there is no request histogram.',
    },
    {
      id: 203,
      title: 'Cost metrics',
      serves: ['D3-P03', 'D3-Q40'],
      type: 'stat',
      now: true,
      promql: [{ quantity: 'D3-Q40' }, { quantity: 'D3-Q40', also: 0 }],
      unit: 'currencyUSD',
      decimals: 0,
      anchor: 'D3 l.339',
      width: 8,
      height: 6,
      description:
        'Infrastructure at the present hourly cost for 30 days, and what language models cost in the last 30 days.',
      empty: 'Cost is not measured: scrape OpenCost and the LiteLLM proxy under jobs named ado-<something>.',
    },
  ],
};

const trends: Row = {
  id: 1202,
  title: 'Trends (D3 l.340)',
  panels: [
    {
      id: 204,
      title: 'P95 of the API against the week before',
      serves: ['D3-P04', 'D3-Q41'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q41' }, { quantity: 'D3-Q41', also: 0 }],
      targets: ['D3-T02'],
      unit: 's',
      logarithmic: true,
      anchor: 'D3 l.340',
      width: 12,
      height: 9,
      description: 'P95 of each hour, beside that of the same hour a week before.',
      empty: noRequests,
    },
    {
      id: 205,
      title: 'Tasks of a day',
      serves: ['D3-P02', 'D3-Q38', 'D3-Q06'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q38' }],
      unit: 'short',
      min: 0,
      anchor: 'D3 l.338',
      width: 12,
      height: 9,
      description: 'Tasks completed within the 24 hours before each moment.',
      empty: 'ADO counts no tasks: let it count ado_tasks_total.',
    },
    {
      id: 206,
      title: 'Resource usage against the week before',
      serves: ['D3-P04', 'D3-Q46'],
      type: 'bargauge',
      promql: [{ quantity: 'D3-Q46' }],
      alerts: ['D3-A10'],
      unit: 'suffix:points',
      decimals: 1,
      // A full bar is the alert; what was used less than a week before has none.
      min: 0,
      max: increasingPoints,
      anchor: 'D3 l.274, l.340',
      width: 12,
      height: 9,
      description:
        'By how many points of a percentage the last day used more of each resource than the same day a week before; below 0 it used less. A full bar is what the alert looks for.',
      empty: 'There are no eight days of host metrics of ADO yet.',
    },
    {
      id: 207,
      columns: ['operation', 'p95', 'baseline', 'ratio', 'tier'],
      title: 'What became slower',
      serves: ['D3-P04', 'D3-Q41'],
      type: 'table',
      own: [{ queryType: 'table', table: 'operations', sort: 'degraded', limit: 10 }],
      unit: 'short',
      anchor: 'D3 l.340',
      width: 12,
      height: 9,
      description: 'The ten operations furthest above their normal duration at the end of this range.',
      empty: 'No operation was busy enough in the last minutes to be judged.',
    },
  ],
};

export const executiveDashboard: z.input<typeof Dashboard> = {
  name: 'executive',
  title: 'ADO executive',
  description:
    'Executive dashboard of the Agentic Development Orchestrator (D3): service level, business, cost, trends.',
  tags: ['yardstick', 'ado'],
  from: 'now-30d',
  refresh: '5m',
  rows: [levels, trends],
};
