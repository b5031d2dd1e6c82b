// Does the packed plugin work where it will be used: outside the checkout, in a
// Grafana in production mode that allows only its four ids?
//
//   npm run test:package
import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findGrafana, PLUGIN_IDS, startGrafana, type Grafana } from '../../demo/grafana';
import { startPrometheus } from '../prometheus-server';
import { unpack } from './unpack';

const root = path.resolve(__dirname, '../..');
const EXECUTABLES = ['linux_amd64', 'linux_arm64', 'darwin_arm64', 'windows_amd64.exe'].map(
  (platform) => `datasource/gpx_yardstick_datasource_${platform}`
);

function newestZip(): string {
  const folder = path.join(root, 'package');
  const name = readdirSync(folder)
    .filter((file) => file.endsWith('.zip'))
    .sort()
    .at(-1);
  assert(name, `no zip in ${folder}: run npm run package`);
  return path.join(folder, name);
}

/** Serves the few series by which the health check knows a documented system. */
function emitter(): Promise<Server> {
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/plain; version=0.0.4');
    answer.end(
      [
        '# TYPE omninode_request_duration_seconds histogram',
        'omninode_request_duration_seconds_bucket{component="database",operation="query",status="success",le="1"} 5',
        'omninode_request_duration_seconds_bucket{component="database",operation="query",status="success",le="+Inf"} 5',
        'omninode_request_duration_seconds_sum{component="database",operation="query",status="success"} 2',
        'omninode_request_duration_seconds_count{component="database",operation="query",status="success"} 5',
        '',
      ].join('\n')
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function untilHealthy(grafana: Grafana): Promise<{ status: string; message: string }> {
  let last = { status: '', message: 'never answered' };
  for (let tries = 0; tries < 30 && last.status !== 'OK'; tries++) {
    last = await grafana
      .api<typeof last>('GET', '/api/datasources/uid/packed/health')
      .catch((error: Error) => ({ status: 'ERROR', message: error.message }));
    await new Promise((resolve) => setTimeout(resolve, last.status === 'OK' ? 0 : 1000));
  }
  return last;
}

async function check(grafana: Grafana, prometheus: string): Promise<void> {
  await grafana.api('POST', `/api/plugins/${PLUGIN_IDS[0]}/settings`, { enabled: true, pinned: true });
  for (const id of PLUGIN_IDS) {
    const settings = await grafana.api<{ id: string; signature: string }>('GET', `/api/plugins/${id}/settings`);
    assert.equal(settings.id, id);
    assert.equal(
      settings.signature,
      'unsigned',
      `${id} is loaded because its id is allowed, not because of development mode`
    );
    console.log(`registered: ${id}`);
  }
  await grafana.api('POST', '/api/datasources', {
    name: 'packed',
    uid: 'packed',
    type: 'yardstick-baselines-datasource',
    access: 'proxy',
    url: prometheus,
  });
  const health = await untilHealthy(grafana);
  assert.equal(health.status, 'OK', health.message);
  console.log(`healthy: ${health.message}`);
}

async function main(): Promise<void> {
  const found = findGrafana();
  if (!found) {
    console.log('No Grafana was found by GRAFANA_HOME or on PATH: the package was not tried in one.');
    process.exit(2);
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-package-'));
  const server = await emitter();
  const prometheus = await startPrometheus(path.join(folder, 'prometheus'), {
    omninode: (server.address() as AddressInfo).port,
  });
  let grafana: Grafana | undefined;
  try {
    const files = await unpack(newestZip(), path.join(folder, 'unpacked'));
    for (const executable of EXECUTABLES) {
      assert(files.includes(`${PLUGIN_IDS[0]}/${executable}`), `${executable} is in the zip`);
    }
    grafana = await startGrafana(found, {
      folder: path.join(folder, 'grafana'),
      plugin: path.join(folder, 'unpacked', 'yardstick-baselines-app'),
      mode: 'production',
    });
    await check(grafana, prometheus.url);
    console.log(
      `package: ${PLUGIN_IDS.length} plugins registered, health green, Grafana ${found.version} in production mode`
    );
  } finally {
    await grafana?.stop();
    await prometheus.stop();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
