/** Which files does a person get who saves every block of a guide under the name in its first line? */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** The blocks of docs/emit/python.md by file name. */
export function pythonFiles(): Map<string, string> {
  const text = readFileSync(path.join(root, 'docs', 'emit', 'python.md'), 'utf8');
  const files = new Map<string, string>();
  for (const [, body = ''] of text.matchAll(/^```python\n(.*?)^```$/gms)) {
    const name = /^# (\w+\.py)\n/.exec(body)?.[1];
    if (name === undefined || files.has(name)) {
      throw new Error(`reading docs/emit/python.md: a block without a file name of its own:\n${body.slice(0, 200)}`);
    }
    files.set(name, body);
  }
  return files;
}

export function save(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  files.forEach((text, name) => writeFileSync(path.join(folder, name), text));
}
