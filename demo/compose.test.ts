/** @jest-environment node */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'compose-'));
const docker = path.join(folder, 'docker');
const asked = path.join(folder, 'asked');
const state = path.join(folder, 'running.json');

/** A Docker that writes down what it is asked, and runs until it is told to end. */
const program = `#!${process.execPath}
require('fs').writeFileSync(${JSON.stringify(asked)}, process.argv.slice(2).join(' '));
process.on('SIGTERM', () => process.exit(7));
setInterval(() => undefined, 1000);
`;

beforeAll(() => {
  writeFileSync(docker, program, { mode: 0o755 });
  process.env.YARDSTICK_DEMO_DIR = folder;
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the demo in containers ends as a whole, by its switch and with the command that started it', async () => {
  const { composeUp } = await import('./compose');
  const code = composeUp(docker);
  while (!existsSync(asked)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(existsSync(state)).toBe(true);
  // The switch ends the container of the workloads; Grafana and Prometheus would run on without them.
  expect(readFileSync(asked, 'utf8')).toBe('compose up --build --abort-on-container-exit');
  process.emit('SIGTERM');
  expect(await code).toBe(7);
  expect(existsSync(state)).toBe(false);
});
