// How is a mapping asked for, checked and saved? It is kept in the data source's own settings.
import { getBackendSrv } from '@grafana/runtime';
import { askResource, changeResource } from '../../datasources';
import { type Check, type Choices, type Mapping, same } from './model';

const quiet = { showErrorAlert: false, showSuccessAlert: false };
const addressOf = (uid: string) => `/api/datasources/uid/${encodeURIComponent(uid)}`;

export const askMapping = (uid: string, system: string) => askResource<Mapping>(uid, 'mapping', { system });

export const checkMapping = (uid: string, system: string, mapping: Choices) =>
  changeResource<Check>(uid, 'mapping/check', { system, mapping });

interface DataSource {
  readOnly?: boolean;
  jsonData?: { mapping?: Record<string, Choices> };
}

/** A data source that came from a file cannot be changed here. */
export class Provisioned extends Error {}

/** Grafana gives plugins the settings of a data source as they were for some seconds; longer than this it is something else. */
const waits = 10;

async function known(uid: string, system: string, choices: Choices): Promise<void> {
  for (let asked = 0; asked < waits; asked++) {
    const answer = await askMapping(uid, system).catch(() => undefined); // it is saved all the same
    if (answer && same(answer.mapping, choices)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/**
 * Only the mapping of one system changes; Grafana refuses whoever may not edit data sources. It ends when the back end
 * knows what was saved: asked before that, it would say that nothing is mapped.
 */
export async function saveMapping(uid: string, system: string, choices: Choices): Promise<void> {
  const source = await getBackendSrv().get<DataSource>(addressOf(uid), undefined, undefined, quiet);
  if (source.readOnly) {
    throw new Provisioned();
  }
  const mapping = { ...source.jsonData?.mapping, [system]: choices };
  await getBackendSrv().put(addressOf(uid), { ...source, jsonData: { ...source.jsonData, mapping } }, quiet);
  await known(uid, system, choices);
}
