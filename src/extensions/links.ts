// Where does Yardstick stand in Grafana's own menus? Pure: what Grafana knows of a panel in, an address or nothing out.
// Everything here is loaded with Grafana itself, so that nothing heavy may be imported.
import {
  type PluginExtensionAddedLinkConfig,
  PluginExtensionPoints,
  type PluginExtensionPanelContext,
} from '@grafana/data';

const operations = '/a/yardstick-baselines-app/operations';
const sourceType = 'yardstick-baselines-datasource';

interface Target {
  datasource?: { type?: string; uid?: string } | null;
  system?: string;
}

/** The operations that a panel is about; undefined hides the link on panels of other data sources. */
export function operationsOf(context: Pick<PluginExtensionPanelContext, 'targets'> | undefined): string | undefined {
  const targets: Target[] = context?.targets ?? [];
  const ours = targets.filter(({ datasource }) => datasource?.type === sourceType);
  const [first] = ours;
  if (!first) {
    return undefined;
  }
  const systems = new Set(ours.map(({ system }) => system ?? ''));
  const system = systems.size === 1 ? (first.system ?? '') : '';
  const asked = { ds: first.datasource?.uid ?? '', system };
  // A variable has no value outside of its dashboard.
  const known = Object.entries(asked).filter(([, value]) => value !== '' && !value.includes('$'));
  const search = new URLSearchParams(known).toString();
  return search === '' ? operations : `${operations}?${search}`;
}

/** The same words stand in plugin.json; Grafana ignores a link that does not. */
export const panelLink: PluginExtensionAddedLinkConfig<PluginExtensionPanelContext> = {
  targets: PluginExtensionPoints.DashboardPanelMenu,
  title: 'Operations against normal',
  description: 'The operations of this panel with their baselines',
  icon: 'chart-line',
  path: operations,
  configure: (context) => {
    const path = operationsOf(context);
    return path === undefined ? undefined : { path };
  },
};

export const paletteLink: PluginExtensionAddedLinkConfig = {
  targets: PluginExtensionPoints.CommandPalette,
  title: 'Yardstick operations',
  description: 'How every operation does against normal',
  path: operations,
};
