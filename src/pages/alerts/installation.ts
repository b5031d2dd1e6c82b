// What does a person choose before installing? Read from the address, so that a link carries it.
import { type Asked, askedText } from '../address';
import { type Source } from '../datasources';
import { type FolderChoice } from '../install/folders';
import { askedFigures } from './figures';
import { labelsFrom } from './labels';
import { type Choices } from './rule';

export interface Installation extends Omit<Choices, 'expressions'> {
  /** Undefined is the system's own folder. */
  folder?: FolderChoice;
  /** The Prometheus data sources that rules can ask. */
  known: Source[];
}

const newFolder = 'new:';

export function installationOf(asked: Asked, yardstick: string, known: Source[]): Installation {
  const folder = askedText(asked, 'folder');
  const team = askedText(asked, 'team');
  return {
    yardstick,
    prometheus: askedText(asked, 'prometheus') ?? known[0]?.uid ?? '',
    known,
    labels: { ...labelsFrom(askedText(asked, 'labels')), ...(team && { team }) },
    figures: askedFigures(askedText(asked, 'figures')),
    receiver: askedText(asked, 'receiver'),
    folder: !folder
      ? undefined
      : folder.startsWith(newFolder)
        ? { title: folder.slice(newFolder.length) }
        : { uid: folder },
  };
}

export const folderText = (folder: FolderChoice | undefined) =>
  folder && ('uid' in folder ? folder.uid : newFolder + folder.title);
