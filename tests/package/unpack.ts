// Unpacks the plugin's zip as an administrator would, keeping file modes.
import { chmodSync, createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

const open = promisify<string, yauzl.Options, ZipFile>(yauzl.open);

async function extract(zip: ZipFile, entry: Entry, folder: string): Promise<void> {
  const target = path.join(folder, entry.fileName);
  mkdirSync(path.dirname(target), { recursive: true });
  const source = await promisify(
    zip.openReadStream.bind(zip) as (e: Entry, cb: (err: Error | null, s: NodeJS.ReadableStream) => void) => void
  )(entry);
  await pipeline(source, createWriteStream(target));
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  chmodSync(target, mode);
}

/** Unpacks a zip into a folder and returns the names of its files. */
export async function unpack(file: string, folder: string): Promise<string[]> {
  const zip = await open(file, { lazyEntries: true });
  const names: string[] = [];
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(names));
    zip.on('entry', (entry: Entry) => {
      names.push(entry.fileName);
      extract(zip, entry, folder).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}
