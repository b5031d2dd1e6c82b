/**
 * How does a latency panel lead to the traces of what it draws?
 *
 * By a data link into Explore, with the data source of a variable. A variable
 * has data sources of one type only, and of the types that Grafana brings along
 * Tempo alone finds traces by an attribute: Jaeger asks for the name of a
 * service first, Zipkin for the id of a trace. Where there is no Tempo the
 * variable is empty and stays out of sight.
 */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

import type { Panel } from '../panel';
import type { System } from '../system';

const tracesVariable = 'traces';

export function tracesSource(): dashboard.DatasourceVariableBuilder {
  return new dashboard.DatasourceVariableBuilder(tracesVariable)
    .label('Traces')
    .description('Where the traces of the operations are; only the links of latency panels need it.')
    .type('tempo')
    .hide(dashboard.VariableHide.HideVariable);
}

/** The links of a panel that draws durations by operation; of the others none. */
export function traceLinks(system: System, panel: Panel, expressions: readonly string[]) {
  const { trace } = system;
  if (!trace || panel.type !== 'timeseries' || (panel.unit !== 's' && panel.unit !== 'ms')) {
    return [];
  }
  if (!panel.own.some(({ queryType }) => queryType === 'series') && !expressions.some((expr) => drawn(trace, expr))) {
    return [];
  }
  const query = trace.label
    ? `{ span.${trace.attribute} = "\${__field.labels.${trace.label}}" }`
    : `{ span.${trace.attribute} != nil }`;
  return [dataLink({ title: 'Traces (Tempo)', url: explore(query), targetBlank: true })];
}

/** The link of a field has three of the properties that the link of a dashboard has. */
const dataLink = (link: Pick<dashboard.DashboardLink, 'title' | 'url' | 'targetBlank'>) => ({
  build: () => link as dashboard.DashboardLink,
});

/** Whether a series says which operation it is of; without such a label any duration of a request will do. */
function drawn({ label }: NonNullable<System['trace']>, expr: string): boolean {
  return label ? new RegExp(`by \\([^)]*\\b${label}\\b`).test(expr) : /_request_duration_/.test(expr);
}

/** Grafana fills variables in and encodes their values; what stands around them has to be encoded already. */
function explore(query: string): string {
  const source = `\${${tracesVariable}}`;
  const pane = {
    datasource: source,
    queries: [{ refId: 'A', datasource: { type: 'tempo', uid: source }, queryType: 'traceql', query }],
    range: { from: '${__from}', to: '${__to}' },
  };
  const panes = encodeURIComponent(JSON.stringify({ a: pane }));
  const open = panes.replaceAll(/%24%7B(.+?)%7D/g, (_, name: string) => `\${${decodeURIComponent(name)}}`);
  return `/explore?schemaVersion=1&panes=${open}`;
}
