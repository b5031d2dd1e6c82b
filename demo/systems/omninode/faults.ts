/** What can go wrong with the demo's OmniNode Bridge, besides any operation being slow or hanging? */
import type { NamedFault } from '../../scenario/faults';
import { BREAKERS } from './breakers';

const fault = (name: string, title: string, rules: string[], effect?: NamedFault['effect']): NamedFault => ({
  system: 'omninode',
  name,
  title,
  rules,
  effect,
});

export const omninodeFaults: NamedFault[] = [
  fault('errors', 'one request in eight fails', ['D4-A04a', 'D4-A04b'], (s) =>
    s.kind === 'request' ? { errors: 0.12 } : undefined
  ),
  fault('slow-response', 'the API gateway answers after about seven seconds', ['D4-A05'], (s) =>
    s.slug === 'api-gateway-route' ? { factor: 110 } : undefined
  ),
  fault('pool', 'PostgreSQL pool at 95 %', ['D4-A01+A06']),
  fault('pool-high', 'PostgreSQL pool at 85 %', []),
  fault('pool-idle', 'PostgreSQL pool at 15 %', []),
  fault('cache', 'the workflow cache finds less than half', ['D4-A03']),
  fault('slow-queries', 'nine statements take more than a second on average', ['D4-A02'], (s) =>
    s.kind === 'slow-query' ? { extra: 0.15 } : undefined
  ),
  fault('kafka', 'one message in six cannot be published', ['D4-A04a', 'D4-A04b'], (s) =>
    s.slug === 'kafka-publish' ? { errors: 0.16 } : undefined
  ),
  fault('batches', 'Kafka batches of one message', [], (s) =>
    s.kind === 'batch' ? { factor: 1 / 6, load: 6 } : undefined
  ),
  ...BREAKERS.map(({ component }) =>
    fault(`breaker-${component}`, `the breaker "${component}" trips again and again`, ['D4-A07'])
  ),
  fault('cpu', 'host CPU at 92 %', []),
  fault('memory', 'host memory at 92 %', []),
  fault('disk', 'disk at 92 %', []),
  fault('host-exporter', "the exporter of OmniNode's host does not answer", ['D4-metrics-missing']),
  // No alert of the document says so: the watch over its metrics does.
  fault('down', 'OmniNode and its exporters do not answer', ['D4-metrics-missing']),
];
