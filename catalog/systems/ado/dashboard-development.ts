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
      name: 'method',
      label: 'Method',
      of: 'http_request_method',
      busiest: `sum by (http_request_method) (rate(${http}_count{$app}[5m]))`,
      description: 'The method of the route that is drawn against its normal band.',
    },
    {
      name: 'route',
      label: 'Route',
      of: 'http_route',
      busiest: `sum by (http_route) (rate(${http}_count{$app,http_request_method="$method"}[5m]))`,
      description: 'The route that is drawn against its normal band.',
    },
  ],
  rows: [applicationRow, databaseRow, qualityRow, deploymentRow, agentsRow, baselinesRow],
};
