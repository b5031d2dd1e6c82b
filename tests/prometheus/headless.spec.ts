// What does `npm run demo` leave a person with who has no Grafana? In a pipe:
// a report, a clear word, an end, and nothing that still runs.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { systems } from '../../catalog/systems';
import { hasDocker } from '../../demo/compose';

const root = path.resolve(__dirname, '../..');

/** Runs the demo as `npm run demo` does, without a Grafana within its reach. */
function demo(folder: string, args: string[]): Promise<{ code: number | null; lines: string[] }> {
  const program = path.join(root, 'demo', 'start.ts');
  const env = { ...process.env, GRAFANA_HOME: path.join(folder, 'none'), YARDSTICK_DEMO_DIR: folder };
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', program, ...args], { cwd: root, env });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, lines: output.trim().split('\n') })));
}

test('without a Grafana the demo says so, ends with a report, and leaves nothing running', async () => {
  test.setTimeout(300_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-headless-'));
  try {
    // Where there is a Docker the demo would be right to start containers.
    const docker = hasDocker();
    const { code, lines } = await demo(folder, ['--no-build', '--days', '2', ...(docker ? ['--headless'] : [])]);
    expect(code, lines.join('\n')).toBe(0);
    const word = lines.findIndex((line) => (docker ? /without Grafana/ : /Grafana was not found/).test(line));
    expect(word, lines.join('\n')).toBeGreaterThan(0);
    // Nothing follows the word but how to get a Grafana, and the reports.
    const pages = lines.slice(word + 2).map((line) => /^ *report +(\S+\.html)$/.exec(line)?.[1] ?? line);
    expect(pages).toHaveLength(systems.length);
    systems.forEach(({ title }, i) => expect(readFileSync(pages[i] ?? '', 'utf8')).toContain(title));
    const prometheus = /http:\/\/127\.0\.0\.1:\d+/.exec(lines.find((line) => line.includes('of history: ')) ?? '');
    await expect(fetch(`${prometheus?.[0]}/-/ready`)).rejects.toThrow();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
