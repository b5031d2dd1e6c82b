// Installs what the project needs: npm packages by the lock file, and the
// Prometheus tools of tools/go.mod where no recent Prometheus is on PATH.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, symlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { alone } from './alone.mjs';
import { must, onPath, root, started, toolsBin } from './step.mjs';

/** Native histograms are stable, and what the rules' tests expect is there, from this major version on. */
const PROMETHEUS_MAJOR = 3;

export function installPackages() {
  if (areInstalled()) {
    return;
  }
  alone(path.join(root, '.cache', 'installing'), () => {
    if (!areInstalled()) {
      console.log('Installing npm packages …');
      must('npm', ['ci', '--no-audit', '--no-fund']);
    }
  });
}

function areInstalled() {
  const lock = path.join(root, 'package-lock.json');
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

function recentOnPath(name) {
  const file = onPath(name);
  if (!file) {
    return undefined;
  }
  const run = spawnSync(file, ['--version'], { encoding: 'utf8' });
  const major = /version (\d+)\./.exec(`${run.stdout}${run.stderr}`)?.[1];
  return Number(major) >= PROMETHEUS_MAJOR ? file : undefined;
}

export function installPrometheus() {
  mkdirSync(toolsBin, { recursive: true });
  const wanted = ['prometheus', 'promtool'].filter((name) => !existsSync(path.join(toolsBin, name)));
  const missing = wanted.filter((name) => {
    const file = recentOnPath(name);
    if (file) {
      rmSync(path.join(toolsBin, name), { force: true });
      symlinkSync(file, path.join(toolsBin, name));
    }
    return !file;
  });
  if (missing.length === 0) {
    return;
  }
  console.log(`Building ${missing.join(' and ')} from tools/go.mod (some minutes, once) …`);
  // remove_all_sd leaves out the service discovery of every cloud, which is most of the build.
  const packages = missing.map((name) => `github.com/prometheus/prometheus/cmd/${name}`);
  must('go', ['build', '-tags', 'remove_all_sd', '-o', toolsBin + path.sep, ...packages], {
    cwd: path.join(root, 'tools'),
    env: { CGO_ENABLED: '0' },
  });
}

/** Alertmanager's own check of a configuration, for the routing snippets. */
export function installAmtool() {
  if (existsSync(path.join(toolsBin, 'amtool'))) {
    return;
  }
  console.log('Building amtool from tools/go.mod …');
  must('go', ['build', '-o', toolsBin + path.sep, 'github.com/prometheus/alertmanager/cmd/amtool'], {
    cwd: path.join(root, 'tools'),
    env: { CGO_ENABLED: '0' },
  });
}

if (started(import.meta)) {
  installPackages();
  installPrometheus();
}
