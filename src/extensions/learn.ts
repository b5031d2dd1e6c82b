// Which queries of a panel, or of Explore, could a baseline be learned for? Those to a Prometheus, with their variables
// filled in. Pure; loaded with Grafana itself, so that reading the PromQL is left to the page.
import {
  type DataQuery,
  type PanelData,
  type PluginExtensionAddedLinkConfig,
  PluginExtensionPoints,
  type ScopedVars,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';

const page = '/a/yardstick-baselines-app/own/new';

/** Prometheus itself, and its sisters with another way of signing in. */
const isPrometheus = (type: string | undefined) =>
  type !== undefined && /(^|-)(amazon|azure)?prometheus(-|$)/.test(type);

/** What a panel's menu and Explore tell alike. */
export interface Shown {
  title?: string;
  targets?: DataQuery[];
  data?: Pick<PanelData, 'request' | 'series'>;
  scopedVars?: ScopedVars;
}

interface Target extends DataQuery {
  expr?: string;
}

type Replace = (text: string, variables?: ScopedVars) => string;

/** More than that nobody draws of one metric. */
const most = 8;

/** The address of the page; undefined hides the link where there is nothing for it. */
export function learnAddress(shown: Shown | undefined, replace: Replace): string | undefined {
  const request = shown?.data?.request;
  const targets: Target[] = request?.targets ?? shown?.targets ?? [];
  const asked = targets.filter(({ datasource, expr, hide }) => isPrometheus(datasource?.type) && expr && !hide);
  const [first] = asked;
  if (!first) {
    return undefined;
  }
  const queries = asked
    .filter(({ datasource }) => datasource?.uid === first.datasource?.uid)
    .map(({ refId, expr = '' }) => executed(shown, refId) ?? replace(expr, request?.scopedVars ?? shown?.scopedVars));
  const parameters = new URLSearchParams();
  parameters.set('prometheus', replace(first.datasource?.uid ?? ''));
  [...new Set(queries)].slice(0, most).forEach((query) => parameters.append('query', query));
  if (shown?.title) {
    parameters.set('title', replace(shown.title, request?.scopedVars ?? shown.scopedVars));
  }
  return `${page}?${parameters}`;
}

/** What Prometheus was really asked: its data source leaves it with the answer. */
function executed(shown: Shown | undefined, refId: string): string | undefined {
  const frame = shown?.data?.series.find((one) => one.refId === refId && one.meta?.executedQueryString);
  return /^Expr: ([\s\S]*?)\nStep: /.exec(frame?.meta?.executedQueryString ?? '')?.[1];
}

/** The same words stand in plugin.json; Grafana ignores a link that does not. */
export const learnLink: PluginExtensionAddedLinkConfig<Shown> = {
  targets: [PluginExtensionPoints.DashboardPanelMenu, PluginExtensionPoints.ExploreToolbarAction],
  title: 'Learn a baseline',
  description: 'What is normal for this query, from now on',
  icon: 'chart-line',
  path: page,
  configure: (shown) => {
    const path = learnAddress(shown, (text, variables) => getTemplateSrv().replace(text, variables));
    return path === undefined ? undefined : { path };
  },
};
