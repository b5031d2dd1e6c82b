/** Which files come out of the catalogue, and what do they hold? Paths from the root of the repository. */
import { dashboardJson } from './emit/dashboards';
import { documentErrorsPage, testFileOf } from './emit/document-errors';
import { goCatalog } from './emit/go';
import { deadMan, grafanaRules } from './emit/grafana-rules';
import { dashboardsFile, datasourcesFile, pluginsFile } from './emit/provisioning';
import { documentErrorsFile, ruleTestFile } from './emit/promtool-tests';
import { prometheusRules } from './emit/prometheus-rules';
import { runbookPages } from './emit/runbooks';
import { uninstall } from './emit/uninstall';
import { dashboardUid } from './project';
import { documentErrors } from './document-errors';
import { ruleTests, systems } from './systems';
import { stagedSeries } from './systems/omninode/errors-in-document';

/** Folders that hold nothing else: a file that is not generated any more is removed from them. */
export const generatedFolders = ['dashboards', 'docs/runbooks', 'provisioning'];

export function outputs(): Map<string, string> {
  const files = new Map([['pkg/catalog/catalog.json', goCatalog(systems)]]);
  for (const system of systems) {
    for (const dashboard of system.dashboards) {
      const path = `dashboards/${system.name}/${dashboardUid(system.name, dashboard.name)}.json`;
      files.set(path, dashboardJson(system, dashboard));
    }
    files.set(`provisioning/alerting/${system.name}.yaml`, grafanaRules(system));
    files.set(`provisioning/rules/${system.name}.yaml`, prometheusRules(system));
    files.set(`provisioning/rules/tests/${system.name}.yaml`, ruleTestFile(system, ruleTests[system.name] ?? []));
  }
  for (const [system, errors] of Object.entries(documentErrors)) {
    files.set(testFileOf(system), documentErrorsFile(errors, stagedSeries));
  }
  files.set('docs/document-errors.md', documentErrorsPage());
  files.set('provisioning/alerting/yardstick.yaml', deadMan());
  const rules = [...files].filter(([path]) => path.startsWith('provisioning/alerting/')).map(([, text]) => text);
  files.set('provisioning/uninstall/yardstick.yaml', uninstall(rules));
  files.set('provisioning/datasources/yardstick.yaml', datasourcesFile());
  files.set('provisioning/plugins/yardstick.yaml', pluginsFile());
  files.set('provisioning/dashboards/yardstick.yaml', dashboardsFile(systems));
  for (const [path, text] of runbookPages(systems)) {
    files.set(`docs/runbooks/${path}`, text);
  }
  return files;
}
