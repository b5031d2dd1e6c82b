/** What does the DPAS service say besides durations? */
import { counter, family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { ASSETS, lastOf, PIPELINES } from './dagster';
import { CONNECTORS, QUERIES, SECURITY, type Connector } from './operations';

const MIB = 1024 ** 2;

/** Mean of the log-normal durations times their rate: how many runs go on at a time. */
const concurrent = ({ median, logSd, rate }: Pick<Connector, 'median' | 'logSd' | 'rate'>) =>
  rate * median * Math.exp(logSd ** 2 / 2);

/** Records per second of one stream of a connector. */
export function recordRate(source: Connector, share: number, now: Moment): number {
  const slow = now.conditions.on('dpas', 'slow-ingestion') ? 0.06 : 1;
  const busy = concurrent(source) * loadSeason(now.t) * wandering(now, `dpas ${source.connector}`, 0.12);
  return slow * share * busy * source.recordsPerSecond;
}

export const STREAMS = CONNECTORS.flatMap((source) =>
  source.streams.map(([stream, , share]) => ({ source, connector: source.connector, stream, share }))
);
type Read = (typeof STREAMS)[number];
const readLabels = ({ connector, stream }: Read) => ({ connector, stream });

export const RESULTS = ['hit', 'miss'] as const;
type Result = (typeof RESULTS)[number];
const shareOf = (result: Result, hits: number) => (result === 'hit' ? hits : 1 - hits);

export const ingestLookups = (connector: string, result: Result, now: Moment) =>
  6 * loadSeason(now.t) * shareOf(result, 0.72 + 0.02 * now.noise(`dpas cache ${connector}`));

/** Failed runs per second: what the stream of runs fails with. */
function failedRuns({ connector, rate }: Connector, now: Moment): number {
  const share = now.conditions.on('dpas', 'ingest-errors') && connector === 'stripe' ? 0.5 : 0.004;
  return rate * loadSeason(now.t) * share;
}

export const CACHES = ['results', 'metadata'] as const;
export function queryLookups(cache: string, result: Result, now: Moment): number {
  const hits = (cache === 'results' ? 0.64 : 0.93) + 0.015 * now.noise(`dpas ${cache}`);
  return (cache === 'results' ? 5 : 9) * loadSeason(now.t) * shareOf(result, hits);
}

const pressed = (now: Moment) => now.conditions.on('dpas', 'spills');

export const spillRate = (now: Moment) => (pressed(now) ? 0.05 : 0.0004) * loadSeason(now.t);
export const temporaryBytes = (now: Moment) => (pressed(now) ? 2600 * MIB * wandering(now, 'dpas temporary', 0.1) : 0);
const TAGS: Array<[tag: string, bytes: number]> = [
  ['BASE_TABLE', 150 * MIB],
  ['HASH_TABLE', 34 * MIB],
  ['ORDER_BY', 12 * MIB],
  ['METADATA', 6 * MIB],
];
export const memoryByTag = (now: Moment): Record<string, number> =>
  Object.fromEntries(TAGS.map(([tag, bytes]) => [tag, (pressed(now) ? 2.2 : 1) * bytes * wandering(now, tag, 0.08)]));

export const AUDITED: Array<[eventType: string, outcome: string, perSecond: number]> = [
  ['login', 'granted', 1.15],
  ['login', 'denied', 0.02],
  ['data_access', 'granted', 2.4],
  ['config_change', 'granted', 0.004],
];
export function auditRate([type, outcome, rate]: (typeof AUDITED)[number], now: Moment): number {
  const attacked = type === 'login' && outcome === 'denied' && now.conditions.on('dpas', 'auth-failures');
  return (attacked ? 0.8 : rate) * loadSeason(now.t);
}

export const FLAG_PROVIDER = 'flagd';
export const FLAGS: Array<[key: string, perSecond: number, on: number]> = [
  ['vectorized_scan', 6, 0.5],
  ['incremental_models', 0.2, 1],
  ['evidence_preview', 1.1, 0.1],
];
export const flagRate = ([key, rate, on]: (typeof FLAGS)[number], variant: string, now: Moment) =>
  rate * (variant === 'on' ? on : 1 - on) * loadSeason(now.t) * wandering(now, `dpas flag ${key}`, 0.08);

export const cpuRate = (median: number, rate: number, now: Moment) => 0.8 * median * rate * loadSeason(now.t);
export const retryRate = (now: Moment) => (now.conditions.on('dpas', 'pipeline-failures') ? 4e-4 : 2e-6);
export const VARIANTS = ['on', 'off'];

const flagLabels = (key: string) => ({ feature_flag_key: key, feature_flag_provider_name: FLAG_PROVIDER });

const ingestion: PlainMetric[] = [
  family('counter', 'dpas_ingest_records_total', 'Records read.', STREAMS, readLabels, ({ source, share }, now) =>
    recordRate(source, share, now)
  ),
  family(
    'counter',
    'dpas_ingest_bytes_total',
    'Bytes read.',
    STREAMS,
    readLabels,
    ({ source, share }, now) => recordRate(source, share, now) * source.recordBytes
  ),
  family(
    'counter',
    'dpas_ingest_errors_total',
    'Failed runs by error.',
    CONNECTORS,
    ({ connector, errorType }) => ({ connector, error_type: errorType }),
    failedRuns
  ),
  family(
    'counter',
    'dpas_ingest_cache_requests_total',
    'Look-ups in the cache.',
    CONNECTORS.flatMap(({ connector }) => RESULTS.map((result) => ({ connector, result }))),
    (labels) => labels,
    ({ connector, result }, now) => ingestLookups(connector, result, now)
  ),
];

const duckdb: PlainMetric[] = [
  gauge('duckdb_queries_in_flight', 'Queries that run now.', (now) =>
    Math.max(
      0,
      Math.round(
        QUERIES.reduce((sum, query) => sum + concurrent(query), 0) * loadSeason(now.t) + now.noise('in flight')
      )
    )
  ),
  counter('duckdb_query_spills_total', 'Queries that spilled.', spillRate),
  gauge('duckdb_temporary_storage_bytes', 'Temporary files.', temporaryBytes),
  family(
    'gauge',
    'duckdb_memory_usage_bytes',
    'Memory by purpose.',
    TAGS,
    ([tag]) => ({ tag }),
    ([tag], now) => memoryByTag(now)[tag] ?? NaN
  ),
  family(
    'counter',
    'duckdb_cache_requests_total',
    'Look-ups in the cache of results.',
    CACHES.flatMap((cache) => RESULTS.map((result) => ({ cache, result }))),
    (labels) => labels,
    ({ cache, result }, now) => queryLookups(cache, result, now)
  ),
];

const security: PlainMetric[] = [
  family(
    'counter',
    'dpas_security_operation_cpu_seconds_total',
    'CPU time of security operations.',
    SECURITY,
    ([operation]) => ({ operation }),
    ([, median, , rate], now) => cpuRate(median, rate, now)
  ),
  family(
    'counter',
    'dpas_audit_events_total',
    'Entries of the audit log.',
    AUDITED,
    ([event_type, outcome]) => ({ event_type, outcome }),
    auditRate
  ),
  family(
    'counter',
    'feature_flag_evaluation_requests_total',
    'Evaluations.',
    FLAGS,
    ([key]) => flagLabels(key),
    (flag, now) => VARIANTS.reduce((sum, variant) => sum + flagRate(flag, variant, now), 0)
  ),
  family(
    'counter',
    'feature_flag_evaluation_success_total',
    'Evaluations by result.',
    FLAGS.flatMap((flag) => VARIANTS.map((variant) => ({ flag, variant }))),
    ({ flag: [key], variant }) => ({ ...flagLabels(key), feature_flag_result_variant: variant }),
    ({ flag, variant }, now) => flagRate(flag, variant, now)
  ),
];

const dagsterExtras: PlainMetric[] = [
  family(
    'counter',
    'dagster_run_retries_total',
    'Retried runs.',
    PIPELINES,
    ({ name }) => ({ job_name: name }),
    (_, now) => retryRate(now)
  ),
  family(
    'gauge',
    'dagster_asset_materialization_duration_seconds',
    'Duration of the last materialization.',
    ASSETS,
    ([asset_key]) => ({ asset_key }),
    ([, job, share], now) => share * lastOf(job, now).seconds
  ),
  family(
    'gauge',
    'dagster_asset_materialization_last_run_timestamp_seconds',
    'When it ended.',
    ASSETS,
    ([asset_key]) => ({ asset_key }),
    ([, job], now) => lastOf(job, now).end
  ),
];

export const instrumented: PlainMetric[] = [...ingestion, ...duckdb, ...security, ...dagsterExtras];
