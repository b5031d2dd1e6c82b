// How are dashboards read, installed and removed? With the person's own session, into a folder of choice.
import { getBackendSrv } from '@grafana/runtime';
import { type Source } from '../datasources';
import { type CatalogueSystem, type Index, readFile, readIndex } from './catalogue';
import {
  dashboardFor,
  type DashboardJson,
  type DashboardStanding,
  markOf,
  type Present,
  standingOf,
} from './dashboard';
import { removeEmptied } from './emptied';

const quiet = { showErrorAlert: false, showSuccessAlert: false };

export interface DashboardState {
  system: CatalogueSystem;
  dashboard: DashboardJson;
  present?: Present;
  standing: DashboardStanding;
  version: string;
}

export async function askDashboards(): Promise<DashboardState[]> {
  const index = await readIndex();
  const all = index.systems.flatMap((system) => system.dashboards.map(({ file }) => stateOf(index, system, file)));
  return Promise.all(all);
}

async function stateOf({ version }: Index, system: CatalogueSystem, file: string): Promise<DashboardState> {
  const dashboard = await readFile<DashboardJson>(file);
  const present = await askPresent(dashboard.uid);
  return { system, dashboard, present, standing: standingOf(dashboard, present), version };
}

interface Meta {
  version: number;
  folderUid?: string;
  provisioned?: boolean;
  /** The file's name, of a dashboard that came from one. */
  provisionedExternalId?: string;
}

async function askPresent(uid: string): Promise<Present | undefined> {
  const path = `/api/dashboards/uid/${uid}`;
  try {
    const { meta } = await getBackendSrv().get<{ meta: Meta }>(path, undefined, undefined, quiet);
    // `provisioned` alone is false where the file's provider lets people save their changes.
    const provisioned = meta.provisioned === true || Boolean(meta.provisionedExternalId);
    return {
      folderUid: meta.folderUid ?? '',
      provisioned,
      message: await askMessage(`${path}/versions/${meta.version}`),
    };
  } catch (error) {
    const { status } = error as { status?: number };
    if (status === 404) {
      return undefined;
    }
    if (status === 403) {
      return { folderUid: '', provisioned: false, hidden: true };
    }
    throw error;
  }
}

/**
 * Who may not see versions may not change the dashboard either. Grafana's list of versions gives the first one the
 * message "Initial save", whatever it was saved with: only the version itself says it.
 */
async function askMessage(path: string): Promise<string | undefined> {
  try {
    return (await getBackendSrv().get<{ message?: string }>(path, undefined, undefined, quiet)).message ?? '';
  } catch {
    return undefined;
  }
}

/** Into `folder` where it is new; where it is there, it stays where it is. */
export async function installDashboard(
  { dashboard, present, version }: DashboardState,
  folder: string,
  sources: Record<string, Source | undefined>
): Promise<void> {
  await getBackendSrv().post(
    '/api/dashboards/db',
    {
      dashboard: dashboardFor(dashboard, sources),
      folderUid: present?.folderUid ?? folder,
      message: markOf(version, dashboard),
      overwrite: present !== undefined,
    },
    quiet
  );
}

export async function removeDashboard({ dashboard, present }: DashboardState): Promise<void> {
  await getBackendSrv().delete(`/api/dashboards/uid/${dashboard.uid}`, undefined, quiet);
  await removeEmptied(present?.folderUid ? [present.folderUid] : []);
}
