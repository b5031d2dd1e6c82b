// Type-checks against the Grafana packages that are compiled with, the oldest
// supported ones, and the newest with React 19.
import path from 'node:path';
import { folderOf, installGrafana } from './other-grafana.mjs';
import { root, together } from './step.mjs';

const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const OTHERS = ['12.4', '13.2'];

OTHERS.forEach(installGrafana);
process.exit(
  await together([
    [process.execPath, [tsc, '--noEmit'], 'types'],
    ...OTHERS.map((version) => [
      process.execPath,
      [tsc, '--noEmit', '-p', folderOf(version)],
      `types, Grafana ${version}`,
    ]),
  ])
);
