/** Where do the buckets of DPAS' histograms end? Every limit of D1 is a bound; in seconds unless said otherwise. */

/** OpenTelemetry's advice for HTTP servers, with the target of D1 l.250 (200 ms), which it lacks. */
export const DPAS_HTTP_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.35, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** DuckDB: the target of D1 l.252 (1 s) and the alert of l.198 (30 s) are bounds; a doubling is at least one bucket. */
export const DUCKDB_SECONDS = [
  0.005, 0.008, 0.0125, 0.02, 0.03, 0.05, 0.08, 0.125, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 4, 6, 10, 15, 20, 30, 45, 60,
  90, 120,
];

/** Ingestion runs and their streams, from a tenth of a second to an hour. */
export const INGEST_SECONDS = [
  0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600, 1200, 1800, 3600,
];

/** Security operations: 1 s, the limit where D1 l.100 names none, is a bound. */
export const SECURITY_SECONDS = [
  0.0005, 0.001, 0.0015, 0.0025, 0.004, 0.006, 0.01, 0.015, 0.025, 0.04, 0.06, 0.1, 0.15, 0.25, 0.4, 0.6, 1, 1.5, 2.5,
  5, 10,
];

/** Peak memory of a query, in bytes: doubling from a mebibyte to 4 GiB. */
export const QUERY_BYTES = Array.from({ length: 13 }, (_, i) => 2 ** (20 + i));

/** Rows of a result. */
export const QUERY_ROWS = [1, 10, 100, 300, 1000, 3000, 10000, 30000, 100000, 1e6, 1e7];
