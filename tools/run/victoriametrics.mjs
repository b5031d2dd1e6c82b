// Builds VictoriaMetrics, another server of Prometheus' API, which the back end
// and the shipped expressions are tested on too.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { must, root, started, toolsBin } from './step.mjs';

export function installVictoriaMetrics() {
  if (existsSync(path.join(toolsBin, 'victoria-metrics'))) {
    return;
  }
  mkdirSync(toolsBin, { recursive: true });
  console.log('Building VictoriaMetrics from tools/victoriametrics/go.mod …');
  must('go', ['build', '-o', toolsBin + path.sep, 'github.com/VictoriaMetrics/VictoriaMetrics/app/victoria-metrics'], {
    cwd: path.join(root, 'tools', 'victoriametrics'),
    env: { CGO_ENABLED: '0' },
  });
}

if (started(import.meta)) {
  installVictoriaMetrics();
}
