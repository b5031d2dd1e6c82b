// `npm run demo` from a fresh clone: installs what npm has to install, then runs demo/start.ts, which does the rest.
import { spawn } from 'node:child_process';
import path from 'node:path';

import { installPackages } from '../tools/run/install.mjs';
import { root } from '../tools/run/step.mjs';

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`This needs Node 20 or newer; this is ${process.version}.`);
  process.exit(1);
}
installPackages();

const program = path.join(root, 'demo', 'start.ts');
const child = spawn(process.execPath, ['--require', 'tsx/cjs', program, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
// A terminal's Ctrl-C reaches the child by itself; this process waits until it has cleaned up.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code) => process.exit(code ?? 1));
