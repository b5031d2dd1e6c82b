/** What does D3 want to have noticed without hurry (P2, l.272-275, l.356-368, l.422)? */
import type { z } from 'zod';

import type { Alert } from '../../alert';
import { approaching, growth, increasingPoints, tiers } from './figures';
import { loadOfInstances } from './quantities-delivery';
import { resourceTrend } from './quantities-resources';

const ticket = { severity: 'info', priority: 'P2' } as const;

export const infos: Array<z.input<typeof Alert>> = [
  {
    ...ticket,
    id: 'D3-A09+A12',
    documentIds: ['D3-A09', 'D3-A12'],
    name: 'AdoPerformanceDegradation',
    group: 'fast',
    for: '0s',
    keepFiringFor: '2m',
    condition: { kind: 'deviation', measure: 'info', op: '>', threshold: tiers.info },
    unit: 'x',
    panel: 320,
    anchor: 'D3 l.273, l.356-367 (E-1)',
    summary: '{{operation}} is more than a fifth slower than normal',
    meaning:
      'A route, agent, query, LLM model or benchmark takes more than 20 % longer than it normally does at this hour.',
    engineOnly: 'An agent that still runs counts with its age, once chance makes none so old.',
    why: "The document's info alert and its regression code say the same thing, over every metric: 20 % slower than baseline. The baseline is the learned p95 of this hour.",
    look: [
      'Open the Development dashboard: "How far from normal" shows the ratio of every operation.',
      'Compare the time at which it left its band with "Deployment impact", and with the load.',
    ],
    act: [
      'If it began with a release, hold the next one and decide on a rollback.',
      'Otherwise open a ticket: the slowest query, the cache that misses, or the model that became slower.',
    ],
  },
  {
    ...ticket,
    id: 'D3-A10',
    documentIds: ['D3-A10'],
    name: 'AdoResourceTrend',
    group: 'normal',
    for: '1h',
    condition: { kind: 'promql', expr: resourceTrend, op: '>', threshold: increasingPoints },
    unit: 'points',
    panel: 420,
    anchor: 'D3 l.274 (E-7, D-19)',
    summary: '{{resource}} of {{instance}} is used more than a week ago',
    meaning:
      'CPU, memory, disk or network of a host of ADO was used at least ten points of a percentage more over the last day than over the same day of the week before.',
    why: 'The document wants to know of increasing resource usage, without a figure; ten points within a week were chosen. The label resource says which: cpu, memory, disk (busy time), disk_space, network.',
    look: [
      'Open the Capacity dashboard: did the load grow as much in the same week?',
      'If it did not, look for a release after which usage stepped up.',
    ],
    act: ['Plan the next size with the required instances on that dashboard, or find what wastes the resource.'],
  },
  {
    ...ticket,
    id: 'D3-A11',
    documentIds: ['D3-A11'],
    name: 'AdoCapacity',
    group: 'normal',
    for: '30m',
    condition: { kind: 'promql', expr: `100 * ${loadOfInstances}`, op: '>', threshold: 100 * approaching },
    unit: '% of capacity',
    panel: 401,
    anchor: 'D3 l.275 (D-19)',
    summary: 'The instances of ADO are close to what they can take',
    meaning: `The running instances carry more than four fifths of the ${growth.rpsPerInstance} requests per second that one of them can take.`,
    why: 'The document wants to know when scaling thresholds are approached, without a figure; 80 % of its 100 requests per second per instance were chosen. Exporters and probes are no instances. Where metrics are pushed, so that there is no series up, those instances count that report requests.',
    look: ['Open the Capacity dashboard: is it a peak, a release, or growth?'],
    act: ['Start as many instances as the dashboard says are required; see recommendation D3-O09.'],
  },
];
