import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { instrumentKgas } from '../../../instrument';

const kgas = instrumentKgas({ pools: { neo4j: () => ({ used: 4, idle: 6, max: 50 }) } });
const { operations, conversions, tools, queries, databases, llm, llmCache } = kgas;

// Series at 0 before the first event: a counter that is born with it hides it.
operations.announce({ operation_type: 'graph_query' });
conversions.announce('graph', 'table', 'medium');
const gpt = { operation: 'chat', provider: 'openai', model: 'gpt-4o' } as const;
llm.announce(gpt, ['timeout']);

async function work() {
  await operations.measure({ operation_type: 'graph_query' }, () =>
    queries.measure({ db_system: 'neo4j', query_class: 'simple' }, () => pause(5))
  );
  databases.transactions.inc({ db_system: 'neo4j', outcome: 'committed' });

  const conversion = conversions.start('graph', 'table', 4_200); // entities
  await pause(20);
  conversion.end('success', { peakMemoryBytes: process.memoryUsage.rss() });

  await tools.execution.measure({ tool: 'pdf_reader', complexity: 'simple' }, () => pause(5));

  llmCache.count('miss');
  const call = llm.start(gpt);
  await pause(10);
  call.end({ inputTokens: 900, outputTokens: 200, costUsd: 0.01, forOperation: 'graph_query' });
}

createServer((_, response) => {
  response.setHeader('Content-Type', kgas.registry.contentType);
  void work()
    .then(() => kgas.registry.metrics())
    .then((text) => response.end(text));
}).listen(Number(process.env.PORT ?? 8000), '127.0.0.1');
