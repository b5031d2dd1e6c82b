/** What is KGAS? Everything its document (D2) says, in one value. */
import { defineSystem } from '../../system';
import { alerts } from './alerts';
import { dashboard } from './dashboard';
import { features } from './features';
import { tiers } from './figures';
import { operations } from './operations';
import { practices } from './practices';
import { quantities } from './quantities';
import { heartbeat } from './quantities-resources';
import { recommendations } from './recommendations';
import { report } from './report';
import { settings } from './settings';
import { targets } from './targets';

export const kgas = defineSystem({
  name: 'kgas',
  title: 'KGAS',
  folder: 'Yardstick KGAS',
  document: 'D2',
  selector: 'job=~"kgas(-.*)?"',
  hostSelector: 'job=~"kgas-.*"',
  timeZone: 'UTC',
  tiers,
  heartbeat,
  core: [
    'kgas_operation_duration_seconds_count',
    // The last run is not known after a start, and conversions are rare; this one is there from the start on.
    'kgas_conversion_in_progress_start_timestamp_seconds',
    'kgas_tool_execution_duration_seconds_count',
    'kgas_db_query_duration_seconds_count',
    'gen_ai_client_operation_duration_seconds_count',
    'node_cpu_seconds_total',
  ],
  downAlert: 'D2-A06',
  operations,
  quantities,
  targets,
  settings,
  alerts,
  recommendations,
  report,
  dashboards: [dashboard],
  practices,
  features,
  // The document's own span attribute; its values are those of the label.
  trace: { attribute: 'kgas.operation', label: 'operation_type', anchor: 'D2 l.260-268' },
});
