/** What can go wrong with the demo's KGAS, besides any operation being slow or hanging? */
import type { NamedFault } from '../../scenario/faults';

const fault = (name: string, title: string, rules: string[], effect?: NamedFault['effect']): NamedFault => ({
  system: 'kgas',
  name,
  title,
  rules,
  effect,
});

const RESOURCE = ['D2-A03', 'D2-A05'];
const of = (kind: string, name?: RegExp) => (s: { kind: string; slug: string }) =>
  s.kind === kind && (!name || name.test(s.slug));

export const kgasFaults: NamedFault[] = [
  fault('errors', 'one operation in five fails', [], (s) => (of('operation')(s) ? { errors: 0.2 } : undefined)),
  fault('llm-errors', 'one LLM call in eight fails', [], (s) => (of('llm')(s) ? { errors: 0.12 } : undefined)),
  fault('llm-cache', 'the LLM cache finds one answer in five', []),
  fault('llm-fallbacks', 'one LLM call in six goes to another model', []),
  fault('slow-queries', 'complex queries take eight times as long', ['D2-A09'], (s) =>
    of('db-query', /complex/)(s) ? { factor: 8 } : undefined
  ),
  fault('locks', 'locks are waited for thirty times as long', [], (s) =>
    of('db-lock')(s) ? { factor: 30 } : undefined
  ),
  fault('tool-init', 'tools take six times as long to start', [], (s) =>
    of('tool-init')(s) ? { factor: 6 } : undefined
  ),
  fault('cpu-high', 'host CPU at 88 %', ['D2-A03']),
  fault('cpu', 'host CPU at 98 %', RESOURCE),
  fault('memory-high', 'host memory at 88 %', ['D2-A03']),
  fault('memory', 'host memory at 98 %', RESOURCE),
  // Half the disk lost within minutes: for an hour its trend says that it will be full.
  fault('disk-high', 'data disk at 88 %', ['D2-A03', 'D2-A07b']),
  fault('disk', 'data disk at 98 %', [...RESOURCE, 'D2-A07b']),
  fault('file-handles-high', 'open files at 88 % of the limit', ['D2-A03']),
  fault('file-handles', 'open files at 98 % of the limit', RESOURCE),
  fault('db-pool-high', 'Neo4j pool at 88 %', ['D2-A03']),
  fault('db-pool', 'Neo4j pool at 98 %', RESOURCE),
  fault('disk-filling', 'the data disk will be full within an hour', ['D2-A07b', ...RESOURCE]),
  fault('readonly-disk', 'the data disk turns read-only', ['D2-A07a']),
  fault('low-transactions', 'hardly any transactions', []),
  fault('host-exporter', "the exporter of KGAS' host does not answer", ['D2-metrics-missing']),
  fault('down', 'KGAS and its exporters do not answer', ['D2-A06']),
];
