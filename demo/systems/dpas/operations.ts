/** Which requests, queries, ingestion runs and security operations does the demo's DPAS execute, how long do they take and how often? */
import {
  DPAS_HTTP_SECONDS,
  DUCKDB_SECONDS,
  INGEST_SECONDS,
  QUERY_BYTES,
  QUERY_ROWS,
  SECURITY_SECONDS,
} from '../../../instrument';
import { stream, type Stream } from '../../scenario/stream';

const base = { system: 'dpas' } as const;
const status = { ok: { status: 'success' }, failed: { status: 'error' } } as const;

type Route = [method: string, route: string, median: number, logSd: number, perSecond: number];

const ROUTES: Route[] = [
  ['GET', '/api/datasets', 0.022, 0.5, 4],
  ['POST', '/api/query', 0.055, 0.5, 3],
  ['GET', '/api/reports/:id', 0.035, 0.5, 2],
];
/** Routes that authenticate: what fails there was refused. */
const AUTH_ROUTES: Route[] = [
  ['POST', '/api/auth/login', 0.06, 0.4, 1.2],
  ['POST', '/api/auth/token', 0.025, 0.4, 2],
];

const api = (refused: string, share: number) =>
  function request([method, route, median, logSd, rate]: Route): Stream {
    return stream({
      ...base,
      kind: 'dpas-api',
      name: `${method} ${route}`,
      metric: 'http_server_request_duration_seconds',
      labels: { http_request_method: method, http_route: route },
      ok: { http_response_status_code: '200' },
      failed: { http_response_status_code: refused },
      bounds: DPAS_HTTP_SECONDS,
      median,
      logSd,
      rate,
      errors: share,
    });
  };

interface Query {
  type: string;
  median: number;
  logSd: number;
  rate: number;
  bytes: number;
  rows: number;
}

const MIB = 1024 ** 2;

/** D1 l.252: analytical queries take less than a second; an export may take longer, and is rare. */
export const QUERIES: Query[] = [
  { type: 'analytical', median: 0.14, logSd: 0.55, rate: 3, bytes: 46 * MIB, rows: 900 },
  { type: 'dashboard', median: 0.021, logSd: 0.5, rate: 4, bytes: 6 * MIB, rows: 60 },
  { type: 'metadata', median: 0.009, logSd: 0.4, rate: 2, bytes: 1.5 * MIB, rows: 20 },
  { type: 'export', median: 1.1, logSd: 0.4, rate: 0.15, bytes: 180 * MIB, rows: 120_000 },
];

const queries = QUERIES.map(({ type, median, logSd, rate }) =>
  stream({
    ...base,
    ...status,
    kind: 'dpas-query',
    name: `${type} query`,
    metric: 'duckdb_query_duration_seconds',
    labels: { query_type: type },
    bounds: DUCKDB_SECONDS,
    median,
    logSd,
    rate,
    errors: 0.002,
    runs: {},
  })
);

const profiles = QUERIES.flatMap(({ type, rate, bytes, rows }) => [
  stream({
    ...base,
    kind: 'dpas-memory',
    name: `${type} memory`,
    metric: 'duckdb_query_peak_memory_bytes',
    labels: { query_type: type },
    bounds: QUERY_BYTES,
    median: bytes,
    logSd: 0.5,
    rate,
    duration: false,
  }),
  stream({
    ...base,
    kind: 'dpas-rows',
    name: `${type} rows`,
    metric: 'duckdb_query_rows',
    labels: { query_type: type },
    bounds: QUERY_ROWS,
    median: rows,
    logSd: 0.7,
    rate,
    duration: false,
  }),
]);

export interface Connector {
  connector: string;
  median: number;
  logSd: number;
  rate: number;
  /** Records per second of one run, and bytes of a record. */
  recordsPerSecond: number;
  recordBytes: number;
  errorType: string;
  /** Streams with the median of their reading time and their share of the records. */
  streams: Array<[name: string, median: number, share: number]>;
}

/** D1 l.251: every run reads more than 10,000 records a second. */
export const CONNECTORS: Connector[] = [
  {
    connector: 'postgres',
    median: 180,
    logSd: 0.3,
    rate: 0.016,
    recordsPerSecond: 12_400,
    recordBytes: 210,
    errorType: 'OperationalError',
    streams: [
      ['orders', 110, 0.65],
      ['customers', 60, 0.35],
    ],
  },
  {
    connector: 's3',
    median: 80,
    logSd: 0.35,
    rate: 0.02,
    recordsPerSecond: 13_100,
    recordBytes: 340,
    errorType: 'ClientError',
    streams: [['events', 78, 1]],
  },
  {
    connector: 'github',
    median: 32,
    logSd: 0.35,
    rate: 0.02,
    recordsPerSecond: 11_200,
    recordBytes: 480,
    errorType: 'RateLimitError',
    streams: [['issues', 30, 1]],
  },
  {
    connector: 'stripe',
    median: 45,
    logSd: 0.35,
    rate: 0.015,
    recordsPerSecond: 11_600,
    recordBytes: 260,
    errorType: 'TimeoutError',
    streams: [['charges', 43, 1]],
  },
];

const runs = CONNECTORS.map(({ connector, median, logSd, rate, recordsPerSecond, recordBytes }) =>
  stream({
    ...base,
    ...status,
    kind: 'dpas-ingest',
    name: `${connector} ingestion`,
    metric: 'dpas_ingest_duration_seconds',
    labels: { connector },
    bounds: INGEST_SECONDS,
    median,
    logSd,
    rate,
    errors: 0.004,
    runs: {
      dpas_ingest_last_records: (seconds) => seconds * recordsPerSecond,
      dpas_ingest_last_bytes: (seconds) => seconds * recordsPerSecond * recordBytes,
    },
  })
);

const streams = CONNECTORS.flatMap(({ connector, rate, streams: own }) =>
  own.map(([name, median]) =>
    stream({
      ...base,
      kind: 'dpas-stream',
      name: `${connector} ${name}`,
      metric: 'dpas_ingest_stream_duration_seconds',
      labels: { connector, stream: name },
      bounds: INGEST_SECONDS,
      median,
      logSd: 0.35,
      rate,
    })
  )
);

type SecurityRow = [operation: string, median: number, logSd: number, perSecond: number];

export const SECURITY: SecurityRow[] = [
  ['authenticate', 0.048, 0.4, 3],
  ['authorize', 0.003, 0.4, 4],
  ['encrypt', 0.03, 0.5, 1],
  ['audit_write', 0.0022, 0.4, 4],
];

const security = SECURITY.map(([operation, median, logSd, rate]) =>
  stream({
    ...base,
    kind: 'dpas-security',
    name: operation,
    metric: 'dpas_security_operation_duration_seconds',
    labels: { operation },
    bounds: SECURITY_SECONDS,
    median,
    logSd,
    rate,
  })
);

export const dpasStreams: Stream[] = [
  ...ROUTES.map(api('500', 0.002)),
  ...AUTH_ROUTES.map(api('401', 0.015)),
  ...queries,
  ...profiles,
  ...runs,
  ...streams,
  ...security,
];
