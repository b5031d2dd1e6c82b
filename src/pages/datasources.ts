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

/** Those that were made for a Prometheus data source: they learn from what it shows. */
export function linkedSources(prometheus: string): Source[] {
  return getDataSourceSrv()
    .getList({ pluginId })
    .filter(({ jsonData }) => (jsonData as { prometheusUid?: string } | undefined)?.prometheusUid === prometheus)
    .map(({ uid, name }) => ({ uid, name }));
}

/** Whom rules and dashboards can ask for plain quantities. */
export function listPrometheus(): Source[] {
  return getDataSourceSrv()
    .getList({ type: 'prometheus' })
    .map(({ uid, name }) => ({ uid, name }));
}

/** The one that the address names, else the first. */
export function chooseSource(all: Source[], chosen: string | undefined): Source | undefined {
  return all.find((source) => source.uid === chosen) ?? all[0];
}

export const resourceAddress = (uid: string, path: string) =>
  `/api/datasources/uid/${encodeURIComponent(uid)}/resources/${path}`;

export function askResource<T>(uid: string, path: string, params?: Record<string, string>): Promise<T> {
  return getBackendSrv().get<T>(resourceAddress(uid, path), params, undefined, { showErrorAlert: false });
}

export function deleteResource<T>(uid: string, path: string): Promise<T> {
  return getBackendSrv().delete<T>(resourceAddress(uid, path), undefined, {
    showErrorAlert: false,
    showSuccessAlert: false,
  });
}

/** Changes something; the back end refuses whoever may not, and its sentence comes with the failure. */
export function changeResource<T>(uid: string, path: string, body: unknown): Promise<T> {
  return getBackendSrv().post<T>(resourceAddress(uid, path), body, { showErrorAlert: false, showSuccessAlert: false });
}
