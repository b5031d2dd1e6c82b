/** What is ADO? Everything its document (D3) says, in one value. */
import { defineSystem } from '../../system';
import { alerts } from './alerts';
import { capacityDashboard } from './dashboard-capacity';
import { developmentDashboard } from './dashboard-development';
import { executiveDashboard } from './dashboard-executive';
import { operationsDashboard } from './dashboard-operations';
import { features } from './features';
import { tiers } from './figures';
import { operations } from './operations';
import { playbook } from './playbook';
import { practices } from './practices';
import { quantities } from './quantities';
import { heartbeat } from './quantities-api';
import { recommendations } from './recommendations';
import { report } from './report';
import { settings } from './settings';
import { targets } from './targets';

export const ado = defineSystem({
  name: 'ado',
  title: 'ADO',
  folder: 'Yardstick ADO',
  document: 'D3',
  selector: 'job=~"ado(-.*)?"',
  hostSelector: 'job=~"ado-.*"',
  timeZone: 'UTC',
  tiers,
  // Without labels, so that it is there from the start; nothing else emits it.
  heartbeat,
  // D3-Q45: OpenTelemetry's exporter tells the version.
  deployments: { build: 'target_info', version: 'service_version' },
  core: [
    'ado_queue_size',
    'ado_tasks_total',
    'ado_agent_duration_seconds_count',
    'http_server_request_duration_seconds_count',
    'probe_success',
    'pg_up',
    'node_cpu_seconds_total',
  ],
  downAlert: 'D3-A01a',
  operations,
  quantities,
  targets,
  settings,
  alerts,
  recommendations,
  report,
  practices,
  features,
  playbook,
  // Operations is where alerts point to; the document begins with the Executive one.
  dashboards: [operationsDashboard, executiveDashboard, developmentDashboard, capacityDashboard],
});
