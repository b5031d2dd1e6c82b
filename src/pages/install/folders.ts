// Into which folder is something installed? One that is there, or a new one of a given title.
import { getBackendSrv } from '@grafana/runtime';

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

export async function folderOf(choice: FolderChoice, known: Folder[]): Promise<string> {
  if ('uid' in choice) {
    return choice.uid;
  }
  const there = known.find(({ title }) => title === choice.title);
  return there?.uid ?? (await getBackendSrv().post<Folder>('/api/folders', { title: choice.title }, quiet)).uid;
}
