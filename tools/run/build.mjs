// Builds a complete dist/ for this machine: front end, dashboards, back end;
// and the command bin/yardstick.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { installPackages } from './install.mjs';
import { must, root, started } from './step.mjs';

const goos = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform] ?? process.platform;
const goarch = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch;

/** Builds the back end for one platform with the flags that the SDK's build targets use: static, small JSON of Arrow. */
export function buildBackend(os, arch, folder = path.join(root, 'dist', 'datasource')) {
  mkdirSync(folder, { recursive: true });
  const name = `gpx_yardstick_datasource_${os}_${arch}${os === 'windows' ? '.exe' : ''}`;
  must(
    'go',
    ['build', '-trimpath', '-tags', 'arrow_json_stdlib', '-ldflags', '-w -s', '-o', path.join(folder, name), './pkg'],
    {
      env: { CGO_ENABLED: '0', GOOS: os, GOARCH: arch },
    }
  );
}

export function buildCommand() {
  const name = `yardstick${process.platform === 'win32' ? '.exe' : ''}`;
  must('go', ['build', '-trimpath', '-o', path.join(root, 'bin', name), './pkg/cmd/yardstick'], {
    env: { CGO_ENABLED: '0' },
  });
}

export function buildFrontEnd() {
  must(process.execPath, [path.join(root, 'node_modules', 'webpack', 'bin', 'webpack.js'), '--mode', 'production']);
}

if (started(import.meta)) {
  if (!existsSync(path.join(root, 'node_modules'))) {
    installPackages();
  }
  buildFrontEnd();
  buildBackend(goos, goarch);
  buildCommand();
}
