import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { findGrafana, freePort } from './demo/grafana';
import { startDemoGrafana, untilLearned } from './demo/provisioned-grafana';
(async () => {
  const dev = JSON.parse(readFileSync('/tmp/devlab/lab.json', 'utf8'));
  const folder = mkdtempSync('/tmp/devgrafana-');
  const grafana = await startDemoGrafana(findGrafana()!, { folder, promUrl: dev.prometheus, controlUrl: dev.control, port: await freePort() });
  console.log('grafana', grafana.url);
  mkdirSync('tests/.auth', { recursive: true });
  writeFileSync('tests/.auth/lab.json', JSON.stringify({ prometheus: dev.prometheus, control: dev.control, outage: '', grafana: grafana.url, folder, faults: dev.faults }));
  await untilLearned(grafana, (done, all) => console.log(done, 'of', all));
  console.log('learned');
  setInterval(() => undefined, 1 << 30);
})();
