// What does a page get from Grafana? Its frame, one data source, and answers to queries and resources.
import { type DataFrame, type DataQueryRequest, type DataSourceInstanceSettings, LoadingState } from '@grafana/data';
import {
  type BackendSrv,
  type BackendSrvRequest,
  type DataSourceSrv,
  type GetDataSourceListFilters,
  setBackendSrv,
  setDataSourceSrv,
} from '@grafana/runtime';
import { from, of } from 'rxjs';
import { type Query } from '../datasource/types';

export interface Sent {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  headers?: Record<string, unknown>;
}

export interface World {
  sources?: string[];
  /** Those of Prometheus, and for which of them a source was made. */
  prometheus?: string[];
  madeFor?: string;
  /** Data sources of others, for traces and logs. */
  others?: Array<Partial<DataSourceInstanceSettings>>;
  /** The frame of a query; an Error is the answer's. */
  frames?: (query: Query) => DataFrame | Error | undefined;
  /** The answer to a request; an Error, or what Grafana's fetch rejects with, is thrown. */
  answer?: (sent: Sent) => unknown;
  /** What the back end remarks beside its answers. */
  remarks?: string[];
}

export class Refused {
  constructor(
    readonly status: number,
    readonly data: { message?: string; error?: string } = {}
  ) {}
}

/** Puts the world in place and gives what is sent to it. */
export function givenWorld({
  sources = ['yardstick'],
  prometheus = ['prometheus'],
  madeFor,
  others = [],
  frames = () => undefined,
  answer = () => ({}),
  remarks = [],
}: World): Sent[] {
  const sent: Sent[] = [];
  const list = sources.map(
    (uid) =>
      ({
        uid,
        name: `Data source ${uid}`,
        type: 'yardstick-baselines-datasource',
        jsonData: { prometheusUid: madeFor },
      }) as DataSourceInstanceSettings & { jsonData: { prometheusUid?: string } }
  );
  const query = ({ targets }: DataQueryRequest<Query>) => {
    const answers = targets.map((target) => [target.refId, frames(target)] as const);
    const errors = answers.flatMap(([, frame]) => (frame instanceof Error ? [{ message: frame.message }] : []));
    const data = answers.flatMap(([refId, frame]) => (frame && !(frame instanceof Error) ? [{ ...frame, refId }] : []));
    return of({ data, errors: errors.length > 0 ? errors : undefined, state: LoadingState.Done });
  };
  setDataSourceSrv({
    getList: ({ pluginId, type, tracing }: GetDataSourceListFilters = {}) =>
      type === 'prometheus'
        ? prometheus.map((uid) => ({ uid, name: `${uid[0]?.toUpperCase()}${uid.slice(1)}`, type: 'prometheus' }))
        : type !== undefined || tracing
          ? others.filter((one) => (tracing ? one.meta?.tracing : one.type === type))
          : pluginId === undefined || pluginId === 'yardstick-baselines-datasource'
            ? list
            : [],
    reload: async () => void (await send({ method: 'GET', path: '/api/frontend/settings' })),
    getInstanceSettings: (uid: string) => [...others, ...list].find((one) => one.uid === uid),
    get: async (uid: string) => ({ getRef: () => ({ uid }), query }),
  } as unknown as DataSourceSrv);
  const send = async (one: Sent) => {
    sent.push(one);
    const value = answer(one);
    if (value instanceof Error || value instanceof Refused) {
      throw value;
    }
    return value;
  };
  const addressed = (path: string, params?: Record<string, string>) =>
    params && Object.keys(params).length > 0 ? `${path}?${new URLSearchParams(params)}` : path;
  setBackendSrv({
    fetch: ({ url, params }: BackendSrvRequest) =>
      from(
        send({ method: 'GET', path: addressed(url, params as Record<string, string>) }).then((data) => ({
          data,
          headers: new Map(
            remarks.length === 0 ? [] : [['X-Yardstick-Remarks', encodeURIComponent(remarks.join('\n'))]]
          ),
        }))
      ),
    get: (path: string, params?: Record<string, string>) => send({ method: 'GET', path: addressed(path, params) }),
    post: (path: string, body: unknown, options?: { headers?: Record<string, unknown> }) =>
      send({ method: 'POST', path, body, headers: options?.headers }),
    put: (path: string, body: unknown, options?: { headers?: Record<string, unknown> }) =>
      send({ method: 'PUT', path, body, headers: options?.headers }),
    delete: (path: string, body: unknown, options?: { headers?: Record<string, unknown> }) =>
      send({ method: 'DELETE', path, body, headers: options?.headers }),
  } as unknown as BackendSrv);
  return sent;
}
