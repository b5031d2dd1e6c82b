/** When does a Prometheus know what programs and files expose? */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** A page that never changes, as node_exporter serves a textfile. */
export async function serve(text: string): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Two scrapes of every target: what is found by then is found by the probe. */
export async function untilScraped(url: string, targets: number): Promise<void> {
  const query = encodeURIComponent('count(sum_over_time(up[1m]) >= 2)');
  for (let tries = 0; tries < 200; tries++) {
    const answer = (await (await fetch(`${url}/api/v1/query?query=${query}`)).json()) as {
      data: { result: Array<{ value: [number, string] }> };
    };
    if (answer.data.result[0]?.value[1] === String(targets)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waiting for ${targets} targets at ${url}: not all of them were scraped`);
}
