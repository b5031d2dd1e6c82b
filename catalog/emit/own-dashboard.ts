/** What do the dashboards that belong to no system have in common? */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

import { appPath, datasources, runbooks } from '../project';

/** A choice of a data source, under the name of its kind. */
export const sourceVariable = (name: keyof typeof datasources, label: string, description: string) =>
  new dashboard.DatasourceVariableBuilder(name).label(label).type(datasources[name].type).description(description);

/** To the app, the rules that a search finds, and the runbooks. */
export function links(rules: string) {
  const link = (title: string) =>
    new dashboard.DashboardLinkBuilder(title).type(dashboard.DashboardLinkType.Link).icon('external link');
  return [
    link('Yardstick').url(appPath),
    link('Rules').url(`/alerting/list?search=${rules}`),
    link('Runbooks').url(`${runbooks}/README.md`).targetBlank(true),
  ];
}
