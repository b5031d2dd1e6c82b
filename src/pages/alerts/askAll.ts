// What must be known before a page can say where each rule stands? Read at once; what a person may not see is empty.
import { getBackendSrv } from '@grafana/runtime';
import { type CatalogueGroup, type CatalogueSystem, readIndex, readRules } from '../install/catalogue';
import { askFolders, type Folder } from '../install/folders';
import { askMetrics, askRules, type Metrics } from './requests';
import { type InstalledRule } from './rule';

export interface SystemCatalogue extends CatalogueSystem {
  groups: CatalogueGroup[];
  metrics: Metrics;
}

export interface Everything {
  systems: SystemCatalogue[];
  installed: InstalledRule[];
  folders: Folder[];
  receivers: string[];
}

export async function askAll(uid: string): Promise<Everything> {
  const index = await readIndex();
  const [systems, installed, folders, receivers] = await Promise.all([
    Promise.all(index.systems.map((system) => withRules(uid, system))),
    askRules(),
    askFolders(),
    askReceivers(),
  ]);
  return { systems, installed, folders, receivers };
}

async function withRules(uid: string, system: CatalogueSystem): Promise<SystemCatalogue> {
  const groups = await readRules(system.name);
  return { ...system, groups, metrics: await askMetrics(uid, system.name, groups) };
}

/** Not everybody may list contact points; a name can be typed as well. */
async function askReceivers(): Promise<string[]> {
  const quiet = { showErrorAlert: false };
  try {
    const all = await getBackendSrv().get<Array<{ name: string }>>(
      '/api/v1/provisioning/contact-points',
      undefined,
      undefined,
      quiet
    );
    return [...new Set(all.map(({ name }) => name))];
  } catch {
    return [];
  }
}
