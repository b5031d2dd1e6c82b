/**
 * What does the dashboard of DPAS show?
 *
 * First the four groups of the document (D1 l.176-200) in its order, so that
 * they are the first screen, then one row per part of the application.
 */
import type { z } from 'zod';

import type { Dashboard } from '../../panel';
import { alertsRow } from './dashboard-alerts';
import { baselinesRow } from './dashboard-baselines';
import { buildsRow } from './dashboard-builds';
import { dagsterRow } from './dashboard-dagster';
import { dbtRow } from './dashboard-dbt';
import { documentRows } from './dashboard-document';
import { duckdbRow } from './dashboard-duckdb';
import { ingestionRow } from './dashboard-ingestion';
import { processesRow } from './dashboard-processes';
import { requestsRow } from './dashboard-requests';
import { slowestRow } from './dashboard-slowest';
import { targetsRow } from './dashboard-targets';

export const dashboard: z.input<typeof Dashboard> = {
  title: 'DPAS performance',
  description:
    'Performance monitoring of the Data Practitioner Agent System (D1): processes, data pipeline, security and alerts against normal and against the documented targets.',
  tags: ['yardstick', 'dpas', 'performance'],
  variables: [
    {
      name: 'query_type',
      label: 'Query type',
      of: 'query_type',
      busiest: 'sum by (query_type) (rate(duckdb_query_duration_seconds_count{$app}[5m]))',
      description: 'The kind of DuckDB query that is drawn against its normal band.',
    },
  ],
  rows: [
    ...documentRows,
    alertsRow,
    ingestionRow,
    duckdbRow,
    dbtRow,
    dagsterRow,
    buildsRow,
    requestsRow,
    processesRow,
    targetsRow,
    slowestRow,
    baselinesRow,
  ],
};
