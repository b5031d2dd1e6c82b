/** Which panels are the fourth group of the document's dashboard (D1 l.195-200): its alerts, and what each of them looks at? */
import type { z } from 'zod';

import type { Row } from '../../panel';
import { spike } from './figures';

const noHost = 'No host metrics of DPAS are scraped: run node_exporter under a job named dpas-<something>.';

export const alertsRow: z.input<typeof Row> = {
  id: 104,
  title: 'Alerts Configuration (D1 l.195-200)',
  panels: [
    {
      id: 13,
      title: 'Alerts',
      serves: ['D1-P13'],
      type: 'alertlist',
      unit: 'short',
      anchor: 'D1 l.195-200',
      width: 8,
      description: 'The rules of DPAS that are pending or firing now.',
      empty: 'Nothing is wrong: no rule of DPAS is pending or firing.',
    },
    {
      id: 14,
      title: 'CPU of the hosts',
      serves: ['D1-A01'],
      type: 'timeseries',
      promql: [{ alert: 'D1-A01', legend: '{{instance}}' }],
      alerts: ['D1-A01'],
      unit: 'percent',
      min: 0,
      max: 100,
      anchor: 'D1 l.196 (C-18)',
      width: 8,
      description: 'Share of all cores of a host that is busy.',
      empty: noHost,
    },
    {
      id: 15,
      title: 'Memory of the hosts',
      serves: ['D1-A02'],
      type: 'timeseries',
      promql: [{ alert: 'D1-A02', legend: '{{instance}}' }],
      alerts: ['D1-A02'],
      unit: 'percent',
      min: 0,
      max: 100,
      anchor: 'D1 l.197',
      width: 8,
      description:
        'Share of the memory of a host that programs hold; caches that the kernel would give back are not in it.',
      empty: noHost,
    },
    {
      id: 16,
      title: 'Queries above the limit',
      serves: ['D1-A03'],
      type: 'timeseries',
      promql: [{ alert: 'D1-A03', legend: '{{query_type}}' }],
      alerts: ['D1-A03'],
      unit: 'short',
      min: 0,
      anchor: 'D1 l.198',
      width: 8,
      description:
        'Queries that took longer than the limit within five minutes, and those that run for longer already.',
      empty: 'No DuckDB query has been seen, or duckdb_query_duration_seconds has no bound at 30.',
    },
    {
      id: 17,
      title: 'Pipeline failure rate',
      serves: ['D1-A04', 'D1-Q34'],
      type: 'timeseries',
      promql: [{ quantity: 'D1-Q34' }],
      alerts: ['D1-A04'],
      unit: 'percent',
      min: 0,
      anchor: 'D1 l.199',
      width: 8,
      description:
        'Share of the Dagster runs that failed: of the last hour where it has five runs, else of the last day.',
      empty: 'No Dagster run has ended within a day, or dagster-prometheus-exporter is not scraped.',
    },
    {
      id: 18,
      title: 'Failed authentications against the hour before',
      serves: ['D1-A05', 'D1-Q42'],
      type: 'timeseries',
      promql: [{ alert: 'D1-A05', legend: 'times the hour before' }],
      alerts: ['D1-A05'],
      unit: 'suffix:x',
      min: 0,
      anchor: 'D1 l.200 (D-19)',
      width: 8,
      description: `How many times the failures of the hour before, while there are more than ${spike.leastFailures} in five minutes: what the alert asks.`,
      empty: `There were never more than ${spike.leastFailures} failed authentications in five minutes, or the server is not instrumented.`,
    },
  ],
};
