// Type-checks against the Grafana packages that are compiled with, the oldest
// supported ones, and the newest with React 19. The two others live in folders
// of their own, because one node_modules holds one version.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { must, root, status } from './step.mjs';

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

let failed = status(process.execPath, [tsc, '--noEmit']);
for (const version of OTHERS) {
  const folder = path.join(root, 'tools', 'typecheck', version);
  install(folder);
  const code = status(process.execPath, [tsc, '--noEmit', '-p', folder]);
  console.log(`Grafana ${version}: ${code === 0 ? 'no type errors' : 'type errors'}`);
  failed ||= code;
}
process.exit(failed);
