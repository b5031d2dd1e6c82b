// How is our data source made and tested? Grafana refuses whoever may not make data sources.
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { type Source } from '../datasources';
import { linkedTo, type PrometheusSettings } from './linked';

const quiet = { showErrorAlert: false, showSuccessAlert: false };

export const askPrometheus = (uid: string) =>
  getBackendSrv().get<PrometheusSettings>(`/api/datasources/uid/${uid}`, undefined, undefined, quiet);

export async function makeSource(prometheus: PrometheusSettings, name: string): Promise<Source> {
  const body = linkedTo(prometheus, name);
  const { datasource } = await getBackendSrv().post<{ datasource: Source }>('/api/datasources', body, quiet);
  try {
    // Grafana looks its list up once, when it starts: the pages that follow would not know the new one.
    await getDataSourceSrv().reload();
  } catch {
    // It is made all the same.
  }
  return { uid: datasource.uid, name: datasource.name };
}

export interface Health {
  status: string;
  message: string;
}

/** A data source that does not work answers with 400 and its health. */
export async function askHealth(uid: string): Promise<Health> {
  try {
    return await getBackendSrv().get<Health>(`/api/datasources/uid/${uid}/health`, undefined, undefined, quiet);
  } catch (error) {
    const health = (error as { data?: Partial<Health> }).data;
    if (health?.message !== undefined) {
      return { status: health.status ?? 'ERROR', message: health.message };
    }
    throw error;
  }
}
