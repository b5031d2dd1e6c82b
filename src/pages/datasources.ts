// Which Yardstick data sources are there, and how are their resources asked? The one place that looks them up.
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';

const pluginId = 'yardstick-baselines-datasource';

export interface Source {
  uid: string;
  name: string;
}

export function listSources(): Source[] {
  return getDataSourceSrv()
    .getList({ pluginId })
    .map(({ uid, name }) => ({ uid, name }));
}

/** The one that the address names, else the first. */
export function chooseSource(all: Source[], chosen: string | undefined): Source | undefined {
  return all.find((source) => source.uid === chosen) ?? all[0];
}

export function askResource<T>(uid: string, path: string, params?: Record<string, string>): Promise<T> {
  const address = `/api/datasources/uid/${encodeURIComponent(uid)}/resources/${path}`;
  return getBackendSrv().get<T>(address, params, undefined, { showErrorAlert: false });
}
