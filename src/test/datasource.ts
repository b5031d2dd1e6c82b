// A data source whose back end is replaced by given answers; everything before the network is the real thing.
import { type DataSourceInstanceSettings } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { DataSource } from '../datasource/DataSource';
import { type Settings } from '../datasource/types';

const variables = {
  getVariables: () => [{ name: 'operation' }],
  containsTemplate: () => false,
  updateTimeRange: () => {},
};

export type Answers = Record<string, unknown>;

/** Answers by path; an Error among them is thrown. */
export function datasourceWith(
  answers: Answers,
  replace: TemplateSrv['replace'] = (text = '') => text
): DataSource & { asked: string[] } {
  const templates = { ...variables, replace } as unknown as TemplateSrv;
  setTemplateSrv(templates);
  const settings = { uid: 'yardstick', name: 'Yardstick', type: 'yardstick-baselines-datasource', jsonData: {} };
  const datasource = new DataSource(settings as DataSourceInstanceSettings<Settings>, templates) as DataSource & {
    asked: string[];
  };
  datasource.asked = [];
  datasource.getResource = async (path: string, params?: Record<string, unknown>) => {
    datasource.asked.push(`${path}?${new URLSearchParams(params as Record<string, string>)}`);
    const answer = answers[path];
    if (answer instanceof Error) {
      throw answer;
    }
    return answer as never;
  };
  return datasource;
}

export const systems = [
  {
    name: 'kgas',
    title: 'KGAS',
    document: 'D2',
    dashboard: 'yardstick-kgas',
    operations: 61,
    found: true,
    timeZone: 'UTC',
  },
  {
    name: 'omninode',
    title: 'OmniNode Bridge',
    document: 'D4',
    dashboard: 'yardstick-omninode',
    operations: 0,
    found: false,
    timeZone: 'UTC',
  },
];

/** Answers what is asked for the systems, and the rest as given. */
export const withSystems =
  <Asked extends { path: string }>(answer: (asked: Asked) => unknown) =>
  (asked: Asked): unknown =>
    asked.path.endsWith('/systems') ? systems : answer(asked);

export const operations = ['graph-to-table small', 'graph-to-table large'].map((name) => ({
  system: 'kgas',
  set: 'conversion',
  name,
  labels: {},
  state: 'active',
  tier: 'normal',
  reason: '',
}));
