/**
 * What became of each thing that a document names, and where does one see it?
 *
 * Served: named parts of this repository do it. Answered: a reason why a
 * Grafana plugin must not. Planned: a later part does it. A thing of which the
 * specification knows nothing is missing, and a test fails.
 */
import type { Feature } from './model';
import { dashboardUid, ruleUid, runbookFile } from './project';
import { panelsOf, type System } from './system';

/** A file, and the names in it that do what the document asks for. */
export interface Proof {
  path: string;
  names: string[];
}

export type Part = 'the app' | 'the engine';

export type Outcome =
  | { kind: 'served'; by: Proof[]; tests: string[] }
  | { kind: 'answered'; why: string }
  | { kind: 'planned'; with: Part }
  | { kind: 'missing' };

export interface Line {
  id: string;
  title: string;
  outcome: Outcome;
}

interface Served {
  title: string;
  by: Proof[];
  tests: string[];
}

const catalogJson = 'pkg/catalog/catalog.json';
const expressions = 'tests/prometheus/expressions.spec.ts';

export function coverage(system: System, documented: Readonly<Record<string, string>>): Line[] {
  return Object.keys(documented).map((id) => line(system, id));
}

function line(system: System, id: string): Line {
  const feature = system.features.find((candidate) => candidate.id === id);
  if (feature) {
    return { id, title: feature.title, outcome: ofFeature(feature) };
  }
  const found = kinds.flatMap((kind) => kind(system, id));
  const title = found[0]?.title;
  if (title === undefined) {
    return { id, title: '', outcome: { kind: 'missing' } };
  }
  const by = [...found.flatMap((part) => part.by), ...shownOn(system, id)];
  const tests = [...new Set(found.flatMap((part) => part.tests))];
  return { id, title, outcome: { kind: 'served', by, tests } };
}

function ofFeature({ how }: Feature): Outcome {
  if (how.kind !== 'served') {
    return how;
  }
  return { kind: 'served', by: how.by.map((path) => ({ path, names: [] })), tests: how.tests };
}

/** "D4-T03+T08" stands for two ids. */
const stands = (entry: string, id: string) =>
  entry.split('+').some((part) => (part.startsWith('D') ? part : `${entry.slice(0, 3)}${part}`) === id);

/** Panels that say that they show it, by dashboard. */
function shownOn(system: System, id: string): Proof[] {
  return system.dashboards.flatMap((dashboard) => {
    const names = panelsOf(system)
      .filter((shown) => shown.dashboard === dashboard && shown.panel.serves.includes(id))
      .map(({ panel }) => panel.title);
    const path = `dashboards/${system.name}/${dashboardUid(system.name, dashboard.name)}.json`;
    return names.length > 0 ? [{ path, names }] : [];
  });
}

type Kind = (system: System, id: string) => Served[];

const quantities: Kind = (system, id) =>
  system.quantities
    .filter((quantity) => quantity.id === id)
    .map(({ title }) => ({ title, by: [], tests: ['catalog/dashboards.test.ts', expressions] }));

const targets: Kind = (system, id) =>
  system.targets
    .filter((target) => stands(target.id, id))
    .map((target) => ({
      title: target.title,
      by: [{ path: catalogJson, names: [target.id] }],
      tests: ['pkg/live/targets_test.go', expressions],
    }));

const settings: Kind = (system, id) =>
  system.settings
    .filter((setting) => setting.id === id)
    .map(({ title, use }) => ({
      title: `${title} (a setting: ${use.replace(/\.$/, '')})`,
      by: [{ path: `catalog/systems/${system.name}/settings.ts`, names: [id] }],
      tests: ['catalog/complete.test.ts'],
    }));

const alerts: Kind = (system, id) =>
  system.alerts
    .filter(({ documentIds }) => documentIds.includes(id))
    .map((alert) => ({
      title: alert.name,
      by: [
        { path: `provisioning/alerting/${system.name}.yaml`, names: [ruleUid(alert.id)] },
        { path: `provisioning/rules/${system.name}.yaml`, names: [alert.name] },
        { path: `docs/runbooks/${system.name}/${runbookFile(alert.id)}`, names: [alert.name] },
      ],
      tests: [`provisioning/rules/tests/${system.name}.yaml`, 'catalog/rules.test.ts', 'tests/grafana/rules.spec.ts'],
    }));

const panels: Kind = (system, id) =>
  panelsOf(system)
    .filter(({ panel }) => id.charAt(3) === 'P' && panel.serves.includes(id))
    .slice(0, 1)
    .map(({ panel }) => ({
      title: panel.title,
      by: [],
      tests: ['catalog/dashboards.test.ts', 'tests/browser/dashboards.spec.ts'],
    }));

const reports: Kind = (system, id) => {
  const items = system.report.filter((item) => item.id === id);
  const [first] = items;
  const engines = items.flatMap(({ engine }) => (engine === undefined ? [] : [engine]));
  const own = engines.length > 0 ? [{ path: 'pkg/report/engine.go', names: [...new Set(engines)] }] : [];
  const tests = [
    first?.period === 'weekly' || first?.period === 'monthly'
      ? 'pkg/report/catalogue_test.go'
      : 'pkg/report/daily_test.go',
    ...(engines.length > 0 ? ['pkg/report/engine_test.go'] : []),
    ...(engines.length < items.length ? [expressions] : []),
  ];
  return first
    ? [{ title: first.section, by: [{ path: catalogJson, names: [id, first.section] }, ...own], tests }]
    : [];
};

const recommendations: Kind = (system, id) =>
  system.recommendations
    .filter((recommendation) => recommendation.id === id)
    .slice(0, 1)
    .map(({ title }) => ({
      title,
      by: [
        { path: catalogJson, names: [id] },
        { path: 'docs/guides/optimization.md', names: [id] },
      ],
      tests: ['pkg/live/recommendations_test.go'],
    }));

const practices: Kind = (system, id) =>
  system.practices
    .filter((practice) => practice.id === id)
    .map(({ title, guide }) => ({
      title,
      by: [{ path: `docs/guides/${guide}.md`, names: [id, title] }],
      tests: ['catalog/guides.test.ts'],
    }));

const kinds: readonly Kind[] = [quantities, targets, settings, alerts, panels, reports, recommendations, practices];
