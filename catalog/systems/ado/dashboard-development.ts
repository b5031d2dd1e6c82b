/** What does the Development dashboard show (D3 l.348-352)? The document's four groups, then what its agents lean on. */
import type { z } from 'zod';

import type { Dashboard } from '../../panel';
import { applicationRow } from './dashboard-application';
import { baselinesRow } from './dashboard-baselines';
import { databaseRow } from './dashboard-database';
import { agentsRow } from './dashboard-agents';
import { deploymentRow, qualityRow } from './dashboard-quality';
import { http } from './quantities-api';

export const developmentDashboard: z.input<typeof Dashboard> = {
  name: 'development',
  title: 'ADO development',
  description:
    'Development dashboard of the Agentic Development Orchestrator (D3): application, database, regressions against normal, releases.',
  tags: ['yardstick', 'ado'],
  from: 'now-6h',
  refresh: '1m',
  variables: [
    {
      name: 'endpoint',
      label: 'Endpoint',
      of: 'endpoint',
      busiest: `label_join(sum by (http_request_method, http_route) (rate(${http}_count{$app}[5m])), "endpoint", " ", "http_request_method", "http_route")`,
      description: 'The method and route that are drawn against their normal band.',
    },
  ],
  rows: [applicationRow, databaseRow, qualityRow, deploymentRow, agentsRow, baselinesRow],
};
