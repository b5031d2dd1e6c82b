/** What can go wrong with the demo's ADO, besides any operation being slow or hanging? */
import type { NamedFault } from '../../scenario/faults';

const fault = (name: string, title: string, rules: string[], more: Partial<NamedFault> = {}): NamedFault => ({
  system: 'ado',
  name,
  title,
  rules,
  ...more,
});

const HOUR = 3600;

export const adoFaults: NamedFault[] = [
  fault('errors', 'one request in eight fails', ['D3-A02'], {
    effect: (s) => (s.kind === 'ado-api' ? { errors: 0.12 } : undefined),
  }),
  fault('slow-response', 'the backlog answers after about seven seconds', ['D3-A05', 'D3-A09+A12'], {
    effect: (s) => (s.slug === 'get-api-backlog-status' ? { factor: 150 } : undefined),
  }),
  fault('probe-slow', 'the API answers after 34 seconds from outside', ['D3-A01b']),
  fault('probe-fails', 'the API cannot be reached from outside', ['D3-A01b']),
  fault('database-down', 'PostgreSQL does not answer its exporter', ['D3-A03']),
  fault('connection-timeouts', 'the pool gives up waiting for connections', ['D3-A03']),
  fault('memory', 'host memory at 98 %', ['D3-A04']),
  fault('cpu', 'host CPU at 98 %', ['D3-A06']),
  fault('disk', 'two percent of the disk are free', ['D3-A07']),
  fault('backlog', '1400 tasks wait', ['D3-A08']),
  fault('load', 'six times as many requests', ['D3-A11'], {
    effect: (s) => (s.kind === 'ado-api' ? { load: 6 } : undefined),
  }),
  fault('slow-benchmarks', 'benchmarks take half as long again', ['D3-A09+A12'], { lasts: 1.5 * HOUR }),
  // A day's mean has to rise by ten points, and has to fall again before anything else happens.
  fault('growth', 'every resource is used twenty points more', ['D3-A10'], { lasts: 20 * HOUR, settles: 13 * HOUR }),
  fault('timeouts', 'three operations in a hundred time out', []),
  fault('retries', 'three retries in ten fail', []),
  fault('agent-failures', 'one task in five fails', [], {
    effect: (s) => (s.kind === 'ado-agent' ? { errors: 0.2 } : undefined),
  }),
  fault('stuck-agents', 'coders run into their time-out', []),
  fault('agent-memory', 'a coder is close to its memory limit', []),
  fault('unlimited-agent', 'a tester has no memory limit', []),
  fault('pool', 'the connection pool at 92 %', []),
  fault('locks', 'nine sessions wait for locks', []),
  fault('deadlocks', 'four transactions in ten thousand end in a deadlock', []),
  fault('slow-statements', 'two statements take more than a second', []),
  fault('missing-index', 'tasks are mostly read without an index', []),
  fault('cache', 'the caches find a third', []),
  fault('llm-cache', 'one LLM answer in ten is in the cache', []),
  fault('llm-retries', 'one LLM call in eight is tried again', []),
  fault('host-exporter', "the exporter of ADO's host does not answer", ['D3-metrics-missing']),
  fault('down', 'ADO and its exporters do not answer', ['D3-A01a']),
];
