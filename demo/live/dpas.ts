/** How does DPAS run, instrumented as its programs would be: the service, and what leaves files for node_exporter? */
import { instrumentDpas, instrumentDpasRuns, type Dpas } from '../../instrument';
import type { Moment } from '../scenario/plain';
import type { Outcome, Stream } from '../scenario/stream';
import * as application from '../systems/dpas/application';
import { ASSETS, lastOf, PIPELINES } from '../systems/dpas/dagster';
import { CONNECTORS, dpasStreams, SECURITY, type Connector } from '../systems/dpas/operations';
import { recordRuns } from '../systems/dpas/textfile';
import type { LiveProgram, Surroundings } from './programs';
import type { Begin } from './requests';

const label = (stream: Stream, name: string) => stream.labels[name] ?? '';
const nothing = () => undefined;

/** The service. */
export function dpasProgram({ scheduler }: Surroundings): LiveProgram {
  const dpas = instrumentDpas({ clock: scheduler.clock });
  CONNECTORS.forEach(({ connector, streams, errorType }) =>
    dpas.ingestion.announce(
      connector,
      streams.map(([name]) => name),
      [errorType]
    )
  );
  dpasStreams.forEach((stream) => announce(dpas, stream));
  return {
    job: 'dpas',
    registry: dpas.registry,
    second: (now) => second(dpas, now),
    begin: (stream) => begin(dpas, stream),
  };
}

/** dbt, commands and builds: node_exporter shows the files that they leave. */
export function dpasRunsProgram({ scheduler, now }: Surroundings): LiveProgram {
  const runs = instrumentDpasRuns({ clock: scheduler.clock });
  recordRuns(runs, now());
  return {
    job: 'dpas-node',
    registry: runs.registry,
    second: (moment) => recordRuns(runs, moment),
    begin: () => () => nothing,
  };
}

/** The answer of a request that ends well, or not. */
const statusOf = (stream: Stream, outcome: Outcome) => Number(stream[outcome]?.http_response_status_code ?? 200);

function announce(dpas: Dpas, stream: Stream): void {
  switch (stream.kind) {
    case 'dpas-api':
      return dpas.requests.announce(label(stream, 'http_request_method'), label(stream, 'http_route'), [
        statusOf(stream, 'ok'),
        statusOf(stream, 'failed'),
      ]);
    case 'dpas-query':
      return dpas.queries.announce(label(stream, 'query_type'));
    case 'dpas-security':
      return dpas.security.announce(label(stream, 'operation'));
  }
}

/** How one execution of a stream begins and ends, by the library's own calls. */
function begin(dpas: Dpas, stream: Stream): Begin {
  const type = label(stream, 'query_type');
  switch (stream.kind) {
    case 'dpas-api':
      return (outcome) => {
        const request = dpas.requests.start(label(stream, 'http_request_method'), label(stream, 'http_route'));
        return () => void request.end(statusOf(stream, outcome));
      };
    case 'dpas-query':
      return (outcome) => {
        const query = dpas.queries.start(type);
        return () => void query.end(outcome === 'ok' ? 'success' : 'error');
      };
    case 'dpas-memory':
      return (_, value) => () => dpas.queries.profile(type, { peakMemoryBytes: value });
    case 'dpas-rows':
      return (_, value) => () => dpas.queries.profile(type, { rows: value });
    case 'dpas-ingest':
      return ingest(dpas, stream);
    case 'dpas-stream':
      return (_, value) => () =>
        dpas.ingestion.streamEnded(label(stream, 'connector'), label(stream, 'stream'), value || 0);
    case 'dpas-security':
      return () => {
        const operation = dpas.security.start(label(stream, 'operation'));
        return () => void operation.end();
      };
    default:
      return () => nothing;
  }
}

const sourceOf = (stream: Stream): Connector => {
  const source = CONNECTORS.find(({ connector }) => connector === label(stream, 'connector'));
  if (!source) {
    throw new Error(`no connector for ${stream.name}`);
  }
  return source;
};

/** Records are counted every second, so that throughput has no steps; the run's own sum is set at its end. */
function ingest({ ingestion }: Dpas, stream: Stream): Begin {
  const { connector, errorType, recordsPerSecond, recordBytes } = sourceOf(stream);
  return (outcome) => {
    const run = ingestion.start(connector);
    return () => {
      const records = recordsPerSecond * (outcome === 'ok' ? run.end() : run.fail(errorType));
      ingestion.setLast(connector, { records, bytes: records * recordBytes });
    };
  };
}

/** What is no duration: counted and set once a second. */
function second({ ingestion, queries, security, dagster }: Dpas, now: Moment): void {
  for (const { source, connector, stream, share } of application.STREAMS) {
    const records = application.recordRate(source, share, now) * now.step;
    ingestion.read(connector, stream, { records, bytes: records * source.recordBytes });
  }
  for (const result of application.RESULTS) {
    CONNECTORS.forEach(({ connector }) =>
      ingestion.lookedUp(connector, result, application.ingestLookups(connector, result, now) * now.step)
    );
    application.CACHES.forEach((cache) =>
      queries.lookedUp(cache, result, application.queryLookups(cache, result, now) * now.step)
    );
  }
  queries.spilled(application.spillRate(now) * now.step);
  queries.setMemory(application.memoryByTag(now), application.temporaryBytes(now));
  SECURITY.forEach(([operation, median, , rate]) =>
    security.used(operation, application.cpuRate(median, rate, now) * now.step)
  );
  application.AUDITED.forEach((entry) =>
    security.audited(entry[0], entry[1], application.auditRate(entry, now) * now.step)
  );
  for (const flag of application.FLAGS) {
    application.VARIANTS.forEach((variant) =>
      security.flagEvaluated(
        flag[0],
        variant,
        application.FLAG_PROVIDER,
        application.flagRate(flag, variant, now) * now.step
      )
    );
  }
  PIPELINES.forEach(({ name }) => dagster.retried(name, application.retryRate(now) * now.step));
  ASSETS.forEach(([asset, job, share]) => {
    const { seconds, end } = lastOf(job, now);
    dagster.materialized(asset, share * seconds, end);
  });
}
