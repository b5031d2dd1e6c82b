/** What do D2's reports contain (l.444-462)? */
import type { z } from 'zod';

import { timeFiring } from '../../firing';
import { cpuPercent, ofDevice } from '../../host';
import { increaseFromBirth } from '../../increase';
import type { ReportItem } from '../../model';
import { shareOf } from '../../share';
import { pseudoFileSystems } from './figures';
import { diskBytes, memoryPercent, networkBits, openFiles } from './quantities-resources';

type Item = z.input<typeof ReportItem>;

/** Of all devices of a host together; of two hosts with one name that of the fuller one. */
const ofHost = (expr: string) => `sum without (device) (${ofDevice(expr)})`;
const avail = `node_filesystem_avail_bytes{$host,${pseudoFileSystems}}`;
const free = `min by (instance) (${ofHost(avail)})`;
const taken = (window: string) => `max by (instance) (-${ofHost(`delta(${avail}[${window}])`)})`;
const day = (matchers = '') =>
  `sum by (operation_type) (${increaseFromBirth(`kgas_operation_duration_seconds_count{$app${matchers}}`, '1d', 'app')})`;
/** A mean stands on every fifth minute; what was highest may have lasted a minute only. */
const step = { avg: '5m', max: '1m' };
const over = (fn: 'avg' | 'max', expr: string, period = '1d') => `${fn}_over_time((${expr})[${period}:${step[fn]}])`;

const counts: Item[] = [
  {
    id: 'D2-R01',
    period: 'daily',
    section: 'Operation counts and types',
    title: 'Operations',
    expr: day(),
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.447',
  },
  {
    id: 'D2-R01',
    period: 'daily',
    section: 'Operation counts and types',
    title: 'Conversions',
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.447',
    expr: `sum by (source, target, dataset_size) (${increaseFromBirth('kgas_conversion_duration_seconds_count{$app}', '1d', 'app')})`,
  },
];

const averages: Item[] = [
  {
    id: 'D2-R02',
    period: 'daily',
    section: 'Average performance by operation',
    title: 'Average duration',
    unit: 's',
    kind: 'list',
    anchor: 'D2 l.448',
    expr: `sum by (operation_type) (increase(kgas_operation_duration_seconds_sum{$app}[1d]))
      / (sum by (operation_type) (increase(kgas_operation_duration_seconds_count{$app}[1d])) > 0)`,
  },
  {
    id: 'D2-R02',
    period: 'daily',
    section: 'Average performance by operation',
    title: 'Average duration of conversions',
    unit: 's',
    kind: 'list',
    anchor: 'D2 l.448',
    expr: `sum by (source, target, dataset_size) (increase(kgas_conversion_duration_seconds_sum{$app}[1d]))
      / (sum by (source, target, dataset_size) (increase(kgas_conversion_duration_seconds_count{$app}[1d])) > 0)`,
  },
];

/** Q23-Q27: average and largest value of the day (B10). */
const trends: Item[] = [
  { title: 'CPU', expr: cpuPercent('5m'), unit: 'percent' },
  { title: 'Memory', expr: memoryPercent, unit: 'percent' },
  { title: 'Disk I/O', expr: diskBytes('5m'), unit: 'Bps' },
  { title: 'Network', expr: networkBits('5m'), unit: 'bps' },
  { title: 'File handles', expr: openFiles, unit: 'short' },
].flatMap(({ title, expr, unit }): Item[] =>
  (['avg', 'max'] as const).map((fn) => ({
    id: 'D2-R03',
    period: 'daily',
    section: 'Resource usage trends',
    title: `${title}, ${fn === 'avg' ? 'average' : 'highest'}`,
    expr: over(fn, expr),
    unit,
    kind: 'list',
    anchor: 'D2 l.449',
  }))
);

const errors: Item[] = [
  {
    id: 'D2-R04',
    period: 'daily',
    section: 'Error rates and types',
    title: 'Error rate by operation',
    unit: 'percentunit',
    kind: 'list',
    anchor: 'D2 l.450',
    expr: shareOf(day(',status="error"'), day()),
  },
  {
    id: 'D2-R04',
    period: 'daily',
    section: 'Error rates and types',
    title: 'LLM errors by provider and type',
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.450',
    expr: `sum by (gen_ai_provider_name, error_type) (${increaseFromBirth('gen_ai_client_operation_duration_seconds_count{$app,error_type!=""}', '1d', 'app')})`,
  },
];

/** What the engine answers of its own; the expressions of the others are over the report's period. */
const own = (
  [id, period, section, anchor]: Place,
  lines: Array<[title: string, unit: Item['unit'], engine: NonNullable<Item['engine']>]>
): Item[] => lines.map(([title, unit, engine]) => ({ id, period, section, title, engine, unit, kind: 'list', anchor }));
const measured = (
  [id, period, section, anchor]: Place,
  lines: Array<[title: string, unit: Item['unit'], expr: string, kind?: Item['kind']]>
): Item[] =>
  lines.map(([title, unit, expr, kind = 'list']) => ({ id, period, section, title, expr, unit, kind, anchor }));

type Place = [id: string, period: Item['period'], section: string, anchor: string];

/**
 * Counters of every bucket are read once an hour, the beginning of the period included (a second more): all samples of two
 * months are more than a Prometheus reads in half a minute. What is lost is the last hour before a restart, at most.
 */
const p95 = (by: string, metric: string, word: string) =>
  `histogram_quantile(0.95, sum by (${by}, le) (rate(${metric}_bucket{$app}[${word}1s:1h])))`;
const before = (by: string, metric: string, word: string) =>
  `histogram_quantile(0.95, sum by (${by}, le) (rate(${metric}_bucket{$app}[${word}1s:1h] offset ${word})))`;
const operation = ['operation_type', 'kgas_operation_duration_seconds'] as const;
const conversion = ['source, target, dataset_size', 'kgas_conversion_duration_seconds'] as const;
const conversionsOf = 'source, target, dataset_size';

const trendsOfTheWeek: Place = ['D2-R05', 'weekly', 'Performance trends', 'D2 l.453'];
const capacity: Place = ['D2-R08', 'weekly', 'Capacity planning data', 'D2 l.456'];
const violations: Place = ['D2-R06', 'weekly', 'Baseline violations', 'D2 l.454'];

const weekly: Item[] = [
  ...measured(trendsOfTheWeek, [
    ['p95 against the week before', 'suffix:x', `${p95(...operation, '7d')} / ${before(...operation, '7d')}`],
    [
      'p95 of conversions against the week before',
      'suffix:x',
      `${p95(...conversion, '7d')} / ${before(...conversion, '7d')}`,
    ],
  ]),
  ...own(trendsOfTheWeek, [
    ['Changes of level', 'suffix:x', 'shifts'],
    ['Clearly slower than normal', 'suffix:x', 'slower'],
  ]),
  ...own(violations, [
    ['Violations by operation', 'short', 'violations'],
    ['Time in violation', 's', 'violation time'],
  ]),
  ...own(
    ['D2-R07', 'weekly', 'Optimization opportunities', 'D2 l.455'],
    [['Recommendations that apply', 'short', 'recommendations']]
  ),
  ...own(capacity, [
    ['Requests per second, the last whole day', 'suffix:req/s', 'load'],
    ['Requests per second in four weeks', 'suffix:req/s', 'forecast'],
  ]),
  ...measured(capacity, [
    ['CPU, busiest hour', 'percent', `max_over_time((${cpuPercent('1h')})[7d:5m])`],
    ['Memory, highest', 'percent', over('max', memoryPercent, '7d')],
    ['Disk I/O, busiest hour', 'Bps', `max_over_time((${diskBytes('1h')})[7d:5m])`],
    ['Network, busiest hour', 'bps', `max_over_time((${networkBits('1h')})[7d:5m])`],
    ['Disk space free', 'bytes', free],
    ['Disk space taken in the week', 'bytes', taken('7d')],
  ]),
];

const growth: Place = ['D2-R09', 'monthly', 'System growth metrics', 'D2 l.459'];
const cost: Place = ['D2-R10', 'monthly', 'Cost analysis (LLM usage)', 'D2 l.460'];
const improvements: Place = ['D2-R11', 'monthly', 'Performance improvements', 'D2 l.461'];
const incidents: Place = ['D2-R12', 'monthly', 'Incident analysis', 'D2 l.462'];
const requests = (by: string, metric: string, window: string) =>
  `sum by (${by}) (rate(${metric}_count{$app}[${window}]))`;
const requestsBefore = (by: string, metric: string) => `sum by (${by}) (rate(${metric}_count{$app}[30d] offset 30d))`;

const monthly: Item[] = [
  ...measured(growth, [
    ['Operations', 'short', 'sum by (operation_type) (increase(kgas_operation_duration_seconds_count{$app}[30d]))'],
    [
      'Operations a second against the month before',
      'suffix:x',
      `${requests(...operation, '30d')} / (${requestsBefore(...operation)} > 0)`,
    ],
    ['Conversions', 'short', `sum by (${conversionsOf}) (increase(kgas_conversion_duration_seconds_count{$app}[30d]))`],
    ['Disk space taken', 'bytes', taken('30d')],
  ]),
  ...own(growth, [['Growth of requests a day', 'percentunit', 'growth']]),
  ...measured(cost, [
    ['Cost', 'currencyUSD', 'sum(increase(litellm_spend_metric_total{$host}[30d]))', 'value'],
    ['Cost by model', 'currencyUSD', 'sum by (model) (increase(litellm_spend_metric_total{$host}[30d]))'],
    ['Cost by operation', 'currencyUSD', 'sum by (operation_type) (increase(kgas_llm_cost_usd_total{$app}[30d]))'],
    [
      'Cost of a call',
      'currencyUSD',
      'sum(increase(litellm_spend_metric_total{$host}[30d])) / (sum(increase(litellm_requests_metric_total{$host}[30d])) > 0)',
      'value',
    ],
    [
      'Tokens by model and type',
      'short',
      'sum by (gen_ai_request_model, gen_ai_token_type) (increase(gen_ai_client_token_usage_sum{$app}[30d]))',
    ],
  ]),
  ...measured(improvements, [
    [
      'Share of the p95 saved against the month before',
      'percentunit',
      `1 - ${p95(...operation, '30d')} / ${before(...operation, '30d')}`,
    ],
  ]),
  ...own(improvements, [
    ['Levels that became lower', 'percentunit', 'improvements'],
    ['Clearly faster than normal, share saved', 'percentunit', 'faster'],
  ]),
  ...own(incidents, [
    ['Violations by operation', 'short', 'violations'],
    ['Each violation', 's', 'incidents'],
    ['Verdicts', 'short', 'verdicts'],
  ]),
  ...measured(incidents, [['Time that alerts fired', 's', timeFiring('kgas', '30d', 5)]]),
];

export const report: Item[] = [...counts, ...averages, ...trends, ...errors, ...weekly, ...monthly];
