/** Which queries does a panel send, and to which data source? */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder, PromQueryFormat, QueryEditorMode } from '@grafana/grafana-foundation-sdk/prometheus';

import type { OwnQuery, Panel } from '../panel';
import { datasources } from '../project';
import { scoped, variables } from '../scope';
import type { System } from '../system';
import { alertOf, found, targetOf } from './thresholds';

/** Data source variables instead of fixed uids: the same file fits every Grafana. */
export const prometheusRef = { type: datasources.prometheus.type, uid: '${prometheus}' };
export const yardstickRef = { type: datasources.yardstick.type, uid: '${yardstick}' };

/** A query of our own data source, in the types of the SDK. */
export class YardstickQuery implements Builder<Dataquery> {
  constructor(
    private readonly refId: string,
    private readonly system: string,
    private readonly query: OwnQuery
  ) {}

  build(): Dataquery {
    const query = { refId: this.refId, datasource: yardstickRef, system: this.system, ...this.query };
    return Object.defineProperty(query, '_implementsDataqueryVariant', {
      value: () => undefined,
      enumerable: false,
    }) as typeof query & Dataquery;
  }
}

/** What a panel asks that belongs to no system. */
export const asked = (expr: string, ref: string, legend: string) =>
  new DataqueryBuilder()
    .refId(ref)
    .datasource(prometheusRef)
    .editorMode(QueryEditorMode.Code)
    .expr(expr)
    .legendFormat(legend);

export function queriesOf(system: System, panel: Panel): Array<Builder<Dataquery>> {
  const prometheus = panel.promql.map((query, i) => prometheusQuery(system, panel, query, refId(i)));
  const own = panel.own.map((query, i) => new YardstickQuery(refId(prometheus.length + i), system.name, query));
  return [...prometheus, ...own];
}

/** What a panel asks Prometheus, before selectors are put in. */
export const expressionsOf = (system: System, panel: Panel): string[] =>
  panel.promql.map((query) => source(system, query).expr);

export const refId = (i: number) => String.fromCharCode('A'.charCodeAt(0) + i);

function prometheusQuery(system: System, panel: Panel, query: Panel['promql'][number], ref: string) {
  const { expr, legend } = source(system, query);
  const builder = new DataqueryBuilder()
    .refId(ref)
    .datasource(prometheusRef)
    .editorMode(QueryEditorMode.Code)
    .format(formats[panel.type] ?? PromQueryFormat.TimeSeries)
    .expr(scoped(reduced(panel, expr), system, variables()))
    .legendFormat(query.legend ?? legend);
  return overTime.has(panel.type) ? builder.range() : builder.instant();
}

/** Panels that draw a course of time; the others ask for its end only. */
const overTime: ReadonlySet<Panel['type']> = new Set(['timeseries', 'heatmap', 'state-timeline']);

const formats: Partial<Record<Panel['type'], PromQueryFormat>> = {
  table: PromQueryFormat.Table,
  heatmap: PromQueryFormat.Heatmap,
};

/** A subquery says itself how far it looks back; rates of hours in it would make another peak, or another mean (D-5). */
const zoomed = (expr: string) =>
  /\[\w+:\w*\]/.test(expr)
    ? expr
    : expr.replaceAll('[5m]', '[$__rate_interval]').replaceAll(/ offset 5m\b/g, ' offset $__rate_interval');

/**
 * The window of a quantity follows the zoom (G-1). That of an alert or a
 * target is part of its definition, so that the panel shows what is judged.
 */
function source(system: System, query: Panel['promql'][number]): { expr: string; legend: string } {
  if (query.quantity) {
    const quantity = found(system.quantities, query.quantity);
    const view = query.also === undefined ? quantity : quantity.also[query.also];
    if (!view) {
      throw new Error(`building a dashboard of ${system.name}: ${query.quantity} has no view ${query.also}`);
    }
    return { expr: zoomed(view.expr), legend: view.legend };
  }
  if (query.alert) {
    const { condition, name } = alertOf(system, query.alert);
    if (condition.kind === 'promql') {
      return { expr: condition.expr, legend: name };
    }
  }
  if (query.target) {
    return { expr: targetOf(system, query.target).expr, legend: targetOf(system, query.target).title };
  }
  throw new Error(`building a dashboard of ${system.name}: a query names no quantity, alert of PromQL, or target`);
}

/** One number out of many series, made by Prometheus. */
function reduced(panel: Panel, expr: string): string {
  return panel.type === 'stat' && ['sum', 'max', 'min', 'count'].includes(panel.reduce)
    ? `${panel.reduce}(${expr})`
    : expr;
}
