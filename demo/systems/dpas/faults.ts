/** What can go wrong with the demo's DPAS, besides any operation being slow or hanging? */
import type { NamedFault } from '../../scenario/faults';

const fault = (name: string, title: string, rules: string[], more: Partial<NamedFault> = {}): NamedFault => ({
  system: 'dpas',
  name,
  title,
  rules,
  ...more,
});

/** A spike is one against the hour before: after a quarter of an hour it is the hour before. */
const SPIKE_SECONDS = 12 * 60;

export const dpasFaults: NamedFault[] = [
  fault('cpu', 'host CPU at 92 %', ['D1-A01']),
  fault('memory', 'host memory at 92 %', ['D1-A02']),
  fault('slow-queries', 'exports take more than a minute', ['D1-A03'], {
    effect: (s) => (s.slug === 'export-query' ? { factor: 60 } : undefined),
  }),
  fault('pipeline-failures', 'every Dagster run fails', ['D1-A04']),
  fault('auth-failures', 'somebody tries passwords', ['D1-A05'], {
    lasts: SPIKE_SECONDS,
    effect: (s) => (s.slug === 'post-api-auth-login' ? { errors: 0.4, load: 1.6 } : undefined),
  }),
  fault('event-loop', 'the event loop is blocked for more than 100 ms', ['D1-A06']),
  fault('slow-encryption', 'encryption takes eighty times as long', ['D1-A07'], {
    effect: (s) => (s.kind === 'dpas-security' && s.slug === 'encrypt' ? { factor: 80 } : undefined),
  }),
  fault('ingest-errors', 'every second Stripe run fails', [], {
    effect: (s) => (s.slug === 'stripe-ingestion' ? { errors: 0.5 } : undefined),
  }),
  fault('slow-ingestion', 'ingestion reads a sixteenth of its records', []),
  fault('spills', 'DuckDB spills to disk', []),
  fault('slow-models', 'dbt models take five times as long', []),
  fault('slow-site', 'the Evidence build takes three minutes', []),
  fault('dbt-errors', 'a dbt model cannot be built', []),
  fault('cron', 'cron starts none of the commands', []),
  fault('host-exporter', "the exporter of DPAS' host does not answer", ['D1-metrics-missing']),
  // No alert of the document says so: the watch over its metrics does.
  fault('down', 'DPAS and its exporters do not answer', ['D1-metrics-missing']),
];
