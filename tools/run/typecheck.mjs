// Type-checks against the Grafana packages that are compiled with, the oldest
// supported ones, and the newest with React 19. The two others live in folders
// of their own, because one node_modules holds one version.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { must, root, together } from './step.mjs';

const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const OTHERS = ['12.4', '13.2'];

function install(folder) {
  const lock = path.join(folder, 'package-lock.json');
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
    must(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
      cwd: folder,
    });
  }
}

const others = OTHERS.map((version) => [version, path.join(root, 'tools', 'typecheck', version)]);
others.forEach(([, folder]) => install(folder));
process.exit(
  await together([
    [process.execPath, [tsc, '--noEmit'], 'types'],
    ...others.map(([version, folder]) => [
      process.execPath,
      [tsc, '--noEmit', '-p', folder],
      `types, Grafana ${version}`,
    ]),
  ])
);
