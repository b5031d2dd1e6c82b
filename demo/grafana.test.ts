/** @jest-environment node */
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createListener, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { freePort, startGrafana, untilHealthy } from './grafana';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listening(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a Grafana that is starting', () => {
  it('is given up also where it takes requests and answers none', async () => {
    let asked = 0;
    const url = await listening(() => asked++);
    await expect(untilHealthy(url, { exitCode: null }, 'a.log', 200)).rejects.toThrow('within 0.2 seconds; see a.log');
    expect(asked).toBe(1);
  });

  it('is there once its database is', async () => {
    let asked = 0;
    const url = await listening((_, response) =>
      response.end(JSON.stringify({ database: asked++ ? 'ok' : 'starting' }))
    );
    await untilHealthy(url, { exitCode: null }, 'a.log');
    expect(asked).toBe(2);
  });

  it('is not waited for when it has stopped', async () => {
    const url = await listening((_, response) => response.end('{}'));
    await expect(untilHealthy(url, { exitCode: 1 }, 'a.log')).rejects.toThrow('stopped while starting; see a.log');
  });
});

describe('the port of a Grafana', () => {
  const taken = createListener(() => undefined);
  beforeAll(() => new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => taken.close(resolve)));
  const port = () => (taken.address() as AddressInfo).port;

  it('is another one where a server listens, also one that never answers', async () => {
    expect(await freePort(port())).not.toBe(port());
  });

  it('is the one that is wanted where it is free', async () => {
    const wanted = await freePort();
    expect(await freePort(wanted)).toBe(wanted);
  });
});

describe('a Grafana that has been started before', () => {
  it('loads the plugin of now, also where the folder of then has been moved', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'grafana of '));
    const link = path.join(folder, 'plugins', 'yardstick-baselines-app');
    mkdirSync(path.dirname(link));
    symlinkSync(path.join(folder, 'moved', 'dist'), link, 'dir');
    const binary = path.join(folder, 'grafana');
    writeFileSync(binary, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const plugin = path.join(folder, 'dist');
    await expect(startGrafana({ binary, home: folder, version: '' }, { folder, plugin })).rejects.toThrow(
      'stopped while starting'
    );
    expect(readlinkSync(link)).toBe(plugin);
    rmSync(folder, { recursive: true });
  });
});
