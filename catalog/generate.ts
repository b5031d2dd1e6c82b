/**
 * Writes everything that comes out of the catalogue.
 *
 *   tsx catalog/generate.ts           writes
 *   tsx catalog/generate.ts --check   writes nothing, exits 1 where a file differs
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { generatedFolders, outputs } from './outputs';

const root = resolve(__dirname, '..');

export interface Difference {
  path: string;
  how: 'missing' | 'different' | 'not generated';
}

/** Where the files on disk are not what the catalogue says. */
export function differences(): Difference[] {
  const files = outputs();
  const onDisk = new Set(
    generatedFolders.flatMap((folder) => listed(join(root, folder))).map((path) => relative(root, path))
  );
  const wrong = [...files].flatMap(([path, text]): Difference[] => {
    const current = read(join(root, path));
    if (current === undefined) {
      return [{ path, how: 'missing' }];
    }
    return current === text ? [] : [{ path, how: 'different' }];
  });
  const left = [...onDisk]
    .filter((path) => !files.has(path))
    .map((path): Difference => ({ path, how: 'not generated' }));
  return [...wrong, ...left];
}

function write(found: Difference[]): void {
  const files = outputs();
  for (const { path, how } of found) {
    const file = join(root, path);
    if (how === 'not generated') {
      rmSync(file);
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, files.get(path) ?? '');
    }
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

function main(args: readonly string[]): number {
  const found = differences();
  if (args.includes('--check')) {
    found.forEach(({ path, how }) => process.stderr.write(`${path}: ${how}\n`));
    if (found.length > 0) {
      process.stderr.write('Generated files are not what catalog/ says: run "npm run generate".\n');
    }
    return found.length > 0 ? 1 : 0;
  }
  write(found);
  process.stdout.write(`${outputs().size} files are generated, ${found.length} of them changed.\n`);
  return 0;
}

if (require.main === module) {
  process.exitCode = main(process.argv.slice(2));
}
