// What should each item of a report be? PromQL of its own, written another way than the catalogue's.
//
// Counters are read at every full hour and their differences summed, instead of by increase() over all samples of the
// period; gauges are read through `last_over_time` or averaged over all samples instead of every fifth minute, quantiles
// come from hourly buckets. What may differ:
// - `exact`: the same samples, read another way; a millionth for the order of additions.
// - `counted`: increase() does not see what happened before its first sample and extrapolates for it: of a day of 1,440
//   samples less than a thousandth, and one request where there are few.
// - `sampled`: a mean of every fifth minute against that of all samples, or the highest of rates over other windows: 5 %.
export interface Tolerance {
  relative: number;
  absolute: number;
}
export const exact: Tolerance = { relative: 1e-6, absolute: 1e-9 };
export const counted: Tolerance = { relative: 0.02, absolute: 1 };
/** Of quotients of counted sums, and quantiles of them: both sides are extrapolated alike. */
export const quotient: Tolerance = { relative: 0.02, absolute: 1e-4 };
export const sampled: Tolerance = { relative: 0.05, absolute: 0.5 };

/** The period as the independent expression sees it. */
export interface Span {
  seconds: number;
  /** From the end back to the end of the period before, and how long that was. */
  before: { offset: number; seconds: number };
}

export interface Expected {
  expr: (span: Span) => string;
  tolerance: Tolerance;
  /** The report lists the largest only. */
  top?: boolean;
  /** What the document calls the values. */
  words?: Record<number, string>;
}

export type Kind = 'daily' | 'weekly' | 'monthly' | 'run';
type Table = Record<string, Expected>;

const HOUR = 3600;
/**
 * What a counter grew by: from hour to hour, and from the last whole hour to the end. Where it is smaller than before it
 * began anew: it grew to the highest that it showed, and then by what it shows now. Of what happens once a day the one
 * since the last full hour would be a twentieth of a month. The last sample of each hour is read, where increase() reads
 * all of them: a target that is away at the full hour, and for up to an hour more, has one.
 */
const grown = (counter: string, { seconds }: { seconds: number }, offset = 0) => {
  const [hours, rest] = [Math.floor(seconds / HOUR), seconds % HOUR];
  const back = (s: number) => (s === 0 ? '' : ` offset ${s}s`);
  const read = (hour: number, s: number) => `last_over_time(${counter}[${hour}h]${back(s)})`;
  // A difference has no name any more: what stands for it must have none either, or the two are two series.
  const over = (width: number, shown: string, before: string, end: number) => {
    const highest = `max_over_time(${counter}[${width}s]${back(end)})`;
    return `${shown} - ${before} >= 0 or ${shown} + clamp_min(${highest} - ${before}, 0)`;
  };
  const hourly = `sum_over_time((${over(HOUR, read(1, 0), read(2, HOUR), 0)} or ${read(1, 0)} + 0)[${hours}h:1h]${back(offset)})`;
  return rest === 0
    ? hourly
    : `(${hourly} or label_replace(${over(rest, read(1, offset), read(1, offset + rest), offset)}, "part", "rest", "", ""))`;
};
const earlier = (counter: string, { before }: Span) => grown(counter, before, before.offset);
const now = (gauge: string) => `last_over_time(${gauge}[5m])`;

const sumBy = (by: string, counter: string): Expected => ({
  expr: (span) => `sum by (${by}) (${grown(counter, span)})`,
  tolerance: counted,
});
const meanBy = (by: string, histogram: string, matchers: string): Expected => ({
  expr: (span) =>
    `sum by (${by}) (${grown(`${histogram}_sum{${matchers}}`, span)}) / sum by (${by}) (${grown(`${histogram}_count{${matchers}}`, span)})`,
  tolerance: quotient,
});
const p95By = (by: string, histogram: string, matchers: string): Expected => ({
  expr: (span) =>
    `histogram_quantile(0.95, sum by (${by === '' ? '' : `${by}, `}le) (${grown(`${histogram}_bucket{${matchers}}`, span)}))`,
  tolerance: quotient,
});
const gauge = (by: string, metric: string): Expected => ({
  expr: () => `max by (${by}) (${now(metric)})`,
  tolerance: exact,
});
const age = (by: string, metric: string): Expected => ({
  expr: () => `time() - max by (${by}) (${now(metric)})`,
  tolerance: exact,
});

const dpas = 'job=~"dpas.*"';
const kgas = 'job=~"kgas|kgas-.*"';
const kgasHost = 'job=~"kgas-.*"';
const ado = 'job=~"ado|ado-.*"';
const omni = 'job=~"omninode|omninode-.*"';
const pm = 'job=~"github-pm|github-pm-.*"';

const d1: Table = {
  'D1-R01 run Time since its end': age('connector', `dpas_ingest_last_run_timestamp_seconds{${dpas}}`),
  'D1-R01 run Time since its start': {
    expr: () =>
      `time() - (max by (connector) (${now(`dpas_ingest_last_run_timestamp_seconds{${dpas}}`)}) - max by (connector) (${now(`dpas_ingest_last_duration_seconds{${dpas}}`)}))`,
    tolerance: exact,
  },
  'D1-R01 run Duration': gauge('connector', `dpas_ingest_last_duration_seconds{${dpas}}`),
  'D1-R01 run Records': gauge('connector', `dpas_ingest_last_records{${dpas}}`),
  'D1-R01 run Volume': gauge('connector', `dpas_ingest_last_bytes{${dpas}}`),
  'D1-R01 run Throughput': {
    expr: () =>
      `max by (connector) (${now(`dpas_ingest_last_records{${dpas}}`)}) / max by (connector) (${now(`dpas_ingest_last_duration_seconds{${dpas}}`)})`,
    tolerance: exact,
  },
  'D1-R02 daily Queries': sumBy('query_type', `duckdb_query_duration_seconds_count{${dpas}}`),
  'D1-R02 daily Duration, p95': p95By('query_type', 'duckdb_query_duration_seconds', dpas),
  'D1-R02 daily Peak memory, p95': p95By('query_type', 'duckdb_query_peak_memory_bytes', dpas),
  'D1-R02 daily Rows, average': meanBy('query_type', 'duckdb_query_rows', dpas),
  'D1-R02 daily Errors': {
    expr: (span) =>
      `1 - sum by (query_type) (${grown(`duckdb_query_duration_seconds_count{${dpas},status!="error"}`, span)}) / sum by (query_type) (${grown(`duckdb_query_duration_seconds_count{${dpas}}`, span)})`,
    // The complement of a share near 1: what is lost of it is absolute.
    tolerance: { relative: 0.02, absolute: 0.005 },
  },
  'D1-R03 run Duration': gauge('command', `dpas_cli_command_last_duration_seconds{${dpas}}`),
  'D1-R03 run CPU time': gauge('command', `dpas_cli_command_last_cpu_seconds{${dpas}}`),
  'D1-R03 run Peak memory': gauge('command', `dpas_cli_command_last_peak_memory_bytes{${dpas}}`),
  'D1-R03 run Longest event loop delay': gauge('command', `dpas_cli_command_last_event_loop_delay_seconds{${dpas}}`),
  'D1-R04 run Time since its start': {
    expr: () =>
      `time() - max by (builder) (${now(`dpas_build_last_run_timestamp_seconds{${dpas}}`)}) + max by (builder) (${now(`dpas_build_duration_seconds{${dpas}}`)})`,
    tolerance: exact,
  },
  'D1-R04 run Steps': gauge('builder, step', `dpas_build_step_duration_seconds{${dpas}}`),
  'D1-R04 run Total time': gauge('builder', `dpas_build_duration_seconds{${dpas}}`),
};

const conversion = 'source, target, dataset_size';
const mean = (expr: string, { seconds }: Span) => `avg_over_time((${expr})[${seconds}s:1m])`;
const highest = (expr: string, { seconds }: Span) => `max_over_time((${expr})[${seconds}s:1m])`;
const cpu = (window: string) =>
  `100 - 100 * avg by (instance) (rate(node_cpu_seconds_total{${kgasHost},mode="idle"}[${window}]))`;
const memory = `max by (instance) (100 * (node_memory_MemTotal_bytes{${kgasHost}} - node_memory_MemAvailable_bytes{${kgasHost}}) / node_memory_MemTotal_bytes{${kgasHost}})`;
const disks = `${kgasHost},device!~"dm-.*|md.*"`;
const disk = (window: string) =>
  `sum by (instance) (rate(node_disk_written_bytes_total{${disks}}[${window}])) + sum by (instance) (rate(node_disk_read_bytes_total{${disks}}[${window}]))`;
const ways = `${kgasHost},device!~"lo|veth.*|docker.*|br-.*|cali.*|flannel.*"`;
const network = (window: string) =>
  `8 * (sum by (instance) (rate(node_network_transmit_bytes_total{${ways}}[${window}])) + sum by (instance) (rate(node_network_receive_bytes_total{${ways}}[${window}])))`;
const handles = `max by (job, instance) (process_open_fds{${kgas}})`;
const of = (expr: string, how: (expr: string, span: Span) => string): Expected => ({
  expr: (span) => how(expr, span),
  tolerance: sampled,
});
/** The report of a month that goes on counts its hours that are over: of what runs once a day one run more is another p95. */
const over = ({ seconds }: { seconds: number }) => ({ seconds: seconds - (seconds % HOUR) });
const against = (by: string, histogram: string): Expected => ({
  expr: (span) => {
    const bucket = `${histogram}_bucket{${kgas}}`;
    const p95 = (growth: string) => `histogram_quantile(0.95, sum by (${by}, le) (${growth}))`;
    return `${p95(grown(bucket, over(span)))} / ${p95(grown(bucket, over(span.before), span.before.offset))}`;
  },
  tolerance: quotient,
});
const files = `node_filesystem_avail_bytes{${kgasHost},fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660"}`;
/** delta() begins with the first sample after its range has begun: a minute later in the history. */
const FIRST_SAMPLE = 60;
const taken: Expected = {
  expr: ({ seconds }) => {
    // A host that was away then, for an hour at most, is read before that.
    const first = `last_over_time(${files}[1h] offset ${seconds - FIRST_SAMPLE}s)`;
    return `sum by (instance) (${first}) - sum by (instance) (${files})`;
  },
  tolerance: { relative: 0.02, absolute: 5e6 },
};

const d2: Table = {
  'D2-R01 daily Operations': sumBy('operation_type', `kgas_operation_duration_seconds_count{${kgas}}`),
  'D2-R01 daily Conversions': sumBy(conversion, `kgas_conversion_duration_seconds_count{${kgas}}`),
  'D2-R02 daily Average duration': meanBy('operation_type', 'kgas_operation_duration_seconds', kgas),
  'D2-R02 daily Average duration of conversions': meanBy(conversion, 'kgas_conversion_duration_seconds', kgas),
  'D2-R03 daily CPU, average': of(cpu('5m'), mean),
  'D2-R03 daily CPU, highest': of(cpu('5m'), highest),
  'D2-R03 daily Memory, average': of(memory, mean),
  'D2-R03 daily Memory, highest': of(memory, highest),
  'D2-R03 daily Disk I/O, average': of(disk('5m'), mean),
  'D2-R03 daily Disk I/O, highest': of(disk('5m'), highest),
  'D2-R03 daily Network, average': of(network('5m'), mean),
  'D2-R03 daily Network, highest': of(network('5m'), highest),
  'D2-R03 daily File handles, average': of(handles, mean),
  'D2-R03 daily File handles, highest': of(handles, highest),
  'D2-R04 daily Error rate by operation': {
    expr: (span) =>
      `1 - sum by (operation_type) (${grown(`kgas_operation_duration_seconds_count{${kgas},status!="error"}`, span)}) / sum by (operation_type) (${grown(`kgas_operation_duration_seconds_count{${kgas}}`, span)})`,
    tolerance: { relative: 0.02, absolute: 0.005 },
  },
  'D2-R04 daily LLM errors by provider and type': sumBy(
    'gen_ai_provider_name, error_type',
    `gen_ai_client_operation_duration_seconds_count{${kgas},error_type=~".+"}`
  ),
  'D2-R05 weekly p95 against the week before': against('operation_type', 'kgas_operation_duration_seconds'),
  'D2-R05 weekly p95 of conversions against the week before': against(conversion, 'kgas_conversion_duration_seconds'),
  'D2-R08 weekly CPU, busiest hour': of(cpu('1h'), highest),
  'D2-R08 weekly Memory, highest': of(memory, highest),
  'D2-R08 weekly Disk I/O, busiest hour': of(disk('1h'), highest),
  'D2-R08 weekly Network, busiest hour': of(network('1h'), highest),
  'D2-R08 weekly Disk space free': { expr: () => `sum by (instance) (${now(files)})`, tolerance: exact },
  'D2-R08 weekly Disk space taken in the week': taken,
  'D2-R09 monthly Operations': sumBy('operation_type', `kgas_operation_duration_seconds_count{${kgas}}`),
  'D2-R09 monthly Operations a second against the month before': {
    expr: (span) => {
      const count = `kgas_operation_duration_seconds_count{${kgas}}`;
      const rate = (growth: string, seconds: number) => `(sum by (operation_type) (${growth}) / ${seconds})`;
      return `${rate(grown(count, span), span.seconds)} / ${rate(earlier(count, span), span.before.seconds)}`;
    },
    tolerance: quotient,
  },
  'D2-R09 monthly Conversions': sumBy(conversion, `kgas_conversion_duration_seconds_count{${kgas}}`),
  'D2-R09 monthly Disk space taken': taken,
  'D2-R10 monthly Cost': sumBy('', `litellm_spend_metric_total{${kgasHost}}`),
  'D2-R10 monthly Cost by model': sumBy('model', `litellm_spend_metric_total{${kgasHost}}`),
  'D2-R10 monthly Cost by operation': sumBy('operation_type', `kgas_llm_cost_usd_total{${kgas}}`),
  'D2-R10 monthly Cost of a call': {
    expr: (span) =>
      `sum(${grown(`litellm_spend_metric_total{${kgasHost}}`, span)}) / sum(${grown(`litellm_requests_metric_total{${kgasHost}}`, span)})`,
    tolerance: quotient,
  },
  'D2-R10 monthly Tokens by model and type': sumBy(
    'gen_ai_request_model, gen_ai_token_type',
    `gen_ai_client_token_usage_sum{${kgas}}`
  ),
  'D2-R11 monthly Share of the p95 saved against the month before': {
    expr: (span) => `1 - (${against('operation_type', 'kgas_operation_duration_seconds').expr(span)})`,
    tolerance: { relative: 0.02, absolute: 0.02 },
  },
};

const api = `http_server_request_duration_seconds`;
const usage = 'job=~"ado-.*"';
const week = ({ seconds }: Span) => `${seconds}s`;
const d3: Table = {
  'D3-R01 weekly Uptime': {
    expr: (span) =>
      `avg(sum_over_time(probe_success{${usage}}[${week(span)}]) / count_over_time(probe_success{${usage}}[${week(span)}]))`,
    tolerance: exact,
  },
  'D3-R01 weekly Answers within the target of the P95': {
    expr: (span) =>
      `sum(${grown(`${api}_bucket{${ado},le=~"2|2.0"}`, span)}) / sum(${grown(`${api}_count{${ado}}`, span)})`,
    // Where 2 is no bound, the report interpolates; the demo has it.
    tolerance: quotient,
  },
  'D3-R01 weekly Tasks': sumBy('status', `ado_tasks_total{${ado}}`),
  'D3-R01 weekly Infrastructure, a month': {
    expr: () => `720 * sum(${now(`node_total_hourly_cost{${usage}}`)})`,
    tolerance: exact,
  },
  'D3-R01 weekly LLM': sumBy('', `litellm_spend_metric_total{${usage}}`),
  'D3-R01 weekly Share of time that it answered': {
    expr: (span) =>
      `avg by (job) (sum_over_time(up{${ado}}[${week(span)}]) / count_over_time(up{${ado}}[${week(span)}]))`,
    tolerance: exact,
  },
  'D3-R01 weekly P95 of the API': p95By('', api, ado),
  'D3-R01 weekly P95 by route': p95By('http_request_method, http_route', api, ado),
  'D3-R01 weekly Requests per second': {
    expr: (span) => `sum(${grown(`${api}_count{${ado}}`, span)}) / ${span.seconds}`,
    tolerance: quotient,
  },
  'D3-R01 weekly Error rate': {
    expr: (span) =>
      `100 - 100 * sum(${grown(`${api}_count{${ado},http_response_status_code!~"5.."}`, span)}) / sum(${grown(`${api}_count{${ado}}`, span)})`,
    tolerance: { relative: 0.02, absolute: 0.5 },
  },
  'D3-R01 weekly CPU': {
    expr: (span) =>
      `avg_over_time((100 - 100 * avg by (instance) (rate(node_cpu_seconds_total{${usage},mode="idle"}[5m])))[${week(span)}:5m])`,
    tolerance: sampled,
  },
  'D3-R01 weekly Memory': {
    expr: (span) =>
      `avg_over_time((100 - 100 * min by (instance) (node_memory_MemAvailable_bytes{${usage}} / node_memory_MemTotal_bytes{${usage}}))[${week(span)}:10m])`,
    tolerance: sampled,
  },
  'D3-R01 weekly Disk I/O': {
    expr: (span) =>
      `max by (instance) (100 * ${grown(`node_disk_io_time_seconds_total{${usage},device!~"dm-.*|md.*"}`, span)} / ${span.seconds})`,
    tolerance: sampled,
  },
  'D3-R01 weekly Network': {
    expr: (span) => {
      const device = `${usage},device!~"lo|veth.*|docker.*|br-.*|cali.*|flannel.*"`;
      const share = (way: string) =>
        `max by (instance) (${grown(`node_network_${way}_bytes_total{${device}}`, span)} / ${span.seconds} / (node_network_speed_bytes{${device}} > 0))`;
      return `100 * (${share('receive')} > ${share('transmit')} or ${share('transmit')})`;
    },
    tolerance: sampled,
  },
  'D3-R01 weekly Agent execution P95': p95By('agent_type', 'ado_agent_duration_seconds', ado),
  'D3-R01 weekly Largest queue': {
    expr: (span) => `-min(min_over_time((-ado_queue_size{${ado}})[${week(span)}:1m]))`,
    tolerance: exact,
  },
  'D3-R01 weekly Query P95': p95By('db_operation_name, db_collection_name', 'ado_db_query_duration_seconds', ado),
  'D3-R01 weekly Statements by time': {
    expr: (span) => `sum by (queryid) (${grown(`pg_stat_statements_seconds_total{${usage}}`, span)}) / ${span.seconds}`,
    tolerance: quotient,
    top: true,
  },
  'D3-R01 weekly Benchmarks': gauge('benchmark', `ado_benchmark_duration_seconds{${ado},stat="mean"}`),
  'D3-R01 weekly Resources against the week before': {
    // CPU stands for the five: each is a mean over a day against that of a week ago.
    expr: () => {
      const day = (offset: string) =>
        `avg by (instance) (avg_over_time((100 - 100 * avg by (instance) (rate(node_cpu_seconds_total{${usage},mode="idle"}[10m])))[1d:10m]${offset}))`;
      return `label_replace(${day('')} - ${day(' offset 7d')}, "resource", "cpu", "", "")`;
    },
    tolerance: { relative: 0.05, absolute: 0.5 },
  },
};

const request = 'omninode_request_duration_seconds';
const statements = `${omni},component="database",operation!="batch",status!="slow"`;
const kafka = `${omni},component=~"kafka|kafka_client"`;
const d4: Table = {
  'D4-R01 daily System health': {
    expr: () => `min(${now(`omninode_system_health_status{${omni}}`)})`,
    tolerance: exact,
  },
  'D4-R02 daily Connection pool utilization': {
    expr: () =>
      `100 * max(sum by (job, instance) (${now(`omninode_active_connections{${omni},service="postgresql"}`)}) / sum by (job, instance) (${now(`omninode_max_connections{${omni},service="postgresql"}`)}))`,
    tolerance: exact,
  },
  'D4-R02 daily Query time, mean of the day': meanBy('', request, statements),
  'D4-R03 daily Throughput, mean of the day': {
    expr: (span) =>
      `sum by (status) (${grown(`omninode_requests_total{${kafka},operation=~"publish|publish_event"}`, span)}) / ${span.seconds}`,
    tolerance: quotient,
  },
  'D4-R03 daily Errors': sumBy('error_type', `omninode_errors_total{${kafka}}`),
  'D4-R04 daily Hit rate of the day': {
    expr: (span) => {
      const lookups = (operation: string) =>
        `sum(${grown(`omninode_requests_total{${omni},component="workflow_cache",operation="${operation}"}`, span)})`;
      return `1 / (1 + ${lookups('miss')} / ${lookups('hit')})`;
    },
    tolerance: quotient,
  },
  'D4-R04 daily Memory': {
    expr: () => `sum(${now(`omninode_workflow_cache_memory_bytes{${omni}}`)})`,
    tolerance: exact,
  },
  'D4-R05 daily Mean duration': {
    ...meanBy('component, operation', request, `${omni},operation!="batch",status!="slow"`),
    top: true,
  },
};

const command = 'github_pm_command';
const expensive: Expected = {
  expr: () =>
    `sum by (operation) (${grown(`github_pm_api_request_duration_seconds_sum{${pm}}`, { seconds: 24 * HOUR })})`,
  tolerance: { relative: 0.03, absolute: 1 },
  top: true,
};
const baseline =
  '(max by (command) (github_pm_baseline_duration_seconds{kind="baseline"}) or label_replace(vector(0.25), "command", "status", "", "") or label_replace(vector(3), "command", "setup-complete", "", "") or label_replace(vector(1.8), "command", "batch", "", ""))';
const benchmark = (stat: string) =>
  `max by (command) (${now(`github_pm_benchmark_duration_seconds{${pm},stat="${stat}"}`)})`;
const changedBy: Expected = {
  expr: () => `100 * (${benchmark('avg')} - on (command) ${baseline}) / on (command) ${baseline}`,
  tolerance: exact,
};
/** How many of the bounds of a command its average keeps, each counted by itself. */
const rated: Expected = {
  expr: () => {
    const figure = (kind: string) =>
      `max by (command) (${now(`github_pm_baseline_duration_seconds{${pm},kind="${kind}"}`)})`;
    const bounds = {
      excellent: figure('baseline'),
      good: `(${figure('baseline')} + ${figure('max_acceptable')}) / 2`,
      acceptable: figure('max_acceptable'),
    };
    const all = Object.entries(bounds).map(([name, expr]) => `label_replace(${expr}, "bound", "${name}", "", "")`);
    return `count by (command) ((${all.join(' or ')}) >= on (command) group_left () ${benchmark('avg')})
      or on (command) 0 * (${figure('baseline')} and on (command) ${benchmark('avg')})`;
  },
  tolerance: exact,
  words: { 0: 'poor', 1: 'acceptable', 2: 'good', 3: 'excellent' },
};
/** Within 5 % nothing changed. */
const status: Expected = {
  expr: () => `1 + sgn(round(${changedBy.expr({ seconds: 0, before: { offset: 0, seconds: 0 } })} / 10))`,
  tolerance: exact,
  words: { 0: 'improved', 1: 'unchanged', 2: 'degraded' },
};
const peak: Expected = {
  expr: (span) =>
    `-min by (command) (min_over_time((-github_pm_memory_usage_bytes{${pm},type="peak"})[${span.seconds}s:1m]))`,
  // Every minute is looked at here, every sample there: a peak may last less.
  tolerance: { relative: 0.02, absolute: 1 },
};
const hitRate: Expected = {
  expr: (span) => {
    const requests = (result: string) => `sum(${grown(`github_pm_cache_requests_total{${pm},result${result}}`, span)})`;
    return `${requests('="hit"')} / (${requests('="hit"')} + ${requests('!="hit"')})`;
  },
  tolerance: quotient,
};
const performance: Table = {
  'Average duration': meanBy('command', `${command}_duration_seconds`, pm),
  'p95 of the duration': p95By('command', `${command}_duration_seconds`, pm),
  'Runs by result': sumBy('command, status', `github_pm_commands_total{${pm}}`),
  'Time by phase': sumBy('command, phase', `${command}_phase_duration_seconds_sum{${pm}}`),
  'Peak memory': peak,
  'CPU time': sumBy('command', `${command}_cpu_seconds_total{${pm}}`),
  'I/O operations': sumBy('command', `${command}_io_operations_total{${pm}}`),
  'API requests': sumBy('endpoint', `github_pm_api_requests_total{${pm}}`),
  'Rate limit consumed': sumBy('resource', `github_pm_rate_limit_consumed_total{${pm}}`),
  'Cache hit rate': hitRate,
};
const d5: Table = {
  ...Object.fromEntries(
    (['daily', 'weekly', 'monthly'] as const).flatMap((period) =>
      Object.entries(performance).map(([title, expected]) => [`D5-R01 ${period} ${title}`, expected])
    )
  ),
  'D5-R02 daily Slowest': meanBy('command', `${command}_duration_seconds`, pm),
  'D5-R02 daily Most memory': peak,
  'D5-R02 daily Most API requests': sumBy('endpoint', `github_pm_api_requests_total{${pm}}`),
  'D5-R02 daily Most expensive API operations': expensive,
  'D5-R03 daily Average duration against a week ago': {
    expr: (span) => {
      const average = (offset: number) =>
        `sum by (command) (${grown(`${command}_duration_seconds_sum{${pm}}`, span, offset)}) / sum by (command) (${grown(`${command}_duration_seconds_count{${pm}}`, span, offset)})`;
      return `100 * ((${average(0)}) / (${average(7 * 86_400)})) - 100`;
    },
    tolerance: { relative: 0.05, absolute: 2 },
  },
  'D5-R03 daily Last benchmark against its baseline': changedBy,
  'D5-R04 run Iterations': gauge('command', `github_pm_benchmark_iterations{${pm}}`),
  'D5-R04 run Average': { expr: () => benchmark('avg'), tolerance: exact },
  'D5-R04 run Least': { expr: () => benchmark('min'), tolerance: exact },
  'D5-R04 run Most': { expr: () => benchmark('max'), tolerance: exact },
  'D5-R04 run Standard deviation': { expr: () => benchmark('stddev'), tolerance: exact },
  'D5-R04 run Rating': rated,
  'D5-R04 run Change': changedBy,
  'D5-R04 run Status': status,
  'D5-R05 run Mean of each phase': meanBy('command, phase', `${command}_phase_duration_seconds`, pm),
  'D5-R06 weekly Cache hit rate': hitRate,
  'D5-R06 weekly Rate limit used': {
    expr: () => {
      const share = (name: string) =>
        `label_replace(100 * max(${now(`github_rate_limit_${name}_used{job=~"github-pm-.*"}`)} / ${now(`github_rate_limit_${name}_limit{job=~"github-pm-.*"}`)}), "resource", "${name}", "", "")`;
      return `${share('core')} or ${share('graphql')}`;
    },
    tolerance: exact,
  },
  'D5-R06 weekly API requests by endpoint': sumBy('endpoint', `github_pm_api_requests_total{${pm}}`),
  'D5-R06 weekly Most expensive API operations of a day': expensive,
  'D5-R07 run Last run': gauge('command', `github_pm_command_last_duration_seconds{${pm}}`),
  'D5-R07 run API requests of five minutes': {
    expr: () => `sum by (endpoint) (delta(github_pm_api_requests_total{${pm}}[5m]))`,
    tolerance: { relative: 0.02, absolute: 1 },
  },
  'D5-R07 run Heap': gauge('instance', `github_pm_memory_usage_bytes{${pm},type="heap"}`),
};

/** By "<id> <period> <title>". */
export const expected: Table = { ...d1, ...d2, ...d3, ...d4, ...d5 };
