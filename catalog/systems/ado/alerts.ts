/**
 * When does D3 want somebody to know at once or within a quarter of an hour (l.258-270, l.420-421)?
 *
 * P0 is critical and P1 a warning, with the document's own rank as the label
 * priority (D-1). Where it gives no duration, the catalogue chose one.
 */
import type { z } from 'zod';

import type { Alert } from '../../alert';
import { cpuPercent } from '../../host';
import { infos } from './alerts-info';
import { queueSize } from './quantities-agents';
import { apiQuantile, databaseFailures, responsive, slowestAnswer } from './quantities-api';
import { exprOf } from './quantities';
import { freeDiskPercent, memoryPercent } from './quantities-resources';

type Spec = z.input<typeof Alert>;

const immediately = { severity: 'critical', priority: 'P0', group: 'fast' } as const;
const soon = { severity: 'warning', priority: 'P1', group: 'normal' } as const;

const critical: Spec[] = [
  {
    ...immediately,
    id: 'D3-A01a',
    documentIds: ['D3-A01'],
    name: 'AdoApplicationDown',
    for: '1m',
    condition: { kind: 'promql', expr: responsive, op: '<', threshold: 1 },
    unit: 'targets up',
    panel: 10,
    anchor: 'D3 l.261 (E-3)',
    summary: 'ADO does not answer',
    meaning:
      'No instance of the application has answered a scrape for a minute. One replica of several that is down does not fire; a system that this Prometheus never saw does not either. Instances of the application are those that have shown ado_queue_size within seven days: so long it fires, and a day where their targets are gone.',
    why: 'The document sets "application down" as P0. A dead application answers no requests, so that no response time of it exceeds 30 seconds; this half asks whether it answers at all. It is seen by the series up of jobs named ado or ado-<something>: of metrics that are pushed, or scraped under another name, there is none, and this stays silent, as does the rule on missing metrics; the probe from outside is what is left then.',
    look: ['Open the targets page of Prometheus and read the error of the jobs of ADO.'],
    act: ['Restart the application if its process is gone, and keep its log.'],
  },
  {
    ...immediately,
    id: 'D3-A01b',
    documentIds: ['D3-A01'],
    name: 'AdoProbeSlowOrFailed',
    for: '0s',
    keepFiringFor: '2m',
    condition: { kind: 'promql', expr: slowestAnswer, op: '>', threshold: 30 },
    unit: 's',
    panel: 11,
    anchor: 'D3 l.261 (E-5)',
    summary: 'ADO takes more than 30 seconds to answer from outside, or does not',
    meaning:
      'A probe of the API took more than 30 seconds, or failed. A failed probe counts with 31 seconds on top of what it took.',
    why: 'The document sets a response time above 30 seconds as P0. Buckets of request durations end long before that, and a probe that fails after ten seconds is no better (C-16, E-5).',
    look: ['See "Probe of the API" on the dashboard: did it fail, or was it slow, and since when?'],
    act: ['If scrapes still succeed, the way from outside is broken: name resolution, certificate, load balancer.'],
  },
  {
    ...immediately,
    id: 'D3-A02',
    documentIds: ['D3-A02'],
    name: 'AdoHighErrorRate',
    for: '5m',
    condition: { kind: 'promql', expr: exprOf('D3-Q09'), op: '>', threshold: 5 },
    unit: '%',
    panel: 3,
    anchor: 'D3 l.262 (E-2)',
    summary: 'The API of ADO fails too often',
    meaning: 'More than one request in twenty was answered with a server error, for five minutes.',
    why: 'The document sets more than 5 % for five minutes as P0, fifty times its target.',
    look: ['See the error rate by route beside it: one route, or all of them?'],
    act: ['If it began with a release, roll back.'],
  },
  {
    ...immediately,
    id: 'D3-A03',
    documentIds: ['D3-A03'],
    name: 'AdoDatabaseDown',
    for: '1m',
    condition: { kind: 'promql', expr: databaseFailures, op: '>', threshold: 0 },
    unit: 'failures',
    panel: 12,
    anchor: 'D3 l.263 (E-8)',
    summary: 'The database of ADO cannot be reached: {{cause}} ({{instance}})',
    meaning:
      'The exporter cannot reach PostgreSQL, or the application waited for a connection in vain within five minutes.',
    why: 'The document sets database connection failures as P0, without a duration. Both sides count: the server that does not answer, and the pool that gives up.',
    look: [
      'The label cause says which: "no answer" comes from the exporter of that instance, "connection timeouts" from the pool.',
      'See pool utilization and connections by state on the Development dashboard.',
    ],
    act: [
      'Start the server or free its disk; end sessions that are idle in a transaction; enlarge the pool only if the server has room.',
    ],
  },
  {
    ...immediately,
    id: 'D3-A04',
    documentIds: ['D3-A04'],
    name: 'AdoMemoryExhaustion',
    for: '2m',
    condition: { kind: 'promql', expr: memoryPercent, op: '>', threshold: 95, clear: 90 },
    unit: '%',
    panel: 5,
    anchor: 'D3 l.264 (E-2)',
    summary: 'Memory of {{instance}} is nearly used up',
    meaning: 'A host of ADO has less than a twentieth of its memory left; the kernel will soon end a process.',
    why: 'The document sets more than 95 % as P0, without a duration; two minutes leave out a short peak. Its target for the peak is the same figure, the one for the average is 80 %.',
    look: ['See on that host which process grew; agents have a row of their own on the Development dashboard.'],
    act: ['Stop the largest agent execution, then restart what leaks.'],
  },
];

const warnings: Spec[] = [
  {
    ...soon,
    id: 'D3-A05',
    documentIds: ['D3-A05'],
    name: 'AdoHighResponseTime',
    for: '10m',
    condition: { kind: 'promql', expr: apiQuantile(0.95), op: '>', threshold: 5 },
    unit: 's',
    panel: 2,
    anchor: 'D3 l.267 (E-2, D-7)',
    summary: 'The API of ADO answers slowly',
    meaning: 'One request in twenty takes longer than five seconds, for ten minutes.',
    why: 'The document sets P95 above 5 seconds for 10 minutes as P1. Between its target of 2 seconds and this limit the target is missed, and nothing fires.',
    look: ['See response times by route on the Development dashboard, and database and agents beside them.'],
    act: ['If one route is slow, look for its slow statement; if all are, for CPU, pool or queue.'],
  },
  {
    ...soon,
    id: 'D3-A06',
    documentIds: ['D3-A06'],
    name: 'AdoHighCpu',
    for: '15m',
    condition: { kind: 'promql', expr: cpuPercent('5m'), op: '>', threshold: 80, clear: 75 },
    unit: '%',
    panel: 4,
    anchor: 'D3 l.268 (E-2)',
    summary: 'CPU of {{instance}} is high',
    meaning: 'A host of ADO has used more than four fifths of its CPU for a quarter of an hour.',
    why: 'The document sets more than 80 % for 15 minutes as P1.',
    look: ['Compare with requests per second and running agents: more work, or the same work done less well?'],
    act: ['Record a profile of the busiest process before restarting anything.'],
  },
  {
    ...soon,
    id: 'D3-A07',
    documentIds: ['D3-A07'],
    name: 'AdoDiskSpaceLow',
    for: '5m',
    condition: { kind: 'promql', expr: freeDiskPercent, op: '<', threshold: 10, clear: 12 },
    unit: '% free',
    panel: 8,
    anchor: 'D3 l.269 (E-2)',
    summary: '{{mountpoint}} on {{instance}} is nearly full',
    meaning: 'Less than a tenth of a file system of a host of ADO is free.',
    why: 'The document sets less than 10 % of free disk space as P1, without a duration; five minutes leave out a large temporary file.',
    look: ['See "Resource usage against the week before" on the Capacity dashboard: did it grow slowly, or at once?'],
    act: ['Remove old logs, artefacts and dumps; enlarge the volume if it grew slowly.'],
  },
  {
    ...soon,
    id: 'D3-A08',
    documentIds: ['D3-A08'],
    name: 'AdoQueueBacklog',
    for: '5m',
    condition: { kind: 'promql', expr: queueSize, op: '>', threshold: 1000, clear: 900 },
    unit: 'pending tasks',
    panel: 9,
    anchor: 'D3 l.270',
    summary: 'Tasks of ADO pile up',
    meaning: 'More than a thousand tasks wait for an agent.',
    why: 'The document sets more than 1000 pending tasks as P1, without a duration. Every replica reports the same queue, so that the largest value counts, not the sum.',
    look: ['See running agents and tasks of an hour: are agents stuck, failing, or simply too few?'],
    act: ['Run more agents at the same time, or end the stuck ones; work by priority meanwhile.'],
  },
];

export const alerts: Spec[] = [...critical, ...warnings, ...infos];
