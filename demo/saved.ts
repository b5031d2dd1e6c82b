/** What has a file said that the demo left behind? Nothing where it is not there, or was cut off while it was written. */
import { existsSync, readFileSync } from 'node:fs';

export function saved<T>(file: string): T | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
