/**
 * When does D2 want somebody to know (l.428-435, l.143-144, l.320-321)?
 *
 * The document gives levels but no durations. Pending periods are those of the
 * catalogue; a deviation has none, and is held for two minutes after it ended
 * instead, because a regression is to be detected within one minute (D2 l.423).
 */
import type { z } from 'zod';

import type { Alert } from '../../alert';
import { increaseFromBirth } from '../../increase';
import { resourceUsage, tiers } from './figures';
import { exprOf } from './quantities';
import { freeInAnHour, readOnly, responsive } from './quantities-resources';

const usage = exprOf('D2-Q36');

const deviationLook = [
  'Open the dashboard: "How far from normal" shows the ratio of every operation, the conversions panel that of every conversion.',
  'Choose the operation above the dashboard and see its p95 against the band it usually moves in; note when it left the band.',
  'Compare that time with deployments, with the rows of databases, LLM and resources, and with data size.',
];

export const alerts: Array<z.input<typeof Alert>> = [
  {
    id: 'D2-A01',
    documentIds: ['D2-A01'],
    name: 'KgasAboveBaseline',
    severity: 'info',
    group: 'fast',
    for: '0s',
    keepFiringFor: '2m',
    condition: { kind: 'deviation', measure: 'info', op: '>', threshold: tiers.info },
    unit: 'x',
    panel: 30,
    anchor: 'D2 l.432 (E-1)',
    summary: '{{operation}} is slower than normal',
    meaning: 'An operation or conversion takes more than a tenth longer than it normally does at this hour.',
    why: 'The document says "slightly above baseline" without a figure; more than 10 % was chosen. The next step, 2x, is a warning of its own, and this one goes on beside it: a rule that ended there would begin and end with each change between the two.',
    look: deviationLook,
    act: ['Nothing at once. If it stays, look for the change that began with it before it becomes a warning.'],
  },
  {
    id: 'D2-A02',
    documentIds: ['D2-A02'],
    name: 'KgasPerformance2x',
    severity: 'warning',
    group: 'fast',
    for: '0s',
    keepFiringFor: '2m',
    condition: { kind: 'deviation', measure: 'warning', op: '>=', threshold: tiers.warning },
    unit: 'x',
    panel: 30,
    anchor: 'D2 l.433 (E-1)',
    summary: '{{operation}} takes at least twice as long as normal',
    meaning:
      'An operation or conversion takes at least twice its normal time. A conversion that still runs counts with its age, so that one that hangs is seen while it hangs.',
    engineOnly: 'An operation that still runs counts with its age too, once chance makes none so old.',
    why: 'The document sets 2x baseline as a warning. The baseline is the learned p95 of this hour, or the upper end of the documented range until one is learned.',
    look: deviationLook,
    act: [
      'Find out whether one operation or many are slow: many point to a shared cause such as a database, the LLM provider, CPU or disk.',
      'Follow the recommendation of the group on the dashboard; roll back if it began with a deployment.',
    ],
  },
  {
    id: 'D2-A03',
    documentIds: ['D2-A03'],
    name: 'KgasResourceHigh',
    severity: 'warning',
    group: 'normal',
    for: '5m',
    condition: {
      kind: 'promql',
      expr: usage,
      op: '>',
      threshold: resourceUsage.warning,
      clear: resourceUsage.warning - 5,
    },
    unit: '%',
    panel: 4,
    anchor: 'D2 l.433 (E-2)',
    summary: `{{resource}} of KGAS on {{instance}} is above ${resourceUsage.warning} %`,
    meaning:
      'CPU, memory, disk space, file handles or a database connection pool of KGAS is used to more than four fifths.',
    why: 'The document sets this level as a warning, without a duration; five minutes leave out short peaks.',
    look: [
      'Open "Resource usage" on the dashboard; the label resource says which one, instance or db_system where.',
      'See which process or conversion grew with it in the rows of resources and conversions.',
    ],
    act: [
      'Spread or postpone large conversions.',
      'Free disk space, raise the limit of open files, or enlarge the pool, whichever resource it is.',
    ],
  },
  {
    id: 'D2-A04',
    documentIds: ['D2-A04'],
    name: 'KgasPerformance5x',
    severity: 'critical',
    group: 'fast',
    for: '0s',
    keepFiringFor: '2m',
    condition: { kind: 'deviation', measure: 'critical', op: '>=', threshold: tiers.critical },
    unit: 'x',
    panel: 30,
    anchor: 'D2 l.434 (E-1)',
    summary: '{{operation}} takes at least five times as long as normal',
    meaning:
      'An operation or conversion takes at least five times its normal time. A conversion that still runs counts with its age, so that one that hangs is seen while it hangs.',
    engineOnly: 'An operation that still runs counts with its age too, once chance makes none so old.',
    why: 'The document sets 5x baseline as critical. The baseline is the learned p95 of this hour, or the upper end of the documented range until one is learned.',
    look: deviationLook,
    act: [
      'If it is one running conversion, look for what it waits for: a lock, a query without an index, an LLM call without time-out.',
      'Stop or restart it if it waits for nothing that will come; roll back if it began with a deployment.',
    ],
  },
  {
    id: 'D2-A05',
    documentIds: ['D2-A05'],
    name: 'KgasResourceCritical',
    severity: 'critical',
    group: 'normal',
    for: '2m',
    condition: {
      kind: 'promql',
      expr: usage,
      op: '>',
      threshold: resourceUsage.critical,
      clear: resourceUsage.critical - 5,
    },
    unit: '%',
    panel: 4,
    anchor: 'D2 l.434 (E-2)',
    summary: `{{resource}} of KGAS on {{instance}} is above ${resourceUsage.critical} %`,
    meaning: 'CPU, memory, disk space, file handles or a database connection pool of KGAS is nearly used up.',
    why: 'The document sets this level as critical, without a duration; two minutes leave out short peaks.',
    look: ['Open "Resource usage" on the dashboard; the label resource says which one, instance or db_system where.'],
    act: [
      'Free the resource now: stop the largest conversion, delete or move data, restart what leaks handles or connections.',
      'Then find out what took it, and raise the limit or the size.',
    ],
  },
  {
    id: 'D2-A06',
    documentIds: ['D2-A06'],
    name: 'KgasUnresponsive',
    severity: 'emergency',
    group: 'fast',
    for: '1m',
    condition: { kind: 'promql', expr: responsive, op: '<', threshold: 1 },
    unit: 'targets up',
    panel: 10,
    anchor: 'D2 l.435 (E-3)',
    summary: 'KGAS does not answer',
    meaning:
      'No instance of the application has answered a scrape for a minute. One replica of several that is down does not fire; a system that this Prometheus never saw does not either. Instances of the application are those that have shown kgas_operation_duration_seconds_count within seven days: so long it fires, and a day where their targets are gone.',
    why: 'The document sets "system unresponsive" as an emergency. Exporters of the same job prefix do not count as the application. It is seen by the series up of jobs named kgas or kgas-<something>: of metrics that are pushed, or scraped under another name, there is none, and this stays silent, as does the rule on missing metrics; have a probe ask from outside then.',
    look: [
      'Open the targets page of Prometheus and read the error of the jobs of KGAS.',
      'See on the dashboard what happened in the minutes before: memory, file handles, disk.',
    ],
    act: [
      'Restart the application if its process is gone, and keep its log.',
      'If the process runs, see whether its metrics port can be reached from Prometheus.',
    ],
  },
  {
    id: 'D2-A07a',
    documentIds: ['D2-A07'],
    name: 'KgasDataLossRiskReadonly',
    severity: 'emergency',
    group: 'fast',
    for: '1m',
    condition: { kind: 'promql', expr: readOnly, op: '>', threshold: 0 },
    unit: 'read-only',
    panel: 11,
    anchor: 'D2 l.435 (E-2)',
    summary: '{{mountpoint}} on {{instance}} is read-only: data of KGAS cannot be written',
    meaning: 'A file system of a KGAS host has become read-only, most often because the kernel found errors on it.',
    why: 'The document sets "data loss risk" as an emergency without saying what it is; a read-only file system is one half of it.',
    look: ['Read the kernel log of the host for errors of the device that is mounted there.'],
    act: [
      'Stop writers, save what is only in memory, and move the data to a healthy disk.',
      'A file system that is read-only on purpose belongs out of this rule: exclude its mount point.',
    ],
  },
  {
    id: 'D2-A07b',
    documentIds: ['D2-A07'],
    name: 'KgasDataLossRiskDiskFull',
    severity: 'emergency',
    group: 'fast',
    for: '10m',
    condition: { kind: 'promql', expr: freeInAnHour, op: '<', threshold: 0 },
    unit: 'bytes free in an hour',
    panel: 12,
    anchor: 'D2 l.435 (E-2)',
    summary: '{{mountpoint}} on {{instance}} will be full within an hour',
    meaning:
      'At the pace of the last hour a file system of a KGAS host is full within the next hour. One that is full already counts as lacking a byte.',
    why: 'The document sets "data loss risk" as an emergency without saying what it is; a disk that fills is the other half of it. Ten minutes leave out a single large file.',
    look: ['Open the rows of resources and conversions: which conversion writes, and how much is left?'],
    act: ['Delete temporary data, stop the writer, or enlarge the disk.'],
  },
  {
    id: 'D2-A08',
    documentIds: ['D2-A08'],
    name: 'KgasSlowOperation',
    severity: 'info',
    group: 'fast',
    for: '0s',
    keepFiringFor: '2m',
    condition: { kind: 'deviation', measure: 'slow', op: '>', threshold: 1 },
    unit: 'x baseline.threshold',
    panel: 5,
    anchor: 'D2 l.143-144 (E-9)',
    summary: 'Two of the last three runs of {{operation}} were slower than its threshold',
    meaning:
      'Two of the last three single runs of an operation took longer than 1.1 times its p99. It fires until the next run, at most 30 minutes or as long as the run itself took.',
    why: 'The document alerts on a duration above baseline.threshold, which it does not define. One normal run in twenty is above the p95, therefore the p99, a margin, and two of three runs. Single ones are in the list of slow operations.',
    look: [
      'Open "Slow operations" on the dashboard.',
      'Look up the arguments of those runs in the log of the application.',
    ],
    act: ['Compare the size of their input with earlier runs; a larger input is no regression.'],
  },
  {
    id: 'D2-A09',
    documentIds: ['D2-A09'],
    name: 'KgasSlowQuery',
    severity: 'info',
    group: 'fast',
    for: '0s',
    condition: {
      kind: 'promql',
      expr: `sum by (db_system) (${increaseFromBirth('kgas_db_slow_queries_total{$app}', '5m', 'app')})`,
      op: '>',
      threshold: 0,
    },
    unit: 'slow queries in 5 min',
    panel: 65,
    anchor: 'D2 l.320-321 (D-10)',
    summary: 'Slow queries in {{db_system}}',
    meaning: 'The application logged at least one query above its slow_query_threshold in the last five minutes.',
    why: 'The document calls log_slow_query above slow_query_threshold, which it does not define; 0.5 s, its target for complex queries, is the default. Where the counter does not begin at 0, the first slow query creates it: one that is new counts with its value, but not after a gap in scraping.',
    look: [
      'Find query text and parameters in the log of the application; they are never labels.',
      'For Neo4j see PROFILE of the query, for SQLite EXPLAIN QUERY PLAN.',
    ],
    act: ['Add the missing index, bound the traversal, or split the query.'],
  },
];
