/** Which absolute limits does D1 set (l.34, l.100, l.248-255, l.265, l.272)? Memory is binary (D-24). */
import type { z } from 'zod';

import type { Target } from '../../model';
import { ingesting, recordsPerSecond } from './quantities-ingestion';
import { fullSiteBuild } from './quantities-builds';
import { modelTime } from './quantities-dbt';
import { queryQuantile } from './quantities-duckdb';
import { applicationMemory } from './quantities-processes';
import { apiP95, securityP95 } from './quantities-security';

const GB = 1024 ** 3;

export const targets: Array<z.input<typeof Target>> = [
  {
    id: 'D1-T01',
    title: 'Event loop delay',
    quantity: 'D1-Q06',
    // The document warns of every single measurement.
    expr: 'max by (instance) (max_over_time(nodejs_eventloop_lag_p99_seconds{$app}[5m]))',
    op: '<',
    limit: 0.05,
    unit: 's',
    anchor: 'D1 l.34 (C-21)',
  },
  {
    id: 'D1-T02',
    title: 'Security operations',
    quantity: 'D1-Q37',
    expr: securityP95,
    bound: 'dpas_security_operation_duration_seconds',
    op: '<',
    // PERFORMANCE_THRESHOLD has no value in the document.
    limit: 1,
    unit: 's',
    anchor: 'D1 l.100 (D-20)',
  },
  {
    id: 'D1-T03',
    title: 'API response time',
    quantity: 'D1-Q48',
    expr: apiP95,
    bound: 'http_server_request_duration_seconds',
    op: '<',
    limit: 0.2,
    unit: 's',
    anchor: 'D1 l.250',
  },
  {
    id: 'D1-T04+T09',
    title: 'Ingestion throughput',
    quantity: 'D1-Q11',
    expr: recordsPerSecond,
    load: ingesting,
    op: '>',
    limit: 10000,
    unit: 'suffix:records/s',
    anchor: 'D1 l.251, l.265 (D-17)',
  },
  {
    id: 'D1-T05+T10',
    title: 'Analytical queries',
    quantity: 'D1-Q17',
    expr: queryQuantile(0.95, '5m'),
    bound: 'duckdb_query_duration_seconds',
    op: '<',
    limit: 1,
    unit: 's',
    anchor: 'D1 l.252, l.272 (C-20)',
  },
  {
    id: 'D1-T06',
    title: 'dbt model, last run',
    quantity: 'D1-Q24',
    expr: modelTime,
    op: '<',
    limit: 30,
    unit: 's',
    anchor: 'D1 l.253',
  },
  {
    id: 'D1-T07',
    title: 'Evidence build of the full site, last run',
    quantity: 'D1-Q49',
    expr: fullSiteBuild,
    op: '<',
    limit: 120,
    unit: 's',
    anchor: 'D1 l.254',
  },
  {
    id: 'D1-T08',
    title: 'Memory of the application',
    quantity: 'D1-Q50',
    expr: applicationMemory,
    op: '<',
    limit: 2 * GB,
    unit: 'bytes',
    anchor: 'D1 l.255 (D-24)',
  },
];
