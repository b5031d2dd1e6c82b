import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { instrumentDpas } from '../../../instrument';

const dpas = instrumentDpas({ defaults: true });
const { requests, queries, ingestion, security } = dpas;

// Series at 0 before the first event: a counter that is born with it hides it.
requests.announce('GET', '/api/datasets/:id');
queries.announce('analytical');
ingestion.announce('postgres', ['orders'], ['TimeoutError']);
security.announce('encrypt');

async function work() {
  const request = requests.start('GET', '/api/datasets/:id'); // the pattern, never the address

  const query = queries.start('analytical');
  await pause(5);
  // Out of DuckDB's profile of the query: process.memoryUsage() knows nothing of it.
  query.end('success', { rows: 5000, peakMemoryBytes: 3 * 1024 ** 2, spilled: false });
  queries.lookedUp('results', 'miss');

  const run = ingestion.start('postgres');
  run.read('orders', { records: 5000, bytes: 1_200_000 }); // while it goes on
  run.streamEnded('orders', 0.4);
  run.end(); // or run.fail('TimeoutError')

  const encryption = security.start('encrypt');
  encryption.end();
  security.audited('login', 'denied');
  request.end(200);
}

// Programs that end (dbt, commands, builds): instrumentDpasRuns(), and writeTextfile(registry, file) at the end.

createServer((_, response) => {
  response.setHeader('Content-Type', dpas.registry.contentType);
  void work()
    .then(() => dpas.registry.metrics())
    .then((text) => response.end(text));
}).listen(Number(process.env.PORT ?? 8000), '127.0.0.1');
