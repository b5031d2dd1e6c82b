// What can be installed? The files that come with the app, generated from the catalogue.
import { getBackendSrv } from '@grafana/runtime';

export interface CatalogueSystem {
  name: string;
  title: string;
  /** The folder that is proposed. */
  folder: string;
  dashboards: Array<{ uid: string; file: string; panels: NamedPanel[] }>;
}

/** A panel of one of our own kinds. */
export interface NamedPanel {
  type: string;
  title: string;
}

export interface Index {
  version: string;
  systems: CatalogueSystem[];
}

export interface AlertQuery {
  refId: string;
  datasourceUid: string;
  relativeTimeRange?: { from: number; to: number };
  queryType?: string;
  model: Record<string, unknown>;
}

/** A rule in the shape of Grafana's API, without what an installation decides. */
export interface CatalogueRule {
  id: string;
  title: string;
  condition: string;
  for: string;
  keep_firing_for: string;
  noDataState: string;
  execErrState: string;
  isPaused: boolean;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  data: AlertQuery[];
}

export interface CatalogueGroup {
  name: string;
  /** Seconds. */
  interval: number;
  rules: CatalogueRule[];
}

export function readFile<T>(path: string): Promise<T> {
  return getBackendSrv().get<T>(`public/plugins/yardstick-baselines-app/${path}`, undefined, undefined, {
    showErrorAlert: false,
  });
}

export const readIndex = () => readFile<Index>('installable/index.json');
export const readRules = (system: string) => readFile<CatalogueGroup[]>(`installable/rules/${system}.json`);
