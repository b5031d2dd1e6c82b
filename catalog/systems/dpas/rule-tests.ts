/** Do the rules of DPAS fire when they should, and only then? */
import {
  born,
  boundary,
  changing,
  growing,
  longHours,
  reported,
  requestsIn,
  type RuleTest,
  type ShownTest,
  steady,
} from '../../rule-test';
import { dagster, failuresOfDay } from './quantities-dagster';
import { ingestion } from './quantities-ingestion';
import { processes } from './quantities-processes';
import { report } from './report';

const host = 'job="dpas-node",instance="h"';
const at = (time: number, labels: Record<string, string> = {}) => [{ at: time, labels }];

const cpu = (busy: string, idle: string) => ({
  [`node_cpu_seconds_total{${host},cpu="0",mode="idle"}`]: idle,
  [`node_cpu_seconds_total{${host},cpu="0",mode="user"}`]: busy,
});
const memory = (usedPercent: string) => ({
  [`node_memory_MemTotal_bytes{${host}}`]: steady(100),
  [`node_memory_MemAvailable_bytes{${host}}`]: usedPercent,
});

const resources: RuleTest[] = [
  {
    alert: 'D1-A01',
    name: 'a host at 85 % CPU, after five minutes',
    series: cpu(growing(0.85), growing(0.15)),
    fires: at(420, { instance: 'h' }),
    silent: [300],
  },
  {
    alert: 'D1-A01',
    name: 'a host at 85 % CPU beside an idle one that has its name in another job',
    series: {
      ...cpu(growing(0.85), growing(0.15)),
      'node_cpu_seconds_total{job="dpas-node-eu",instance="h",cpu="0",mode="idle"}': growing(1),
    },
    fires: at(420, { instance: 'h' }),
    silent: [300],
  },
  { alert: 'D1-A01', name: '80 % CPU is not above', series: cpu(growing(0.8), growing(0.2)), fires: [], silent: [900] },
  {
    alert: 'D1-A01',
    name: 'a busy host of another system is none of DPAS',
    series: { 'node_cpu_seconds_total{job="kgas-node",instance="h",cpu="0",mode="idle"}': growing(0.01) },
    fires: [],
    silent: [900],
  },
  {
    alert: 'D1-A01',
    name: 'one of four cores fully busy is a quarter of the host',
    series: Object.fromEntries(
      ['0', '1', '2', '3'].map((id) => [
        `node_cpu_seconds_total{${host},cpu="${id}",mode="idle"}`,
        growing(id === '0' ? 0 : 1),
      ])
    ),
    fires: [],
    silent: [900],
  },
  {
    alert: 'D1-A02',
    name: '86 % of memory, after ten minutes',
    series: memory(steady(14)),
    fires: at(boundary(0, 600).fires, { instance: 'h' }),
    silent: [540],
  },
  { alert: 'D1-A02', name: '85 % of memory is not above', series: memory(steady(15)), fires: [], silent: [900] },
  {
    alert: 'D1-A02',
    name: 'nine minutes are not sustained',
    series: memory(changing(5, 540, 40)),
    fires: [],
    silent: [530, 600, 900],
  },
];

const query = 'job="dpas",instance="a",query_type="analytical"';
const since = (value: string) => ({
  [`duckdb_query_in_progress_start_timestamp_seconds{${query}}`]: value,
});
/** Queries within one bucket, with the bound that the rule needs. */
const queries = (low: number, high: number, bound: string, perSecond = 0.1) => ({
  ...requestsIn('duckdb_query_duration_seconds', `${query},status="success"`, [low, high], perSecond),
  [`duckdb_query_duration_seconds_bucket{${query},status="success",le="${bound}"}`]: growing(
    high <= 30 ? perSecond : 0
  ),
});
const withoutBound = requestsIn(
  'duckdb_query_duration_seconds',
  'job="dpas",instance="b",query_type="analytical",status="success"',
  [0.5, 1],
  0.1
);
const analytical = { query_type: 'analytical' };

const slowQueries: RuleTest[] = [
  {
    alert: 'D1-A03',
    name: 'queries of more than 30 s are seen at once',
    series: queries(60, 120, '30'),
    fires: at(60, analytical),
    silent: [0],
  },
  {
    alert: 'D1-A03',
    name: 'the bound may be spelled 30.0',
    series: queries(60, 120, '30.0'),
    fires: at(60, analytical),
    silent: [0],
  },
  {
    alert: 'D1-A03',
    name: 'queries of less than 30 s are fast enough',
    series: queries(10, 20, '30'),
    fires: [],
    silent: [60, 600],
  },
  {
    alert: 'D1-A03',
    name: 'one slow query among many is seen, and forgotten after five minutes',
    series: {
      ...queries(0.5, 1, '30', 5),
      [`duckdb_query_duration_seconds_count{${query},status="error"}`]: changing(0, 600, 1),
      [`duckdb_query_duration_seconds_bucket{${query},status="error",le="30"}`]: steady(0),
    },
    fires: at(610, analytical),
    silent: [590, 910],
  },
  {
    alert: 'D1-A03',
    name: 'the first query of its kind is slow: before, the histogram was not there',
    series: {
      'up{job="dpas",instance="a"}': steady(1),
      [`duckdb_query_duration_seconds_count{${query},status="error"}`]: born(600, 1),
      [`duckdb_query_duration_seconds_bucket{${query},status="error",le="30"}`]: born(600, 0),
    },
    fires: at(600, analytical),
    silent: [590, 910],
  },
  {
    alert: 'D1-A03',
    name: 'fast queries of an instance whose histogram has no bound at 30 are not slow ones beside another that has it',
    series: { ...queries(0.5, 1, '30'), ...withoutBound },
    fires: [],
    silent: [60, 600],
  },
  {
    alert: 'D1-A03',
    name: 'slow queries are seen beside an instance whose histogram has no bound at 30',
    series: { ...queries(60, 120, '30'), ...withoutBound },
    fires: at(60, analytical),
    silent: [0],
  },
  {
    alert: 'D1-A03',
    name: 'a query that hangs is seen while it hangs, once it is older than 30 s',
    series: { ...queries(0.5, 1, '30'), ...since(changing(0, 100, 100)) },
    fires: at(140, analytical),
    silent: [90, 130],
  },
  {
    alert: 'D1-A03',
    name: 'queries that begin anew all the time are none that hang',
    series: { ...queries(0.5, 1, '30'), ...since('0+10x400') },
    fires: [],
    silent: [60, 600],
  },
];

const runs = (status: string) =>
  `dagster_completed_runs_total{job="dpas-dagster",instance="d",job_name="nightly",location="main",status="${status}"}`;

const exporterUp = (value: string) => ({ 'up{job="dpas-dagster",instance="d"}': value });

const pipelines: RuleTest[] = [
  {
    alert: 'D1-A04',
    name: 'one run in five fails',
    series: { [runs('success')]: growing(0.08), [runs('failure')]: growing(0.02) },
    fires: at(600),
    silent: [0],
  },
  {
    alert: 'D1-A04',
    name: 'one run in ten is not more than a tenth',
    series: { [runs('success')]: growing(0.9), [runs('failure')]: growing(0.1) },
    fires: [],
    silent: [600, 3600],
  },
  {
    alert: 'D1-A04',
    name: 'a pipeline that runs once a night and fails is seen by the day',
    series: { [runs('success')]: steady(3, 900), [runs('failure')]: changing(0, 600, 1, 900) },
    fires: [
      { at: 660, labels: {} },
      { at: 6000, labels: {} },
    ],
    silent: [540],
  },
  {
    alert: 'D1-A04',
    name: 'runs fail for the first time: before, their counter was not there',
    series: {
      ...exporterUp(steady(1, 1200)),
      [runs('success')]: growing(0.003, 1200),
      [runs('failure')]: born(5400, 3, 660),
    },
    fires: at(5400),
    silent: [5340, 9600],
  },
  {
    alert: 'D1-A04',
    name: 'runs failed long before a gap between scrapes',
    series: {
      ...exporterUp('1x100 0x399 1x600'),
      [runs('success')]: '9x100 stale _x398 9+0.03x600',
      [runs('failure')]: '3x100 stale _x398 3x600',
    },
    fires: [],
    silent: [5040, 5400, 7200, 8700, 9900, 10800],
  },
  {
    alert: 'D1-A04',
    name: 'a pipeline that runs once a night fails for the first time',
    days: true,
    series: {
      ...exporterUp(steady(1, longHours(60))),
      [runs('success')]: steady(3, longHours(60)),
      [runs('failure')]: `_x${longHours(26)} 1x${longHours(34)}`,
    },
    fires: [...at(26.5 * 3600), ...at(49.5 * 3600)],
    silent: [25.5 * 3600, 51 * 3600],
  },
  {
    alert: 'D1-A04',
    name: 'a pipeline that runs once a night fails for the first time, three hours after the exporter was started',
    days: true,
    series: {
      ...exporterUp(`_x${longHours(20)} 1x${longHours(40)}`),
      [runs('success')]: `_x${longHours(20)} 3x${longHours(40)}`,
      [runs('failure')]: `_x${longHours(23)} 1x${longHours(37)}`,
    },
    fires: [...at(23.5 * 3600), ...at(36 * 3600), ...at(46.5 * 3600)],
    silent: [22.5 * 3600, 48 * 3600],
  },
  {
    alert: 'D1-A04',
    name: 'an exporter that is new here shows runs that failed before',
    days: true,
    series: {
      ...exporterUp(`_x${longHours(20)} 1x${longHours(40)}`),
      [runs('success')]: `_x${longHours(20)} 3x${longHours(40)}`,
      [runs('failure')]: `_x${longHours(20)} 1x${longHours(40)}`,
    },
    fires: [],
    silent: [20.5, 24, 43.5, 44, 44.5, 50].map((hours) => hours * 3600),
  },
  {
    alert: 'D1-A04',
    name: 'without any failure there is nothing to say',
    series: { [runs('success')]: growing(0.08) },
    fires: [],
    silent: [600, 3600],
  },
  {
    alert: 'D1-A04',
    name: "another system's failed pipelines are none of DPAS",
    series: {
      'dagster_completed_runs_total{job="ado-dagster",instance="d",job_name="n",status="failure"}': growing(1),
    },
    fires: [],
    silent: [600],
  },
];

const answers = (status: number, route: string) =>
  `http_server_request_duration_seconds_count{job="dpas",instance="a",http_request_method="POST",http_route="${route}",http_response_status_code="${status}"}`;
/** So many a second, from a moment on more. */
const rising = (before: number, from: number, after: number) =>
  `0+${before * 10}x${from / 10} ${before * from + after * 10}+${after * 10}x200`;

const appUp = 'up{job="dpas",instance="a"}';

const authentication: RuleTest[] = [
  {
    alert: 'D1-A05',
    name: 'ten times as many failures as in the hour before',
    series: { [answers(401, '/api/auth/login')]: rising(0.02, 3900, 0.2) },
    fires: at(4150),
    silent: [3890],
  },
  {
    alert: 'D1-A05',
    name: 'twice as many are no spike',
    series: { [answers(401, '/api/auth/login')]: rising(0.1, 3900, 0.2) },
    fires: [],
    silent: [4000, 4200],
  },
  {
    alert: 'D1-A05',
    name: 'ten failures after a quiet hour are too few',
    series: { [answers(401, '/api/auth/login')]: changing(0, 3900, 9) },
    fires: [],
    silent: [3900, 4100],
  },
  {
    alert: 'D1-A05',
    name: 'twelve failures after a quiet hour are a spike',
    series: { [answers(403, '/api/token')]: changing(0, 3900, 12) },
    fires: at(4000),
    silent: [3890, 4300],
  },
  {
    alert: 'D1-A05',
    name: 'the first twelve failures of a route: before, their counter was not there',
    series: { [answers(401, '/api/auth/login')]: born(3900, 12), [appUp]: steady(1, 500) },
    fires: at(4000),
    silent: [3890, 4300],
  },
  {
    alert: 'D1-A05',
    name: 'an application that is new here shows failures of before',
    series: { [answers(401, '/api/auth/login')]: born(3900, 12), [appUp]: born(3900, 1) },
    fires: [],
    silent: [3900, 3910, 4000, 4190],
  },
  {
    alert: 'D1-A05',
    name: 'refusals of other routes are no authentication',
    series: { [answers(403, '/api/reports')]: changing(0, 3900, 500) },
    fires: [],
    silent: [4000],
  },
];

const lag = (value: string) => ({ 'nodejs_eventloop_lag_p99_seconds{job="dpas",instance="a"}': value });
const securityIn = (low: number, high: number) =>
  requestsIn('dpas_security_operation_duration_seconds', 'job="dpas",instance="a",operation="encrypt"', [low, high], 1);

const node: RuleTest[] = [
  {
    alert: 'D1-A06',
    name: '51 ms, after two minutes',
    series: lag(steady(0.051)),
    fires: at(boundary(0, 120).fires, { instance: 'a' }),
    silent: [60],
  },
  { alert: 'D1-A06', name: '50 ms is not above', series: lag(steady(0.05)), fires: [], silent: [600] },
  {
    alert: 'D1-A06',
    name: 'a process that has just started counts from its first scrape',
    series: lag(born(300, 0.3)),
    fires: at(420, { instance: 'a' }),
    silent: [360],
  },
  {
    alert: 'D1-A07',
    name: 'a p95 of nearly 2.5 s, after five minutes',
    series: securityIn(1, 2.5),
    fires: at(420, { operation: 'encrypt' }),
    silent: [300],
  },
  { alert: 'D1-A07', name: 'within a second is well', series: securityIn(0.5, 1), fires: [], silent: [900] },
];

const emitted = 'job="dpas",instance="a"';
const missing: RuleTest[] = [
  {
    alert: 'DpasMetricsMissing',
    name: 'a metric that disappears while the application answers',
    series: {
      [`up{${emitted}}`]: steady(1),
      [`duckdb_query_duration_seconds_count{${emitted}}`]: growing(1),
      [`dpas_ingest_records_total{${emitted}}`]: changing(5, 300, 'stale'),
    },
    fires: at(660, { metric: 'dpas_ingest_records_total' }),
    silent: [240, 540],
  },
  {
    alert: 'DpasMetricsMissing',
    name: 'an application that does not answer says so, because no alert of the document does',
    series: {
      [`up{${emitted}}`]: changing(1, 300, 0),
      [`duckdb_query_duration_seconds_count{${emitted}}`]: changing(5, 300, 'stale'),
    },
    fires: at(660, { metric: 'up' }),
    silent: [240, 540],
  },
  {
    alert: 'DpasMetricsMissing',
    name: 'a system that was never there is not missing',
    series: { 'up{job="kgas",instance="a"}': steady(1) },
    fires: [],
    silent: [660],
  },
];

export const ruleTests: RuleTest[] = [
  ...resources,
  ...slowQueries,
  ...pipelines,
  ...authentication,
  ...node,
  ...missing,
];

/** Two Node.js processes that have one name in two jobs. */
const twoOfOneName = (metric: string, values: [string, string]) =>
  Object.fromEntries(
    values.flatMap((value, i) => {
      const labels = `job="dpas-${i}",instance="a"`;
      return [
        [`${metric}{${labels}}`, value],
        [`nodejs_version_info{${labels}}`, steady(1)],
      ];
    })
  );
const larger = (id: string, metric: string, values: [string, string], value: number): ShownTest => ({
  name: `${id}: of two processes with one name the larger one, not both`,
  expr: processes.find((quantity) => quantity.id === id)?.expr ?? '',
  series: twoOfOneName(metric, values),
  shows: [{ at: 900, lines: [{ labels: { instance: 'a' }, value }] }],
});

export const shown: ShownTest[] = [
  {
    name: 'error rate by connector: the first run of a connector that failed counts',
    expr: ingestion.find(({ id }) => id === 'D1-Q15')?.expr ?? '',
    series: {
      [appUp]: steady(1),
      'dpas_ingest_duration_seconds_count{job="dpas",instance="a",connector="crm",status="success"}': steady(5),
      'dpas_ingest_duration_seconds_count{job="dpas",instance="a",connector="crm",status="error"}': born(400, 1),
    },
    shows: [{ at: 2000, lines: [{ labels: { connector: 'crm' }, value: 1 }] }],
  },
  {
    name: 'errors of a day in the report: the first query of its type that failed counts',
    expr: reported(report, 'Errors'),
    series: {
      [appUp]: steady(1),
      'duckdb_query_duration_seconds_count{job="dpas",instance="a",query_type="select",status="success"}': steady(5),
      'duckdb_query_duration_seconds_count{job="dpas",instance="a",query_type="select",status="error"}': born(400, 1),
    },
    shows: [{ at: 2000, lines: [{ labels: { query_type: 'select' }, value: 1 }] }],
  },
  larger('D1-Q01', 'process_cpu_seconds_total', [growing(0.1), growing(0.3)], 0.3),
  larger('D1-Q02', 'nodejs_heap_size_used_bytes', [steady(1), steady(3)], 3),
  larger('D1-Q03', 'nodejs_heap_size_total_bytes', [steady(1), steady(3)], 3),
  larger('D1-Q04', 'nodejs_external_memory_bytes', [steady(1), steady(3)], 3),
  larger('D1-Q05', 'process_resident_memory_bytes', [steady(1), steady(3)], 3),
  {
    name: 'retries per run: the first retry of a job counts, and so does the first run of one',
    expr: dagster.find(({ id }) => id === 'D1-Q35')?.expr ?? '',
    series: {
      ...exporterUp(steady(1)),
      [appUp]: steady(1),
      [runs('success')]: born(400, 4),
      'dagster_run_retries_total{job="dpas",instance="a",job_name="nightly"}': born(500, 1),
    },
    shows: [{ at: 2000, lines: [{ labels: {}, value: 0.25 }] }],
  },
  {
    name: 'failures of 24 hours: the first one of a job counts',
    expr: failuresOfDay,
    series: { ...exporterUp(steady(1)), [runs('failure')]: '_x100 1x50 2x200' },
    shows: [
      { at: 1010, lines: [{ labels: { job_name: 'nightly' }, value: 1 }] },
      { at: 3000, lines: [{ labels: { job_name: 'nightly' }, value: 2 }] },
    ],
  },
];
