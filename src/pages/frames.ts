// What does the data source answer to a query of a page? Its frames, or the first error among its answers.
import { CoreApp, type DataFrame, type DataQueryRequest, LoadingState, type TimeRange } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { from, lastValueFrom } from 'rxjs';
import { type Query } from '../datasource/types';

/** A query as a page writes it: the rest is filled in. */
export type Wanted = Query extends infer Each ? (Each extends Query ? Omit<Each, 'refId'> : never) : never;

/** Grafana drops a question when another of the same id comes: each has its own, also within a millisecond. */
let asked = 0;

export async function askFrames(uid: string, wanted: Wanted[], range: TimeRange): Promise<DataFrame[][]> {
  const source = await getDataSourceSrv().get(uid);
  const targets = wanted.map((query, index) => ({
    ...query,
    refId: String.fromCharCode(65 + index),
    datasource: source.getRef(),
  }));
  const request: DataQueryRequest<Query> = {
    app: CoreApp.Unknown,
    requestId: `yardstick ${++asked}`,
    interval: '1m',
    intervalMs: 60_000,
    maxDataPoints: 500,
    range,
    scopedVars: {},
    startTime: Date.now(),
    targets,
    timezone: 'browser',
  };
  const answer = await lastValueFrom(from(source.query(request as never)));
  const failed = answer.errors?.[0] ?? answer.error;
  if (failed || answer.state === LoadingState.Error) {
    const reason = failed?.message ?? failed?.data?.message ?? 'The data source gave no reason';
    // By its status a page tells a refusal from a failure.
    throw Object.assign(new Error(reason), { status: failed?.status });
  }
  return targets.map(({ refId }) => answer.data.filter((frame: DataFrame) => frame.refId === refId));
}
