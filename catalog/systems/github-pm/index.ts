/** What is github-pm? Everything its document (D5) says, in one value. */
import { defineSystem } from '../../system';
import { alerts } from './alerts';
import { dashboard } from './dashboard';
import { features } from './features';
import { degradation, tiers } from './figures';
import { operations } from './operations';
import { quantities } from './quantities';
import { recommendations } from './recommendations';
import { report } from './report';
import { settings } from './settings';
import { targets } from './targets';

export const githubPm = defineSystem({
  name: 'github-pm',
  title: 'github-pm',
  folder: 'Yardstick github-pm',
  document: 'D5',
  // The command is never scraped itself: its metrics carry the job of the node_exporter that reads its file (G-9).
  selector: 'job=~"github-pm(-.*)?"',
  hostSelector: 'job=~"github-pm-.*"',
  timeZone: 'UTC',
  tiers,
  degradation,
  heartbeat: 'github_pm_command_duration_seconds_count',
  core: [
    'github_pm_command_duration_seconds_count',
    'github_pm_command_last_duration_seconds',
    'github_pm_memory_usage_bytes',
    'github_pm_api_requests_total',
    'github_rate_limit_graphql_limit',
    'node_cpu_seconds_total',
  ],
  operations,
  quantities,
  targets,
  settings,
  alerts,
  recommendations,
  report,
  dashboards: [dashboard],
  features,
});
