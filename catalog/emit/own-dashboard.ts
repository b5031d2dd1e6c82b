/** What do the dashboards have in common, those that belong to no system above all? */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

import { appPath, datasourceNames, datasources, runbooks } from '../project';

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
