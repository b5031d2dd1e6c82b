// Packs the plugin for all supported platforms into one zip, as Grafana's
// catalogue expects it: one folder named like the app, executables at 0755.
import { createWriteStream, readFileSync, readdirSync, rmSync, statSync, mkdirSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import path from 'node:path';
import { installPackages } from './install.mjs';
import { buildBackend, buildFrontEnd } from './build.mjs';
import { root } from './step.mjs';

const PLATFORMS = [
  ['linux', 'amd64'],
  ['linux', 'arm64'],
  ['darwin', 'arm64'],
  ['windows', 'amd64'],
];
const APP = 'yardstick-baselines-app';

function* files(folder, below = '') {
  for (const name of readdirSync(path.join(folder, below)).sort()) {
    const relative = path.posix.join(below, name);
    if (statSync(path.join(folder, relative)).isDirectory()) {
      yield* files(folder, relative);
    } else {
      yield relative;
    }
  }
}

async function pack(zipFile) {
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  const dist = path.join(root, 'dist');
  for (const file of files(dist)) {
    const executable = path.basename(file).startsWith('gpx_');
    zip.addFile(path.join(dist, file), `${APP}/${file}`, { mode: executable ? 0o100755 : 0o100644 });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(zipFile));
}

installPackages();
rmSync(path.join(root, 'dist'), { recursive: true, force: true });
buildFrontEnd();
for (const [os, arch] of PLATFORMS) {
  console.log(`Building the back end for ${os}/${arch} …`);
  buildBackend(os, arch);
}
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
mkdirSync(path.join(root, 'package'), { recursive: true });
const zipFile = path.join(root, 'package', `${APP}-${version}.zip`);
await pack(zipFile);
console.log(`Packed ${path.relative(root, zipFile)} (${(statSync(zipFile).size / 1e6).toFixed(1)} MB)`);
