/** What does the Capacity dashboard show (D3 l.275, l.302-318, l.203-235)? The document has a model of growth, and no panel for it. */
import type { z } from 'zod';

import type { Dashboard } from '../../panel';
import { growth } from './figures';

type Row = z.input<typeof Dashboard>['rows'][number];

const noRequests = 'There are no requests of the API in this range: it has no request histogram, or was not scraped.';
const noTest = 'No load test is measured: run locust_exporter beside Locust under a job named ado-<something>.';

const capacity: Row = {
  id: 1401,
  title: 'Growth and required instances (D3 l.302-318)',
  panels: [
    {
      id: 401,
      title: 'Load of the instances',
      serves: ['D3-Q47', 'D3-A11', 'D3-T30'],
      type: 'timeseries',
      promql: [{ alert: 'D3-A11', legend: 'of what the instances can take' }],
      alerts: ['D3-A11'],
      unit: 'percent',
      min: 0,
      anchor: 'D3 l.275, l.316',
      width: 12,
      height: 9,
      description: `Requests per second of all running instances, in percent of ${growth.rpsPerInstance} for each.`,
      empty: noRequests,
    },
    {
      id: 402,
      title: 'Required instances',
      serves: ['D3-Q36', 'D3-T27', 'D3-T28', 'D3-T29'],
      type: 'stat',
      now: true,
      promql: [1, 2, 3, 0].map((also) => ({ quantity: 'D3-Q36', also })),
      unit: 'short',
      anchor: 'D3 l.311-318',
      width: 12,
      height: 9,
      description: `The document's formula over the measured load of a day: ${100 * growth.perQuarter} % growth a quarter, peaks of ${growth.peakMultiplier} times the average, ${100 * growth.releaseSeason} % more during a release; and how many run now.`,
      empty: noRequests,
    },
    {
      id: 403,
      title: 'Requests per second',
      serves: ['D3-Q05', 'D3-Q36', 'D3-T05', 'D3-T26'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q05' }, { quantity: 'D3-Q36' }],
      targets: ['D3-T05'],
      unit: 'suffix:req/s',
      min: 0,
      anchor: 'D3 l.18, l.305',
      width: 12,
      height: 7,
      description: `Measured load and its mean of a day, which the formula uses. The document states ${growth.currentRps} requests per second as its present load; the dashed line is its target.`,
      empty: noRequests,
    },
    {
      id: 404,
      title: 'Peak over mean',
      serves: ['D3-Q36', 'D3-T28'],
      type: 'stat',
      promql: [{ quantity: 'D3-Q36', also: 4 }],
      unit: 'suffix:x',
      decimals: 2,
      anchor: 'D3 l.307',
      width: 6,
      height: 7,
      description: `The highest five minutes of the last day over its mean. The document assumes ${growth.peakMultiplier}; more than that means that the formula asks for too few.`,
      empty: noRequests,
    },
    {
      id: 405,
      title: 'Left before scaling',
      serves: ['D3-Q47'],
      type: 'stat',
      now: true,
      promql: [{ quantity: 'D3-Q47', also: 0 }],
      unit: 'percentunit',
      decimals: 0,
      anchor: 'D3 l.275',
      width: 6,
      height: 7,
      description: 'How much of what the running instances can take is still free.',
      empty: noRequests,
    },
    {
      id: 406,
      title: 'Load by day, and of the four weeks to come',
      serves: ['D3-Q36'],
      type: 'timeseries',
      own: [{ queryType: 'table', table: 'forecast', format: 'timeseries', operations: ['all operations'], ahead: 28 }],
      days: { back: 28, ahead: 28 },
      unit: 'suffix:req/s',
      min: 0,
      anchor: 'D3 l.302-318',
      width: 24,
      height: 9,
      description:
        'Mean requests per second of each learned day, of all operations together (a request and the queries that it makes are counted each), and what is expected of the days to come: the middle (dashed), the band that holds a day with 80 %, and the outer one that holds it with 95 %. It rises or falls only where a trend is shown; the formula above takes growth for granted. It begins with two weeks that were learned.',
      empty: 'Nothing of ADO was learned yet: the forecast begins with two weeks of learned days.',
    },
  ],
};

const trends: Row = {
  id: 1402,
  title: 'Resource trends (D3 l.274)',
  panels: [
    {
      id: 420,
      title: 'Resource usage against the week before',
      serves: ['D3-Q46', 'D3-A10'],
      type: 'timeseries',
      promql: [{ alert: 'D3-A10', legend: '{{resource}} {{instance}}' }],
      alerts: ['D3-A10'],
      unit: 'suffix:points',
      anchor: 'D3 l.274',
      width: 12,
      description:
        'By how many points of a percentage the day before each moment used more of a resource than the same day a week earlier.',
      empty: 'There are no eight days of host metrics of ADO yet.',
    },
    {
      id: 421,
      title: 'Free disk space in two weeks',
      serves: ['D3-Q46'],
      type: 'bargauge',
      promql: [{ quantity: 'D3-Q46', also: 0 }],
      unit: 'bytes',
      // Below 0 the disk is full before: the number says by how much, and there is no bar.
      min: 0,
      anchor: 'D3 l.274',
      width: 12,
      description:
        'What is free of each file system in two weeks at the pace of the last day; below 0 it is full before.',
      empty: 'There is no day of disk metrics of ADO yet.',
    },
  ],
};

const tests: Row = {
  id: 1403,
  title: 'Load tests (D3 l.203-235)',
  panels: [
    {
      id: 430,
      title: 'Requests and users of the load test',
      serves: ['D3-Q33', 'D3-Q07', 'D3-T32'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q33' }, { quantity: 'D3-Q33', also: 2, unit: 'short' }],
      unit: 'suffix:req/s',
      min: 0,
      anchor: 'D3 l.225-234',
      width: 8,
      description: 'What Locust sends per second, and with how many users; both are 0 while no test runs.',
      empty: noTest,
    },
    {
      id: 431,
      title: 'P95 of the load test',
      serves: ['D3-Q33', 'D3-T02'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q33', also: 0 }],
      targets: ['D3-T02'],
      unit: 's',
      min: 0,
      anchor: 'D3 l.225-234',
      width: 8,
      description: 'Response time as Locust sees it, beside the target of the P95.',
      empty: noTest,
    },
    {
      id: 432,
      title: 'Failed in the load test',
      serves: ['D3-Q33'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q33', also: 1 }],
      unit: 'percentunit',
      min: 0,
      anchor: 'D3 l.225-234',
      width: 8,
      description: 'Share of the requests of the load test that failed.',
      empty: noTest,
    },
  ],
};

export const capacityDashboard: z.input<typeof Dashboard> = {
  name: 'capacity',
  title: 'ADO capacity',
  description:
    'Growth of the Agentic Development Orchestrator (D3): load, required instances, resource trends, load tests.',
  tags: ['yardstick', 'ado'],
  from: 'now-7d',
  refresh: '5m',
  rows: [capacity, trends, tests],
};
