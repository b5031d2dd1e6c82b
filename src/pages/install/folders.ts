// Into which folder is something installed? One that is there, or a new one of a given title.
import { getBackendSrv } from '@grafana/runtime';
import { fingerprint } from './fingerprint';

export interface Folder {
  uid: string;
  title: string;
}

/** What a person chose: a folder by its uid, or the title of one to be made. */
export type FolderChoice = { uid: string } | { title: string };

const quiet = { showErrorAlert: false, showSuccessAlert: false };

/** Those that this person may write to. */
export const askFolders = () =>
  getBackendSrv().get<Folder[]>('/api/folders', { limit: 1000, permission: 'Edit' }, undefined, {
    showErrorAlert: false,
  });

/** Says later that nobody but us made the folder, and that it still has the name that it was made with. */
export const uidOfMade = (title: string) => `yardstick-${fingerprint(title)}`;

export async function folderOf(choice: FolderChoice, known: Folder[]): Promise<string> {
  if ('uid' in choice) {
    return choice.uid;
  }
  return known.find(({ title }) => title === choice.title)?.uid ?? (await makeFolder(choice.title));
}

async function makeFolder(title: string): Promise<string> {
  const make = (folder: Partial<Folder>) => getBackendSrv().post<Folder>('/api/folders', folder, quiet);
  try {
    return (await make({ uid: uidOfMade(title), title })).uid;
  } catch (error) {
    if (![409, 412].includes((error as { status?: number }).status ?? 0)) {
      throw error;
    }
    // Made a moment ago for something else; or somebody has given another name to the one that was made so.
    return (await isCalled(uidOfMade(title), title)) ? uidOfMade(title) : (await make({ title })).uid;
  }
}

/** No where this person may not see it: then it cannot be written to either. */
async function isCalled(uid: string, title: string): Promise<boolean> {
  try {
    return (await getBackendSrv().get<Folder>(`/api/folders/${uid}`, undefined, undefined, quiet)).title === title;
  } catch {
    return false;
  }
}
