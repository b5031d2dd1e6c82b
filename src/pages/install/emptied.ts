// Which folders does a removal leave empty? Those that were made by an installation go with the last thing in them.
import { getBackendSrv } from '@grafana/runtime';
import { type Folder, uidOfMade } from './folders';

const quiet = { showErrorAlert: false, showSuccessAlert: false };

/** What a folder holds, by kind. */
type Counts = Record<string, number>;

/** Those of `uids` that were made here and hold nothing any more; what a person made, renamed or uses stays. */
export async function removeEmptied(uids: string[]): Promise<void> {
  for (const uid of new Set(uids)) {
    if (await isEmptied(uid)) {
      await getBackendSrv().delete(`/api/folders/${uid}`, undefined, quiet);
    }
  }
}

async function isEmptied(uid: string): Promise<boolean> {
  const get = <T>(path: string) => getBackendSrv().get<T>(path, undefined, undefined, quiet);
  try {
    const { title } = await get<Folder>(`/api/folders/${encodeURIComponent(uid)}`);
    const counts = uid === uidOfMade(title) ? await get<Counts>(`/api/folders/${uid}/counts`) : undefined;
    return counts !== undefined && Object.values(counts).every((count) => count === 0);
  } catch (error) {
    // Whoever may not see it may not remove it.
    if ([403, 404].includes((error as { status?: number }).status ?? 0)) {
      return false;
    }
    throw error;
  }
}
