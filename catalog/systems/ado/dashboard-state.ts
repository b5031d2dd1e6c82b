/** Which panels say in a word each how ADO is now? */
import type { z } from 'zod';

import type { Row } from '../../panel';

/** Titles beside the marks of description, link and alert need that width. */
const tile = { type: 'stat', width: 8, height: 3 } as const;

export const stateRow: z.input<typeof Row> = {
  id: 1002,
  title: 'State now',
  panels: [
    {
      ...tile,
      id: 10,
      title: 'ADO answers',
      serves: ['D3-Q28', 'D3-A01'],
      promql: [{ quantity: 'D3-Q28', also: 0 }],
      now: true,
      alerts: ['D3-A01a'],
      mappings: [
        { value: '0', text: 'no answer', color: 'red' },
        { value: '1', text: 'answers', color: 'text' },
      ],
      unit: 'short',
      anchor: 'D3 l.261',
      description: 'Whether at least one instance of the application answers. Its exporters do not count.',
      empty: 'This Prometheus has not seen ADO within a day.',
    },
    {
      ...tile,
      id: 11,
      title: 'Probe of the API',
      serves: ['D3-Q28', 'D3-A01'],
      promql: [{ quantity: 'D3-Q28' }],
      now: true,
      alerts: ['D3-A01b'],
      unit: 's',
      anchor: 'D3 l.261',
      description:
        'How long the slowest probe from outside took; one that failed counts 31 seconds on top, so that it is always above the limit.',
      empty: 'The API is not probed: run blackbox_exporter under a job named ado-probe.',
    },
    {
      ...tile,
      id: 12,
      title: 'Database failures',
      serves: ['D3-Q27', 'D3-A03'],
      promql: [{ alert: 'D3-A03', legend: '{{cause}} {{instance}}' }],
      now: true,
      reduce: 'sum',
      alerts: ['D3-A03'],
      decimals: 0,
      unit: 'short',
      anchor: 'D3 l.263',
      description:
        'Servers that do not answer their exporter, and connections that were not had in time within five minutes.',
      empty: 'The database is not measured: run postgres_exporter under a job named ado-<something>.',
    },
    {
      ...tile,
      id: 17,
      title: 'Ruler alerts',
      serves: ['D3-Q43'],
      promql: [{ quantity: 'D3-Q43' }],
      now: true,
      reduce: 'sum',
      anyIsBad: true,
      unit: 'short',
      anchor: 'D3 l.346',
      description: "Alerts of ADO that fire in Prometheus' own ruler. Those of Grafana are in the list above.",
      empty: 'No rules of ADO are evaluated in this Prometheus.',
    },
    {
      ...tile,
      id: 18,
      title: 'Slow now',
      serves: ['D3-Q44', 'D3-A09'],
      own: [{ queryType: 'deviation', signal: 'latency', measure: 'breach', mode: 'fast' }],
      reduce: 'sum',
      anyIsBad: true,
      unit: 'short',
      anchor: 'D3 l.273',
      description:
        'How many routes, agents, queries, models and benchmarks take at least twice as long as normal at this moment. Those that are a fifth slower are on the Development dashboard.',
      empty: 'Nothing has a baseline yet: see the baselines on the Development dashboard for the progress of learning.',
    },
    {
      ...tile,
      id: 19,
      title: 'Targets missed',
      serves: [],
      own: [{ queryType: 'targets', measure: 'missed' }],
      reduce: 'sum',
      anyIsBad: true,
      unit: 'short',
      anchor: 'D3 l.9-41',
      description:
        'How many documented limits are missed now, each once, however many operations miss it. Those that cannot be told or are not tested do not count; the row of targets lists all.',
      empty: 'No target can be evaluated yet: this Prometheus has none of their metrics.',
    },
  ],
};
