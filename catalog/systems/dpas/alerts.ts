/**
 * When does D1 want somebody to know (l.34-35, l.100-105, l.195-200)?
 *
 * The document gives limits, but no severities and only one duration; both are
 * those of the catalogue (D-3, D-18, D-19).
 */
import type { z } from 'zod';

import type { Alert } from '../../alert';
import { limitsOf } from '../../model';
import { slowQuerySeconds, spike } from './figures';
import { failureRate } from './quantities-dagster';
import { slowQueries } from './quantities-duckdb';
import { eventLoopLag, hostCpuPercent, memoryPercent } from './quantities-processes';
import { authSpike, securityP95 } from './quantities-security';
import { targets } from './targets';

type Spec = z.input<typeof Alert>;

const limit = limitsOf(targets);

const resources: Spec[] = [
  {
    id: 'D1-A01',
    documentIds: ['D1-A01'],
    name: 'DpasCpuHigh',
    severity: 'warning',
    group: 'normal',
    for: '5m',
    condition: { kind: 'promql', expr: hostCpuPercent, op: '>', threshold: 80, clear: 75 },
    unit: '%',
    panel: 14,
    anchor: 'D1 l.196 (E-2)',
    summary: '{{instance}} of DPAS uses more than 80 % of its CPU',
    meaning: 'All cores of a host of DPAS together have been busy to more than four fifths for five minutes.',
    why: 'The document sets 80 % for five minutes without saying of what. Of the host is meant here: one busy core of several is no shortage.',
    look: [
      'Open "CPU usage" on the dashboard: is it Node.js or the Python subprocesses?',
      'See which pipeline, ingestion run, build or query began with it.',
    ],
    act: [
      'Move dbt runs and ingestion apart in time, or lower the number of Dagster slots.',
      'If it is always like this at that hour, the host is too small.',
    ],
  },
  {
    id: 'D1-A02',
    documentIds: ['D1-A02'],
    name: 'DpasMemoryHigh',
    severity: 'warning',
    group: 'normal',
    for: '10m',
    condition: { kind: 'promql', expr: memoryPercent, op: '>', threshold: 85, clear: 80 },
    unit: '%',
    panel: 15,
    anchor: 'D1 l.197 (E-2)',
    summary: '{{instance}} of DPAS uses more than 85 % of its memory',
    meaning:
      'A host of DPAS has little memory left that programs could get; DuckDB begins to spill, and the kernel may end a process.',
    why: 'The document says "sustained" without a duration; ten minutes were chosen. Memory that the kernel would give back counts as free.',
    look: [
      'Open "Memory by component" and "Memory of DuckDB" on the dashboard: which of them grew?',
      'See whether DuckDB spills to disk already.',
    ],
    act: [
      "Lower DuckDB's memory_limit or the number of queries at a time; let no two large ingestion runs overlap.",
      'If one process grows without end, restart it and look for the leak.',
    ],
  },
];

const pipeline: Spec[] = [
  {
    id: 'D1-A03',
    documentIds: ['D1-A03'],
    name: 'DpasQuerySlow',
    severity: 'warning',
    group: 'fast',
    for: '0s',
    condition: { kind: 'promql', expr: slowQueries, op: '>', threshold: 0 },
    unit: `queries above ${slowQuerySeconds} s`,
    panel: 16,
    anchor: 'D1 l.198 (E-8)',
    summary: `A {{query_type}} query of DPAS took longer than ${slowQuerySeconds} s`,
    meaning: `At least one DuckDB query took longer than ${slowQuerySeconds} seconds within five minutes, or has been running for longer.`,
    why: `The document sets "query time > ${slowQuerySeconds} seconds". A quantile would hide a single query; one that hangs would never be counted as long as only ended ones are. Of an instance whose histogram has no bound at ${slowQuerySeconds} nothing is known of ended ones.`,
    look: [
      'Find text and id of the query in the log of the application; they are never labels.',
      'See in the row of DuckDB whether it spilled, how much memory it took, and how many ran beside it.',
    ],
    act: [
      'End it if nobody waits for it, and read its plan with EXPLAIN ANALYZE.',
      'Filter or aggregate before joining, or let dbt keep the result as a table.',
    ],
  },
  {
    id: 'D1-A04',
    documentIds: ['D1-A04'],
    name: 'DpasPipelineFailureRate',
    severity: 'critical',
    group: 'normal',
    for: '0s',
    // A rate over an hour moves with every run that enters or leaves the hour.
    keepFiringFor: '5m',
    condition: { kind: 'promql', expr: failureRate, op: '>', threshold: 10 },
    unit: '%',
    panel: 17,
    anchor: 'D1 l.199 (E-4)',
    summary: 'More than a tenth of the pipeline runs of DPAS fail',
    meaning:
      'More than one in ten Dagster runs ended with a failure: within the last hour if at least five ended, otherwise within the last day.',
    why: 'The document sets 10 % without a window. Below five runs an hour says nothing, and a pipeline that runs once a night needs the day. A job that fails for the first time has no counter of failures before: one that is new counts with its value where the exporter answered without it before, but not after a gap in scraping.',
    look: [
      'Open "Pipeline execution status" on the dashboard: which job failed last?',
      'Read the log of its last run in Dagster, and "Error rate by connector" for what it ingests.',
    ],
    act: [
      'Repair the source or the credentials if one connector fails, roll back if one job fails since a deployment.',
      'Run the failed job again from the failed step.',
    ],
  },
];

const security: Spec[] = [
  {
    id: 'D1-A05',
    documentIds: ['D1-A05'],
    name: 'DpasAuthFailureSpike',
    severity: 'critical',
    group: 'fast',
    for: '0s',
    condition: { kind: 'promql', expr: authSpike, op: '>', threshold: spike.factor },
    unit: 'x the hour before',
    panel: 18,
    anchor: 'D1 l.200 (D-19)',
    summary: 'Failed authentications of DPAS are more than three times as many as in the hour before',
    meaning:
      'Within five minutes far more log-ins were refused than in the hour before, and more than a handful: somebody tries passwords, or a client has wrong ones.',
    why: `The document says "spike" without a figure. Chosen were ${spike.factor} times the hour before and more than ${spike.leastFailures} failures in five minutes, so that a quiet night does not fire on one typing error.`,
    look: [
      'Open "Failed auth attempts" and "Authentication request rates" on the dashboard: did requests grow too?',
      'Find addresses and accounts in the audit log; they are never labels.',
    ],
    act: [
      'Many accounts from one address: block the address. One account from many addresses: lock the account.',
      'A service with an expired secret: renew it.',
    ],
  },
  {
    id: 'D1-A06',
    documentIds: ['D1-A06'],
    name: 'DpasEventLoopLag',
    severity: 'warning',
    group: 'normal',
    for: '2m',
    condition: { kind: 'promql', expr: eventLoopLag, op: '>', threshold: limit('D1-T01') },
    unit: 's',
    panel: 3,
    anchor: 'D1 l.34-35 (E-2)',
    summary: 'The event loop of {{instance}} is blocked for more than 50 ms',
    meaning:
      'One in a hundred turns of the event loop waits longer than 50 ms: every request of that process waits as long.',
    why: 'The document warns on every single delay above 50 ms. The p99 since the last scrape says the same of all of them; two minutes leave out a start or a garbage collection.',
    look: [
      'Compare with the CPU of Node.js: a busy process computes, an idle one waits for a synchronous call.',
      'Take a CPU profile of the process (node --cpu-prof, or the inspector).',
    ],
    act: [
      'Move the computation into a worker or a Python subprocess; parse large results in pieces.',
      'Replace synchronous calls of files and of crypto by their asynchronous forms.',
    ],
  },
  {
    id: 'D1-A07',
    documentIds: ['D1-A07'],
    name: 'DpasSecurityOperationSlow',
    severity: 'warning',
    group: 'normal',
    for: '5m',
    condition: { kind: 'promql', expr: securityP95, op: '>', threshold: limit('D1-T02') },
    unit: 's',
    panel: 90,
    anchor: 'D1 l.100-105 (D-20)',
    summary: 'The security operation {{operation}} of DPAS is slow',
    meaning: 'Five in a hundred executions of a security operation took longer than its threshold for five minutes.',
    why: 'The document warns above PERFORMANCE_THRESHOLD, to which it gives no value; one second was chosen.',
    look: [
      'Compare its CPU time with its duration: where they part, it waits for something (key service, disk, network).',
      'See the event loop and the audit log volume of the same time.',
    ],
    act: [
      'Keep keys and policies for a short time instead of fetching them for each operation.',
      'Write the audit log from a queue, so that no request waits for the disk.',
    ],
  },
];

export const alerts: Spec[] = [...resources, ...pipeline, ...security];
