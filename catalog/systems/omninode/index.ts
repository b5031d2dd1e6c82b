/** What is OmniNode Bridge? Everything its document (D4) says, in one value. */
import { defineSystem } from '../../system';
import { tiers } from '../kgas/figures';
import { alerts } from './alerts';
import { dashboard } from './dashboard';
import { features } from './features';
import { breakerTuning } from './figures';
import { operations } from './operations';
import { quantities } from './quantities';
import { recommendations } from './recommendations';
import { report } from './report';
import { settings } from './settings';
import { targets } from './targets';

export const omninode = defineSystem({
  name: 'omninode',
  title: 'OmniNode Bridge',
  folder: 'Yardstick OmniNode',
  document: 'D4',
  selector: 'job=~"omninode(-.*)?"',
  hostSelector: 'job=~"omninode-.*"',
  timeZone: 'UTC',
  // D4 wants baselines (l.461) without factors: those of D2.
  tiers,
  heartbeat: 'omninode_requests_total',
  core: [
    'omninode_requests_total',
    'omninode_request_duration_seconds_count',
    'omninode_active_connections',
    'omninode_system_health_status',
    'pg_stat_statements_calls_total',
    'node_cpu_seconds_total',
  ],
  operations,
  quantities,
  targets,
  settings,
  alerts,
  recommendations,
  report,
  breakers: {
    tuning: breakerTuning,
    // The document walks over ServiceCriticality (l.183, l.426) without naming its values.
    components: ['critical', 'high', 'medium', 'low'],
    anchor: 'D4 l.171-193, l.430-441',
  },
  dashboards: [dashboard],
  features,
  // A request's own id: it finds requests, and is never a label (G-11).
  trace: { attribute: 'request_id', anchor: 'D4 l.205-246' },
});
