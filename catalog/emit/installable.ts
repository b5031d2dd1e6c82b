/**
 * What can a person install from the app? The very rules of provisioning/alerting, in the shape that Grafana's API
 * takes, without what an installation decides: uids, folder, receiver; and where the dashboards are.
 */
import { catalogVersion, dashboardUid, ruleUid } from '../project';
import type { Dashboard } from '../panel';
import type { System } from '../system';
import { ruleGroups, yardstickGroups } from './grafana-rules';
import { itselfName, overviewFolder, overviewName } from './places';
import { type Group, type Rule, seconds } from './rule-schema';

export function installableRules(system: System): string {
  return written(ruleGroups(system).map(installable));
}

/** The dead-man rule and those of Yardstick itself, once per data source. */
export function ownRules(): string {
  return written(yardstickGroups().map(installable));
}

const prefix = ruleUid('');

function installable({ name, interval, rules }: Group) {
  return { name, interval: seconds(interval), rules: rules.map(withoutPlace) };
}

function withoutPlace({ uid, keepFiringFor = '0s', labels, ...rule }: Rule) {
  return {
    id: uid.slice(prefix.length),
    ...rule,
    keep_firing_for: keepFiringFor,
    // A file writes $$ where the API takes a plain $.
    labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, value.replaceAll('$$', '$')])),
  };
}

export function installableIndex(systems: readonly System[]): string {
  return written({
    version: catalogVersion,
    systems: [
      ...systems.map(({ name, title, folder, dashboards }) => ({
        name,
        title,
        folder,
        dashboards: dashboards.map((dashboard) => ({
          ...fileOf(name, dashboardUid(name, dashboard.name)),
          panels: ownPanels(dashboard),
        })),
      })),
      {
        name: 'yardstick',
        title: 'Yardstick',
        folder: overviewFolder,
        dashboards: [overviewName, itselfName].map((name) => ({ ...fileOf(name, dashboardUid(name)), panels: [] })),
      },
    ],
  });
}

const fileOf = (folder: string, uid: string) => ({ uid, file: `dashboards/${folder}/${uid}.json` });

/** Panels of our own kinds: the app offers them for other dashboards too. */
const ownPanels = ({ rows }: Dashboard) =>
  rows
    .flatMap(({ panels }) => panels)
    .filter(({ type }) => type.startsWith('yardstick-'))
    .map(({ type, title }) => ({ type, title }));

const written = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
