// Where does Yardstick stand in Grafana's own menus? Pure: what Grafana knows of a place in, an address or nothing out.
// Everything here is loaded with Grafana itself, so that nothing heavy may be imported.
import {
  type PluginExtensionAddedLinkConfig,
  PluginExtensionPoints,
  type PluginExtensionPanelContext,
  type ScopedVars,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';

const root = '/a/yardstick-baselines-app';
const operations = `${root}/operations`;
const sourceType = 'yardstick-baselines-datasource';

interface Target {
  datasource?: { type?: string; uid?: string } | null;
  system?: string;
}

/** Of a panel in a dashboard, or of Explore. */
type Queries = Pick<PluginExtensionPanelContext, 'targets' | 'scopedVars'> & {
  data?: { request?: { targets: Target[]; scopedVars?: ScopedVars } };
};

type Replace = (text: string, variables?: ScopedVars) => string;

/**
 * The operations that some queries are about; undefined hides the link where none of them is ours. What was asked counts:
 * a dashboard names its data source by a variable, or for a whole panel.
 */
export function operationsOf(context: Queries | undefined, replace: Replace): string | undefined {
  const request = context?.data?.request;
  const targets: Target[] = request?.targets ?? context?.targets ?? [];
  const ours = targets.filter(({ datasource }) => datasource?.type === sourceType);
  const [first] = ours;
  if (!first) {
    return undefined;
  }
  const variables = request?.scopedVars ?? context?.scopedVars;
  const systems = new Set(ours.map(({ system }) => replace(system ?? '', variables)));
  const [system = ''] = systems.size === 1 ? systems : [];
  const asked = { ds: replace(first.datasource?.uid ?? '', variables), system };
  // A variable that has no value, or stands for all, chooses nothing.
  return address(Object.entries(asked).filter(([, value]) => !/[$*+]/.test(value)));
}

/** Of several values none is the one. */
const onlyOne = (value: unknown) =>
  Array.isArray(value) ? (value.length === 1 ? String(value[0]) : '') : String(value);

const byDashboard: Replace = (text, variables) => getTemplateSrv().replace(text, variables, onlyOne);

const operationsShown = (context?: Queries) => operationsOf(context, byDashboard);

function address(asked: Array<[string, string]>): string {
  const search = new URLSearchParams(asked.filter(([, value]) => value !== '')).toString();
  return search === '' ? operations : `${operations}?${search}`;
}

type Labels = Record<string, string>;

/** Of an alert instance, as Grafana's list of rules shows it; of a rule, where the rule came from a plugin. */
export interface AlertContext {
  instance?: { labels?: Labels };
  rule?: { labels?: Labels };
  labels?: Labels;
}

/** The operations that an alert is about: its labels name the system, and often the operation. */
export function operationsOfAlert({ instance, rule, labels }: AlertContext = {}): string | undefined {
  const named: Labels = { ...rule?.labels, ...labels, ...instance?.labels };
  const ours = named.rule_version !== undefined || named.operation !== undefined;
  if (!ours || !named.system) {
    return undefined;
  }
  return address([
    ['system', named.system],
    ['q', named.operation ?? ''],
  ]);
}

const title = 'Operations against normal';

const linkTo = <Context extends object>(path: (context?: Context) => string | undefined) => ({
  path: operations,
  configure: (context?: Readonly<Context>) => {
    const found = path(context);
    return found === undefined ? undefined : { path: found };
  },
});

/** The same words stand in plugin.json; Grafana ignores a link that does not. */
export const panelLink: PluginExtensionAddedLinkConfig<PluginExtensionPanelContext> = {
  targets: PluginExtensionPoints.DashboardPanelMenu,
  title,
  description: 'The operations of this panel with their baselines',
  icon: 'chart-line',
  ...linkTo<PluginExtensionPanelContext>(operationsShown),
};

export const exploreLink: PluginExtensionAddedLinkConfig<PluginExtensionPanelContext> = {
  targets: PluginExtensionPoints.ExploreToolbarAction,
  title,
  description: 'The operations of these queries with their baselines',
  icon: 'chart-line',
  ...linkTo<PluginExtensionPanelContext>(operationsShown),
};

export const alertLink: PluginExtensionAddedLinkConfig<AlertContext> = {
  targets: [PluginExtensionPoints.AlertInstanceAction, PluginExtensionPoints.AlertingAlertingRuleAction],
  title,
  description: 'The operation of this alert with its baseline',
  icon: 'chart-line',
  ...linkTo<AlertContext>(operationsOfAlert),
};

const page = (name: string, words: string, description: string): PluginExtensionAddedLinkConfig => ({
  targets: PluginExtensionPoints.CommandPalette,
  title: words,
  description,
  path: `${root}/${name}`,
});

export const paletteLinks = [
  page('operations', 'Yardstick operations', 'How every operation does against normal'),
  page('overview', 'Yardstick overview', 'How every system does, and what waits for somebody'),
  page('alerts', 'Yardstick alert rules', 'Which of the documented alert rules are here'),
  page('reports', 'Yardstick reports', 'Reports of days, weeks and months'),
  page('work', 'Yardstick violations', 'What was slower than normal, and what is recommended'),
];
