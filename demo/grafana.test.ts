/** @jest-environment node */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { untilHealthy } from './grafana';

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
