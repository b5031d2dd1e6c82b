/** @jest-environment node */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { indexFile, knownHistory } from './past-data';
import { STORAGE } from './prometheus';

describe('the history that an earlier demo left behind', () => {
  let folder: string;
  const block = (name: string) => path.join(folder, STORAGE, name);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'past-'));
    ['one', 'two'].forEach((name) => mkdirSync(block(name), { recursive: true }));
    writeFileSync(indexFile(folder), JSON.stringify({ days: 63, blocks: ['one', 'two'] }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is known where all of it is there', () => {
    expect(knownHistory(folder)).toEqual({ days: 63, blocks: ['one', 'two'] });
  });

  // `npm run demo -- --days 63`, ended by Ctrl-C while it replaced the history of `--days 7`, and `--days 7` again.
  it('is made anew where the making of another one was interrupted: its blocks are gone', () => {
    rmSync(block('two'), { recursive: true });
    expect(knownHistory(folder)).toBeUndefined();
  });

  it('is made anew where its list was cut off', () => {
    writeFileSync(indexFile(folder), '{"days": 63, "blo');
    expect(knownHistory(folder)).toBeUndefined();
  });

  it('is none before the first start', () => {
    rmSync(indexFile(folder));
    expect(knownHistory(folder)).toBeUndefined();
  });
});
