// Other versions of Grafana's packages than those that are compiled with. They live in folders of their own, because one
// node_modules holds one version.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { must, root } from './step.mjs';

export const folderOf = (version) => path.join(root, 'tools', 'typecheck', version);

/** Installs them where they are not, or not as the lock file says. */
export function installGrafana(version) {
  const folder = folderOf(version);
  const lock = path.join(folder, 'package-lock.json');
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
    must(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
      cwd: folder,
    });
  }
}
