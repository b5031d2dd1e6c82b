// Which Yardstick data sources are there, and how are their resources asked? The one place that looks them up.
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { t } from '../components/text';

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
    .filter(({ jsonData }) => madeFor(jsonData) === prometheus)
    .map(({ uid, name }) => ({ uid, name }));
}

/** Whom rules and dashboards can ask for plain quantities. */
export function listPrometheus(): Source[] {
  return (
    getDataSourceSrv()
      // By the type alone Grafana adds its own built-in data source to any list.
      .getList({ type: 'prometheus', filter: ({ type }) => type === 'prometheus' })
      .map(({ uid, name }) => ({ uid, name }))
  );
}

/** The one that a data source was made for, where that is told and Grafana has it. */
export function linkedPrometheus(uid: string): string | undefined {
  const own = madeFor(getDataSourceSrv().getInstanceSettings(uid)?.jsonData);
  return listPrometheus().find((one) => one.uid === own)?.uid;
}

/** The same, first the one that a data source was made for: its rules and dashboards are about what that one measures. */
export function prometheusFor(uid: string): Source[] {
  const all = listPrometheus();
  const own = linkedPrometheus(uid) ?? all.find((one) => isDefault(one))?.uid;
  return all.sort((a, b) => Number(b.uid === own) - Number(a.uid === own));
}

const madeFor = (jsonData: unknown) => (jsonData as { prometheusUid?: string } | undefined)?.prometheusUid;

const isDefault = ({ uid }: Source) => getDataSourceSrv().getInstanceSettings(uid)?.isDefault === true;

/** The one that the address names, else the first. */
export function chooseSource(all: Source[], chosen: string | undefined): Source | undefined {
  return all.find((source) => source.uid === chosen) ?? all[0];
}

export const resourceAddress = (uid: string, path: string) =>
  `/api/datasources/uid/${encodeURIComponent(uid)}/resources/${path}`;

export function askResource<T>(uid: string, path: string, params?: Record<string, string>): Promise<T> {
  return unlessGone(getBackendSrv().get<T>(resourceAddress(uid, path), params, undefined, { showErrorAlert: false }));
}

export interface Remarked<T> {
  value: T;
  /** What is to be known of it as a whole, such as that Prometheus is away. */
  remarks: string[];
}

/** The same with what the back end remarks beside the answer. */
export async function askRemarked<T>(uid: string, path: string, params: Record<string, string>): Promise<Remarked<T>> {
  const url = resourceAddress(uid, path);
  const { data, headers } = await unlessGone(
    lastValueFrom(getBackendSrv().fetch<T>({ url, params, method: 'GET', showErrorAlert: false }))
  );
  const remarks = decodeURIComponent(headers.get('X-Yardstick-Remarks') ?? '');
  return { value: data, remarks: remarks === '' ? [] : remarks.split('\n') };
}

/** Changes something; the back end refuses whoever may not, and its sentence comes with the failure. */
export function changeResource<T>(uid: string, path: string, body: unknown): Promise<T> {
  const quiet = { showErrorAlert: false, showSuccessAlert: false };
  return unlessGone(getBackendSrv().post<T>(resourceAddress(uid, path), body, quiet));
}

export function removeResource<T>(uid: string, path: string): Promise<T> {
  const quiet = { showErrorAlert: false, showSuccessAlert: false };
  return unlessGone(getBackendSrv().delete<T>(resourceAddress(uid, path), undefined, quiet));
}

/** Grafana's words for a data source that somebody deleted meanwhile do not say what to do. */
async function unlessGone<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw isGone(error) ? new Error(goneText()) : error;
  }
}

/** Resources of one that is not there are an error of 500 in Grafana 12 and 13, and one of 404 in its other APIs. */
const isGone = (error: unknown) => {
  const { data } = (error ?? {}) as { data?: { message?: string } };
  return /data ?source.*not found|unable to (find|load) data ?source/i.test(data?.message ?? '');
};

const goneText = () =>
  t(
    'source.gone',
    'Grafana cannot load this data source: most likely it was deleted while the page was open. Choose another one above, or create one under Set-up.'
  );
