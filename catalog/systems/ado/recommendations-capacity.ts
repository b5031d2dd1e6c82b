/** Which advice of D3 on scaling and cost follows from a measurement (l.178-187, l.311-326)? */
import type { z } from 'zod';

import { cpuPercent } from '../../host';
import type { Recommendation } from '../../model';
import { limitsOf } from '../../model';
import { advice, approaching } from './figures';
import { instances, loadOfInstances, requiredInstances } from './quantities-delivery';
import { memoryPercent } from './quantities-resources';
import { targets } from './targets';

const limit = limitsOf(targets);
const required = requiredInstances(1);

/** D3 l.313-317 for the next quarter; at least one instance stays. */
const change = {
  component: 'application',
  setting: 'instances',
  current: instances,
  proposed: `clamp_min(${required}, 1)`,
  unit: 'short',
};

export const capacityAdvice: Array<z.input<typeof Recommendation>> = [
  {
    id: 'D3-O08',
    group: 'capacity',
    anchor: 'D3 l.178',
    title: 'Spread requests over more instances',
    text: 'The instances carry {{value}} of what they can take. See that the load balancer gives each its share, and add one if it does.',
    when: [{ expr: loadOfInstances, op: '>', limit: approaching, unit: 'percentunit' }],
  },
  {
    id: 'D3-O09',
    group: 'capacity',
    anchor: 'D3 l.179, l.313-317',
    title: 'Scale out',
    text: "The document's formula asks for {{value}} more instances in the next quarter, for the measured load of a day, its growth and its peaks. Scale on requests per second and instance.",
    when: [
      {
        title: 'Instances that are missing',
        expr: `${change.proposed} - ${instances}`,
        op: '>',
        limit: 0,
        unit: 'short',
      },
    ],
    change,
  },
  {
    id: 'D3-O27',
    group: 'capacity',
    anchor: 'D3 l.326',
    title: 'Scale in when idle',
    text: "{{value}} instances more run than the document's formula asks for in the next quarter. Let auto-scaling stop them while nobody needs them.",
    when: [
      {
        title: 'Instances that are not needed',
        expr: `${instances} - ${change.proposed}`,
        op: '>',
        limit: 0,
        unit: 'short',
      },
    ],
    change,
  },
  {
    id: 'D3-O12',
    group: 'resource',
    anchor: 'D3 l.184',
    title: 'Give a host more memory',
    text: `{{instance}} uses {{value}} of its memory, the target is below ${limit('D3-T15')} %. Enlarge it, or move agents to another host.`,
    when: [{ expr: memoryPercent, op: '>=', limit: limit('D3-T15'), unit: 'percent' }],
  },
  {
    id: 'D3-O12',
    group: 'resource',
    anchor: 'D3 l.184',
    title: 'Give a host more CPU',
    text: `{{instance}} is at {{value}} CPU over a quarter of an hour, the target is below ${limit('D3-T13')} %. Enlarge it, or move agents to another host.`,
    when: [
      {
        title: 'CPU of a quarter of an hour',
        expr: cpuPercent('15m'),
        op: '>=',
        limit: limit('D3-T13'),
        unit: 'percent',
      },
    ],
  },
  {
    id: 'D3-O24',
    group: 'resource',
    anchor: 'D3 l.323',
    title: 'A host is larger than its work',
    text: '{{instance}} used {{value1}} of its CPU and {{value2}} of its memory over the last day. A smaller one would do.',
    when: [
      { title: 'CPU of a day', expr: cpuPercent('1d'), op: '<', limit: advice.idleCpu, unit: 'percent' },
      {
        title: 'Memory of a day',
        expr: `avg_over_time((${memoryPercent})[1d:5m])`,
        op: '<',
        limit: advice.idleMemory,
        unit: 'percent',
      },
    ],
  },
];
