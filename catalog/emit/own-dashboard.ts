/** What do the dashboards have in common, those of the systems and those of all or none? */
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

import { appPath, datasourceNames, datasources, runbooks } from '../project';
import type { Step } from './thresholds';

/**
 * A choice of a data source, under the name of its kind. It begins with the one
 * that is provisioned beside it: without a choice Grafana takes the first by
 * name, which for the two can be those of two servers.
 */
export function sourceVariable(name: keyof typeof datasources, description: string) {
  const { type, uid } = datasources[name];
  const text = datasourceNames[name];
  return new dashboard.DatasourceVariableBuilder(name)
    .label(text)
    .type(type)
    .description(description)
    .current({ text, value: uid });
}

/** To the app, the list of rules, and the runbooks. */
export function links(rules: string) {
  const link = (title: string) =>
    new dashboard.DashboardLinkBuilder(title).type(dashboard.DashboardLinkType.Link).icon('external link');
  return [
    link('Yardstick').url(appPath),
    link('Rules').url(rules),
    link('Runbooks').url(`${runbooks}/README.md`).targetBlank(true),
  ];
}

export const colours = (steps: Step[]) =>
  new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps);

export const dashedLimits = () =>
  new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed);

/** The tooltip of a graph, the highest first. */
export const everySeries = () =>
  new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending);

/** The legend of a graph. */
export const belowIt = () =>
  new common.VizLegendOptionsBuilder()
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom)
    .showLegend(true)
    .calcs([]);

/** Of Grafana's own list of alerts: those whose labels match. */
export const alertList = (
  filter: string,
  stateFilter: Record<string, boolean>,
  viewMode: 'stat' | 'list' = 'list'
) => ({
  viewMode,
  groupMode: 'default',
  groupBy: [],
  maxItems: 50,
  sortOrder: 3,
  dashboardAlerts: false,
  alertName: '',
  alertInstanceLabelFilter: filter,
  folder: null,
  showInstances: false,
  stateFilter,
});
