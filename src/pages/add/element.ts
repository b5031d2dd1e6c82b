// How does a panel look as an element of the v2 schema? Its first version named data sources and plugins by the kind.
import { type PanelJson, type PanelTarget } from './panel';

/** v2alpha1 is of Grafana 12; v2beta1 and v2 write the same. */
export type ElementVersion = 'v2alpha1' | 'v2beta1';

export function elementOf(panel: PanelJson, id: number, version: ElementVersion) {
  const { type, title, description = '', transparent, links = [], options, fieldConfig, pluginVersion = '' } = panel;
  const vizConfig =
    version === 'v2alpha1'
      ? { kind: type, spec: { pluginVersion, options, fieldConfig } }
      : { kind: 'VizConfig', group: type, version: pluginVersion, spec: { options, fieldConfig } };
  const queries = panel.targets.map((target) => queryOf(target, panel, version));
  return {
    kind: 'Panel',
    spec: {
      id,
      title,
      description,
      links,
      data: { kind: 'QueryGroup', spec: { queries, transformations: [], queryOptions: {} } },
      vizConfig,
      ...(transparent && { transparent }),
    },
  };
}

function queryOf(target: PanelTarget, { datasource: common }: PanelJson, version: ElementVersion) {
  const { refId, datasource: own, hide = false, ...spec } = target;
  const { type = '', uid } = own ?? common ?? {};
  const asked =
    version === 'v2alpha1'
      ? { query: { kind: type, spec }, ...(uid !== undefined && { datasource: { type, uid } }) }
      : { query: { kind: 'DataQuery', group: type, version: 'v0', datasource: { name: uid }, spec } };
  return { kind: 'PanelQuery', spec: { refId, hidden: hide, ...asked } };
}
