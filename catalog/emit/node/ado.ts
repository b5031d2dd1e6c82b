import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { instrumentAdo } from '../../../instrument';

const ado = instrumentAdo({
  agents: ['planner'],
  pools: { primary: () => ({ used: 3, idle: 7, max: 20 }) },
  version: () => '1.4.0',
});
const { agents, requests, llm, database } = ado;

// Series at 0 before the first event: a counter that is born with it hides it.
requests.announce('GET', '/tasks/:id');
const gpt = { operation: 'chat', provider: 'openai', model: 'gpt-4o' } as const;
llm.announce(gpt, ['timeout']);

async function work() {
  const request = requests.start('GET', '/tasks/:id'); // the pattern, never the address
  await database.queries.measure({ db_operation_name: 'SELECT', db_collection_name: 'tasks' }, () => pause(5));
  request.end(200);

  ado.wsjf.observe(13);
  ado.operations.inc({ operation: 'agent' });
  await agents.measure({ agent_type: 'planner' }, async () => {
    const call = llm.start(gpt);
    await pause(10);
    call.end();
    llm.used(gpt, 'input', 900);
    llm.used(gpt, 'output', 200);
  });
  ado.tasks.inc({ status: 'completed' });
  ado.caches.inc({ cache: 'priority', result: 'hit' });
  ado.queue.set(12);
  ado.users.set(30);
}

// Benchmarks end before a scrape: AdoBenchmarks has a registry of its own, for a textfile.

createServer((_, response) => {
  response.setHeader('Content-Type', ado.registry.contentType);
  void work()
    .then(() => ado.registry.metrics())
    .then((text) => response.end(text));
}).listen(Number(process.env.PORT ?? 8000), '127.0.0.1');
