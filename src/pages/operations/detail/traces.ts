// Where can one read what happened? Traces and logs, in whatever data sources this Grafana has for them.
import { type DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type SlowRequest, type Why } from '../../../datasource/resources';
import { mayUse } from '../../roles';
import { explorePane } from './links';

/** What a Prometheus data source says of the traces behind its exemplars, in its own settings. */
interface Destination {
  name?: string;
  datasourceUid?: string;
  /** With ${__value.raw} for the id. */
  url?: string;
}

const traceTypes = ['tempo', 'jaeger', 'zipkin'];

/** Minutes around a moment that Explore is opened with. */
const around = 15;

function explore(source: DataSourceInstanceSettings, query: object, at: string): string {
  const edge = (minutes: number) => String(Date.parse(at) + minutes * 60_000);
  return explorePane('evidence', source, query, { from: edge(-around), to: edge(around) });
}

/** That of the Prometheus data source that ours was made for. */
function destinationsOf(uid: string): Destination[] {
  const sources = getDataSourceSrv();
  const { prometheusUid } = (sources.getInstanceSettings(uid)?.jsonData ?? {}) as { prometheusUid?: string };
  const jsonData = prometheusUid === undefined ? undefined : sources.getInstanceSettings(prometheusUid)?.jsonData;
  return (jsonData as { exemplarTraceIdDestinations?: Destination[] } | undefined)?.exemplarTraceIdDestinations ?? [];
}

/** The trace of a request: by the Prometheus data source's own setting, else in the first data source for traces. */
export function traceLink(uid: string, { traceId, labels, at }: SlowRequest): string | undefined {
  if (traceId === '') {
    return undefined;
  }
  const chosen = destinationsOf(uid).find(({ name }) => name !== undefined && labels[name] === traceId);
  if (chosen?.url) {
    return chosen.url.replaceAll('${__value.raw}', encodeURIComponent(traceId));
  }
  if (!mayUse('datasources:explore')) {
    return undefined;
  }
  const sources = getDataSourceSrv();
  const source =
    (chosen?.datasourceUid ? sources.getInstanceSettings(chosen.datasourceUid) : undefined) ??
    sources.getList({ tracing: true }).find(({ type }) => traceTypes.includes(type));
  return source && explore(source, traceQuery(source.type, traceId), at);
}

const traceQuery = (type: string, query: string) => (type === 'tempo' ? { queryType: 'traceql', query } : { query });

/** The logs with the operation's labels, where there is a Loki. */
export function logsLink({ logs, at }: Why): string | undefined {
  const source = getDataSourceSrv()
    .getList({ type: 'loki' })
    .find(({ type }) => type === 'loki'); // Grafana adds its own built-in one to any list
  return source && logs !== '{}' && mayUse('datasources:explore')
    ? explore(source, { expr: logs, queryType: 'range' }, at)
    : undefined;
}
