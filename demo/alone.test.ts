/**
 * @jest-environment node
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'alone '));
const mark = path.join(folder, '.cache', 'installing');
const journal = path.join(folder, 'journal');
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that writes when it begins and ends, alone. */
const installing = `
  import { appendFileSync } from 'node:fs';
  import { alone } from ${JSON.stringify(path.join(__dirname, '../tools/run/alone.mjs'))};
  const [mark, journal] = process.argv.slice(1);
  alone(mark, () => {
    appendFileSync(journal, process.pid + ' begins\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    appendFileSync(journal, process.pid + ' ends\\n');
  });`;

async function install(): Promise<number | null> {
  const process = spawn('node', ['--input-type=module', '-e', installing, mark, journal]);
  const [code] = (await once(process, 'exit')) as [number | null];
  return code;
}

test('of commands that install at once each waits for those before it', async () => {
  expect(await Promise.all([install(), install(), install()])).toEqual([0, 0, 0]);
  const lines = readFileSync(journal, 'utf8').trim().split('\n');
  const [first, second, third] = [0, 2, 4].map((at) => lines[at]?.split(' ')[0]);
  expect(new Set([first, second, third]).size).toBe(3);
  expect(lines).toEqual([first, second, third].flatMap((pid) => [`${pid} begins`, `${pid} ends`]));
  expect(existsSync(mark)).toBe(false);
});

test('nobody waits for one that was killed', async () => {
  const killed = spawn('node', ['-e', '']);
  await once(killed, 'exit');
  writeFileSync(mark, String(killed.pid));
  expect(await install()).toBe(0);
});
