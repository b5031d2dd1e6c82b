// How does a panel get into a dashboard of this Grafana? By its API and the person's own session: Grafana decides who may.
import { config, getBackendSrv } from '@grafana/runtime';
import { addToClassic, type ClassicSpec } from './classic';
import { addToElements, type ElementsSpec } from './elements';
import { type SizedPanel } from './panel';

const group = '/apis/dashboard.grafana.app';
const quiet = { showErrorAlert: false, showSuccessAlert: false };

export interface DashboardChoice {
  uid: string;
  title: string;
  folder?: string;
}

interface Hit {
  uid: string;
  title: string;
  folderTitle?: string;
}

/** The dashboards that this person may change, found by a part of their titles. */
export async function findDashboards(title: string): Promise<DashboardChoice[]> {
  const asked = { type: 'dash-db', permission: 'Edit', query: title, limit: 100 };
  const hits = await getBackendSrv().get<Hit[]>('/api/search', asked, undefined, { showErrorAlert: false });
  return hits.map((hit) => ({ uid: hit.uid, title: hit.title, folder: hit.folderTitle }));
}

interface Resource {
  apiVersion: string;
  metadata: { annotations?: Record<string, string>; [field: string]: unknown };
  spec: ClassicSpec | ElementsSpec;
  status?: { conversion?: { storedVersion?: string } };
}

const versionOf = (apiVersion: string) => apiVersion.split('/').at(-1) ?? '';
const pathOf = (version: string, uid: string) =>
  `${group}/${version}/namespaces/${config.namespace}/dashboards/${encodeURIComponent(uid)}`;

const read = (version: string, uid: string) =>
  getBackendSrv().get<Resource>(pathOf(version, uid), undefined, undefined, { showErrorAlert: false });

/** In the very version in which Grafana keeps it, so that nothing is converted on the way. */
async function readStored(uid: string): Promise<Resource> {
  const { preferredVersion } = await getBackendSrv().get<{ preferredVersion: { version: string } }>(`${group}/`);
  const first = await read(preferredVersion.version, uid);
  const stored = first.status?.conversion?.storedVersion ?? preferredVersion.version;
  return stored === versionOf(first.apiVersion) ? first : read(stored, uid);
}

/** Refused by Grafana where somebody saved it in between, or where this person may not. */
export async function addToDashboard(uid: string, sized: SizedPanel, message: string): Promise<void> {
  const dashboard = await readStored(uid);
  const version = versionOf(dashboard.apiVersion);
  const annotations = { ...dashboard.metadata.annotations, 'grafana.app/message': message };
  const changed = {
    ...dashboard,
    status: undefined, // Grafana's to say
    metadata: { ...dashboard.metadata, annotations },
    spec: withPanel(dashboard.spec, sized, version),
  };
  // Classic dashboards of older Grafanas have fields that the present schema does not know.
  await getBackendSrv().put(`${pathOf(version, uid)}?fieldValidation=Ignore`, changed, quiet);
}

function withPanel(spec: ClassicSpec | ElementsSpec, sized: SizedPanel, version: string) {
  if ('elements' in spec) {
    return addToElements(spec as ElementsSpec, sized, version === 'v2alpha1' ? 'v2alpha1' : 'v2beta1');
  }
  if ('rows' in spec && !('panels' in spec)) {
    throw new Error('This dashboard has the form of an old Grafana: open it and save it once');
  }
  return addToClassic(spec, sized);
}

interface Saved {
  uid: string;
}

/** The uid of a new dashboard with this one panel; `folder` is empty for Grafana's root. */
export async function addToNewDashboard(
  title: string,
  folder: string,
  sized: SizedPanel,
  message: string
): Promise<string> {
  const dashboard = addToClassic({ title, time: { from: 'now-6h', to: 'now' }, schemaVersion: 42, panels: [] }, sized);
  const body = { dashboard, folderUid: folder, message, overwrite: false };
  return (await getBackendSrv().post<Saved>('/api/dashboards/db', body, quiet)).uid;
}
