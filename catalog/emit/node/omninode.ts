import { createServer } from 'node:http';

import { health, instrumentOmninode } from '../../../instrument';

const omninode = instrumentOmninode({
  pools: { postgresql: () => ({ used: 6, idle: 4, max: 20 }) },
  topics: ['events'],
});
const { trace, kafka, cache, breakers } = omninode;

trace.announce('hook_receiver', 'process_hook', ['TimeoutError']);
const breaker = breakers.component('critical', { failureThreshold: 5, recoveryTimeoutSeconds: 60 });
// breaker.watch(circuit) follows a breaker that emits opossum's events; others call opened(), halfOpened(), closed().

function processHook(event: string) {
  const request = trace.start('hook_receiver', 'process_hook');
  try {
    JSON.parse(event);
    request.end('success');
    breaker.call('success');
  } catch (error) {
    request.end('error', error instanceof Error ? error.name : 'unknown');
    breaker.call('failure');
  }
}

function work() {
  processHook('{}');
  processHook('no hook');
  kafka.publish().end('success');
  kafka.batch('events', 12);
  cache.count('hit', 8); // since the last call, never a running total
  cache.count('miss', 2);
  cache.setMemory(48 * 1024 ** 2);
  omninode.memory.set(process.memoryUsage.rss());
  omninode.health.set(health(0.001, 0.2));
}

createServer((_, response) => {
  work();
  response.setHeader('Content-Type', omninode.registry.contentType);
  void omninode.registry.metrics().then((text) => response.end(text));
}).listen(Number(process.env.PORT ?? 8000), '127.0.0.1');
