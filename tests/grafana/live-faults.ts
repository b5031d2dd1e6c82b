// Which fault makes which rules of the fast groups fire, and with what labels?
// One line per fault. The faults of an act are switched together, because none
// of them disturbs another; a system that is down has an act of its own.
import type { Labels } from '../shipped-rules';

export interface LiveFault {
  system: string;
  /** The switch (`npm run demo -- faults` lists them), and what it is set to. */
  fault: string;
  mode: `x${number}` | 'hang' | 'on';
  /** Labels of its alerts besides those of the rule and the system, empty ones left out. */
  labels: Labels;
  /** Ids of the rules of the fast group that fire with these labels: all of these, and no other. */
  rules: string[];
  /** Seconds until the condition is true, pending period not included; a minute where nothing is said. */
  within?: number;
}

const operation = (set: string, name: string, labels: Labels): Labels => ({ set, operation: name, ...labels });
const data = { instance: 'kgas-node-1', mountpoint: '/data' };

const together: LiveFault[] = [
  { system: 'kgas', fault: 'readonly-disk', mode: 'on', labels: data, rules: ['D2-A07a'] },
  { system: 'kgas', fault: 'slow-queries', mode: 'on', labels: { db_system: 'neo4j' }, rules: ['D2-A09'] },
  // Two of three requests exceed 1.1 x the normal p99 (D2-A08) from 4.4 times as slow on, where the log-sd is 0.5.
  {
    system: 'kgas',
    fault: 'neo4j-simple-query',
    mode: 'x1.6',
    labels: operation('db-query', 'neo4j simple query', { db_system: 'neo4j', query_class: 'simple' }),
    rules: ['D2-A01'],
  },
  {
    system: 'kgas',
    fault: 'text-chunker-simple',
    mode: 'x3',
    labels: operation('tool', 'text_chunker simple', { tool: 'text_chunker', complexity: 'simple' }),
    rules: ['D2-A01', 'D2-A02'],
  },
  {
    system: 'kgas',
    fault: 'vector-search',
    mode: 'x20',
    labels: operation('operation', 'vector_search', { operation_type: 'vector_search' }),
    rules: ['D2-A01', 'D2-A02', 'D2-A04', 'D2-A08'],
    // Two thirds of the requests of a full window.
    within: 120,
  },
  { system: 'omninode', fault: 'pool', mode: 'on', labels: { instance: 'omninode-1' }, rules: ['D4-A01+A06'] },
  { system: 'omninode', fault: 'breaker-critical', mode: 'on', labels: { component: 'critical' }, rules: ['D4-A07'] },
  // An export has to run for half a minute first.
  {
    system: 'dpas',
    fault: 'slow-queries',
    mode: 'on',
    labels: { query_type: 'export' },
    rules: ['D1-A03'],
    within: 240,
  },
  { system: 'dpas', fault: 'auth-failures', mode: 'on', labels: {}, rules: ['D1-A05'], within: 300 },
  { system: 'ado', fault: 'probe-slow', mode: 'on', labels: {}, rules: ['D3-A01b'], within: 120 },
  // The share of five minutes passes its limit after two of them.
  { system: 'ado', fault: 'errors', mode: 'on', labels: {}, rules: ['D3-A02'], within: 240 },
  {
    system: 'ado',
    fault: 'database-down',
    mode: 'on',
    labels: { instance: 'ado-postgres-1', cause: 'no answer' },
    rules: ['D3-A03'],
  },
  { system: 'ado', fault: 'memory', mode: 'on', labels: { instance: 'ado-node-1' }, rules: ['D3-A04'] },
  {
    system: 'ado',
    fault: 'get-api-backlog-status',
    mode: 'x5',
    labels: operation('api', 'GET /api/backlog/status', {
      http_request_method: 'GET',
      http_route: '/api/backlog/status',
    }),
    rules: ['D3-A09+A12'],
  },
  // Three batches in a row, one in forty seconds.
  {
    system: 'github-pm',
    fault: 'slow-batch',
    mode: 'on',
    labels: operation('command', 'batch', { command: 'batch' }),
    rules: ['D5-A01'],
    within: 420,
  },
  {
    system: 'github-pm',
    fault: 'batch',
    mode: 'x4',
    labels: { command: 'batch' },
    rules: ['D5-A04+A05'],
    within: 420,
  },
];

const unreachable: LiveFault[] = [
  { system: 'kgas', fault: 'down', mode: 'on', labels: {}, rules: ['D2-A06'] },
  { system: 'ado', fault: 'down', mode: 'on', labels: {}, rules: ['D3-A01a'] },
];

export const acts: Record<string, LiveFault[]> = {
  'what does not answer': unreachable,
  'all other faults': together,
};

/**
 * An hour's trend says "full" after six minutes, and ten more have to pass: it is switched on before everything else,
 * and looked for after it. It remembers the fault for most of its hour, so that nobody waits for the end.
 */
export const trend: LiveFault = {
  system: 'kgas',
  fault: 'disk-filling',
  mode: 'on',
  labels: data,
  rules: ['D2-A07b'],
  within: 480,
};
