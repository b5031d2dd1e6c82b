/** Which files come out of the catalogue, and what do they hold? Paths from the root of the repository. */
import { coveragePage } from './emit/coverage';
import { dashboardJson } from './emit/dashboards';
import { documentErrorsPage, testFileOf } from './emit/document-errors';
import { goCatalog } from './emit/go';
import { grafanaRules, withdrawnBeside, yardstickRules } from './emit/grafana-rules';
import { guidePages } from './emit/guides';
import { installableIndex, installableRules, ownRules } from './emit/installable';
import { nodePage } from './emit/node';
import { dashboardsFile, pluginsFile, prometheusFile, yardstickFile } from './emit/provisioning';
import { documentErrorsFile, longRuleTestFile, ruleTestFile, shownTests } from './emit/promtool-tests';
import { prometheusRules } from './emit/prometheus-rules';
import { itselfJson } from './emit/itself';
import { overviewJson } from './emit/overview';
import { ownPrometheusRules } from './emit/own-rules';
import { itselfName, overviewName } from './emit/places';
import { ownRunbooks } from './emit/own-runbooks';
import { pythonPage } from './emit/python';
import { routingPages } from './emit/routing';
import { runbookPages } from './emit/runbooks';
import { uninstall } from './emit/uninstall';
import { dashboardUid } from './project';
import { coverage } from './coverage';
import { mustBeDistinct } from './distinct';
import { documentErrors } from './document-errors';
import { itself, ownRuleTests } from './own-rule-tests';
import { documents, ruleTests, shown, systems } from './systems';
import { stagedSeries } from './systems/omninode/errors-in-document';

/** Folders that hold nothing else: a file that is not generated any more is removed from them. */
export const generatedFolders = [
  'dashboards',
  'docs/emit',
  'docs/guides',
  'docs/routing',
  'docs/runbooks',
  'installable',
  'provisioning',
];

export function outputs(): Map<string, string> {
  mustBeDistinct(systems);
  const files = new Map([['pkg/catalog/catalog.json', goCatalog(systems)]]);
  for (const system of systems) {
    for (const dashboard of system.dashboards) {
      const path = `dashboards/${system.name}/${dashboardUid(system.name, dashboard.name)}.json`;
      files.set(path, dashboardJson(system, dashboard));
    }
    files.set(`provisioning/alerting/${system.name}.yaml`, grafanaRules(system));
    files.set(`provisioning/rules/${system.name}.yaml`, prometheusRules(system));
    files.set(
      `provisioning/rules/tests/${system.name}.yaml`,
      ruleTestFile(system, ruleTests[system.name] ?? [], shownTests(system, shown[system.name] ?? []))
    );
    files.set(`installable/rules/${system.name}.json`, installableRules(system));
    const long = longRuleTestFile(system, ruleTests[system.name] ?? []);
    if (long) {
      files.set(`provisioning/rules/tests/${system.name}-days.yaml`, long);
    }
  }
  files.set(`dashboards/${overviewName}/${dashboardUid(overviewName)}.json`, overviewJson(systems));
  files.set(`dashboards/${itselfName}/${dashboardUid(itselfName)}.json`, itselfJson());
  for (const [system, errors] of Object.entries(documentErrors)) {
    files.set(testFileOf(system), documentErrorsFile(errors, stagedSeries));
  }
  files.set('docs/document-errors.md', documentErrorsPage());
  const covered = systems.map((system) => ({ system, lines: coverage(system, documents[system.name] ?? {}) }));
  files.set('docs/coverage.md', coveragePage(covered));
  files.set('docs/emit/python.md', pythonPage());
  files.set('docs/emit/node.md', nodePage());
  const rulesOfSystems = systems.map((system) => files.get(`provisioning/alerting/${system.name}.yaml`) ?? '');
  files.set('provisioning/alerting/yardstick.yaml', yardstickRules(withdrawnBeside(rulesOfSystems)));
  files.set('provisioning/rules/yardstick.yaml', ownPrometheusRules());
  files.set('provisioning/rules/tests/yardstick.yaml', ruleTestFile(itself, ownRuleTests));
  files.set('installable/rules/yardstick.json', ownRules());
  files.set('installable/index.json', installableIndex(systems));
  const rules = [...rulesOfSystems, files.get('provisioning/alerting/yardstick.yaml') ?? ''];
  files.set('provisioning/uninstall/yardstick.yaml', uninstall(rules));
  files.set('provisioning/datasources/prometheus.yaml', prometheusFile());
  files.set('provisioning/datasources/yardstick.yaml', yardstickFile());
  files.set('provisioning/plugins/yardstick.yaml', pluginsFile());
  files.set('provisioning/dashboards/yardstick.yaml', dashboardsFile(systems));
  for (const [path, text] of [...runbookPages(systems), ...ownRunbooks()]) {
    files.set(`docs/runbooks/${path}`, text);
  }
  for (const [path, text] of [...guidePages(systems), ...routingPages(systems)]) {
    files.set(path, text);
  }
  return files;
}
