/** @jest-environment node */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// `npm run build` in a clone whose folder has a space in its name, or is reached by a link, builds nothing and ends
// with 0 where a script does not know that it was started.
describe('a script of tools/run', () => {
  const base = mkdtempSync(path.join(tmpdir(), 'started-'));
  const clone = path.join(base, 'my clone');
  const link = path.join(base, 'link');
  beforeAll(() => {
    mkdirSync(path.join(clone, 'tools'), { recursive: true });
    symlinkSync(clone, link, 'dir');
    cpSync(path.join(__dirname, '..', 'tools', 'run'), path.join(clone, 'tools', 'run'), { recursive: true });
    writeFileSync(
      path.join(clone, 'tools', 'run', 'probe.mjs'),
      `import { started } from './step.mjs';
if (started(import.meta)) {
  console.log('started');
}
`
    );
    writeFileSync(path.join(clone, 'tools', 'run', 'importer.mjs'), `import './probe.mjs';\n`);
  });
  afterAll(() => rmSync(base, { recursive: true }));

  const output = (folder: string, script: string) =>
    execFileSync(process.execPath, [path.join(folder, 'tools', 'run', script)], { encoding: 'utf8', stdio: 'pipe' });

  it.each([clone, link])('knows in %s that it was started', (folder) => {
    expect(output(folder, 'probe.mjs')).toBe('started\n');
  });

  it('does nothing where another one imports it', () => {
    expect(output(clone, 'importer.mjs')).toBe('');
  });

  it('begins to build, and fails here, where there is nothing to build', () => {
    mkdirSync(path.join(clone, 'node_modules'));
    expect(() => output(clone, 'build.mjs')).toThrow(/webpack/);
  });
});
