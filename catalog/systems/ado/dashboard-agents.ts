/** Which panels show what agents lean on: caches, language models, limits (D3 l.160-201)? */
import type { z } from 'zod';

import type { Row } from '../../panel';

const noCalls =
  "No LLM call has ended in this range, or the client is not instrumented with OpenTelemetry's conventions.";

export const agentsRow: z.input<typeof Row> = {
  id: 1305,
  title: 'Caches, language models and limits of agents (D3 l.160-201)',
  panels: [
    {
      id: 340,
      title: 'Cache hits',
      serves: ['D3-Q30', 'D3-T31'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q30' }, { quantity: 'D3-Q30', also: 0 }],
      unit: 'percentunit',
      min: 0,
      max: 1,
      anchor: 'D3 l.162-172',
      width: 8,
      description: 'Share of look-ups that each cache answers: those in the process, and Redis.',
      empty: 'No cache is measured: let ADO count ado_cache_requests_total, and run redis_exporter.',
    },
    {
      id: 341,
      title: 'LLM calls by model',
      serves: ['D3-Q31'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q31' }],
      unit: 'suffix:calls/s',
      min: 0,
      stacked: true,
      anchor: 'D3 l.200',
      width: 8,
      description: 'Calls per second by model.',
      empty: noCalls,
    },
    {
      id: 342,
      title: 'LLM call P95',
      serves: ['D3-Q31'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q31', also: 3 }],
      unit: 's',
      min: 0,
      anchor: 'D3 l.197-201',
      width: 8,
      description: 'Ninety-five of a hundred calls of a model take at most this long.',
      empty: noCalls,
    },
    {
      id: 343,
      title: 'LLM answers from the cache, calls tried again, size of prompts',
      serves: ['D3-Q31'],
      type: 'timeseries',
      promql: [
        { quantity: 'D3-Q31', also: 0 },
        { quantity: 'D3-Q31', also: 1 },
        { quantity: 'D3-Q31', also: 2, unit: 'short' },
      ],
      unit: 'percentunit',
      min: 0,
      anchor: 'D3 l.198-201',
      width: 8,
      description:
        'Share of calls that the cache answers, retries per call, and input tokens per call on the right axis: small prompts can be sent together.',
      empty: noCalls,
    },
    {
      id: 344,
      title: 'Memory of agents',
      serves: ['D3-Q32'],
      type: 'timeseries',
      promql: [{ quantity: 'D3-Q32' }],
      unit: 'percentunit',
      min: 0,
      anchor: 'D3 l.193',
      width: 8,
      description: 'Memory of each pod, in percent of its limit.',
      empty: 'Pods are not measured: scrape cAdvisor and kube-state-metrics under jobs named ado-<something>.',
    },
    {
      id: 345,
      title: 'Stuck agents',
      serves: ['D3-Q32', 'D3-Q04'],
      type: 'timeseries',
      promql: [
        { quantity: 'D3-Q32', also: 0, legend: '{{agent_type}} time-outs of an hour', unit: 'short' },
        { quantity: 'D3-Q04', also: 1 },
      ],
      unit: 's',
      min: 0,
      anchor: 'D3 l.194',
      width: 8,
      description:
        'How long the oldest running agent of each type has been at it, and how many ran into their time-out within an hour (right axis).',
      empty: 'No agent runs now, and ADO does not count ado_agent_timeouts_total.',
    },
  ],
};
