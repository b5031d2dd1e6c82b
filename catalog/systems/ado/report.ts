/** What does D3's weekly review look at (l.389-390)? Its dashboards, panel by panel, over seven days. */
import type { z } from 'zod';

import { timeFiring } from '../../firing';
import { cpuPercent } from '../../host';
import { increaseFromBirth } from '../../increase';
import { limitsOf, type ReportItem } from '../../model';
import { http, requestRate } from './quantities-api';
import { diskPercent, memoryPercent, networkPercent } from './quantities-resources';
import { exprOf } from './quantities';
import { targets } from './targets';

type Item = z.input<typeof ReportItem>;

const WEEK = '7d';
const overAWeek = (expr: string) => `avg_over_time((${expr})[7d:1h])`;
const p95 = (by: string[], metric: string) =>
  `histogram_quantile(0.95, sum by (${[...by, 'le'].join(', ')}) (rate(${metric}_bucket{$app}[${WEEK}])))`;

const item = (section: string, title: string, expr: string, unit: string, kind: Item['kind'] = 'value'): Item => ({
  id: 'D3-R01',
  period: 'weekly',
  section,
  title,
  expr,
  unit,
  kind,
  anchor: 'D3 l.389',
});

const own = (
  section: string,
  title: string,
  engine: NonNullable<Item['engine']>,
  unit: Item['unit'],
  [id, anchor]: [string, string] = ['D3-R01', 'D3 l.389']
): Item => ({ id, period: 'weekly', section, title, engine, unit, kind: 'list', anchor });

const executive = [
  item('SLA compliance (D3-P01)', 'Uptime', `avg(avg_over_time(probe_success{$host}[${WEEK}]))`, 'percentunit'),
  item(
    'SLA compliance (D3-P01)',
    'Answers within the target of the P95',
    `histogram_fraction(0, ${limitsOf(targets)('D3-T02')}, sum by (le) (rate(${http}_bucket{$app}[${WEEK}])))`,
    'percentunit'
  ),
  own('SLA compliance (D3-P01)', 'Documented targets at the end of the week', 'targets', 'short'),
  item(
    'Business metrics (D3-P02)',
    'Tasks',
    `sum by (status) (${increaseFromBirth('ado_tasks_total{$app}', WEEK, 'app')})`,
    'short',
    'list'
  ),
  item('Cost metrics (D3-P03)', 'Infrastructure, a month', exprOf('D3-Q40'), 'currencyUSD'),
  item('Cost metrics (D3-P03)', 'LLM', `sum(increase(litellm_spend_metric_total{$host}[${WEEK}]))`, 'currencyUSD'),
  item('Trend analysis (D3-P04)', 'Resources against the week before', exprOf('D3-Q46'), 'suffix:points', 'list'),
];

const operations = [
  item(
    'System health (D3-P05)',
    'Share of time that it answered',
    `avg by (job) (avg_over_time(up{$app}[${WEEK}]))`,
    'percentunit',
    'list'
  ),
  item('Performance metrics (D3-P06)', 'P95 of the API', p95([], http), 's'),
  item('Performance metrics (D3-P06)', 'P95 by route', p95(['http_request_method', 'http_route'], http), 's', 'list'),
  item('Performance metrics (D3-P06)', 'Requests per second', requestRate(WEEK), 'suffix:req/s'),
  item(
    'Performance metrics (D3-P06)',
    'Error rate',
    `100 * (${requestRate(WEEK, ',http_response_status_code=~"5.."')} or vector(0)) / ${requestRate(WEEK)}`,
    'percent'
  ),
  item('Resource utilization (D3-P07)', 'CPU', cpuPercent(WEEK), 'percent', 'list'),
  item('Resource utilization (D3-P07)', 'Memory', overAWeek(memoryPercent), 'percent', 'list'),
  item('Resource utilization (D3-P07)', 'Disk I/O', diskPercent(WEEK), 'percent', 'list'),
  item('Resource utilization (D3-P07)', 'Network', networkPercent(WEEK), 'percent', 'list'),
  item('Alert status (D3-P08)', 'Time that alerts fired', timeFiring('ado', WEEK, 1), 's', 'list'),
  // What deviated from normal Yardstick knows itself, without a history of alerts.
  own('Alert status (D3-P08)', 'Operations in violation: how often', 'violations', 'short'),
  own('Alert status (D3-P08)', 'Time in violation', 'violation time', 's'),
];

const development = [
  item(
    'Application metrics (D3-P09)',
    'Agent execution P95',
    p95(['agent_type'], 'ado_agent_duration_seconds'),
    's',
    'list'
  ),
  item('Application metrics (D3-P09)', 'Largest queue', `max(max_over_time(ado_queue_size{$app}[${WEEK}]))`, 'short'),
  item(
    'Database performance (D3-P10)',
    'Query P95',
    p95(['db_operation_name', 'db_collection_name'], 'ado_db_query_duration_seconds'),
    's',
    'list'
  ),
  item(
    'Database performance (D3-P10)',
    'Statements by time',
    exprOf('D3-Q24').replaceAll('[15m]', `[${WEEK}]`),
    's',
    'list'
  ),
  own('Code quality (D3-P11)', 'Operations that left their normal', 'slower', 'suffix:x'),
  item('Code quality (D3-P11)', 'Benchmarks', exprOf('D3-Q34'), 's', 'list'),
  own('Deployment impact (D3-P12)', 'After each release against before', 'releases', 'suffix:x'),
  own('Deployment impact (D3-P12)', 'Changes of level', 'shifts', 'suffix:x'),
];

const documentation: [string, string] = ['D3-R02', 'D3 l.390'];

/** What people did, what they said of violations, what became faster, and what is still advised. */
const decisions: Item[] = [
  own('Optimizations and decisions', 'Changes with author and reason', 'acts', 'short', documentation),
  own('Optimizations and decisions', 'Verdicts on violations', 'verdicts', 'short', documentation),
  own('Optimizations and decisions', 'Levels that became lower', 'improvements', 'percentunit', documentation),
  own('Optimizations and decisions', 'Recommendations that apply', 'recommendations', 'short', documentation),
];

export const report: Item[] = [...executive, ...operations, ...development, ...decisions];
