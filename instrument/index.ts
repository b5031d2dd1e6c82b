/**
 * Metrics of the documented systems for a Node program, by the names, labels and
 * buckets that Yardstick's catalogue documents, on top of prom-client.
 *
 *     import { instrumentKgas } from './instrument';
 *
 *     const kgas = instrumentKgas({ pools: { neo4j: () => ({ used, idle, max }) } });
 *     await kgas.operations.measure({ operation_type: 'graph_query' }, () => graph.run(query));
 *     const run = kgas.conversions.start('graph', 'table', entities);
 *     run.end('success', { peakMemoryBytes });
 *
 *     http.createServer(async (_, response) => response.end(await kgas.registry.metrics()));
 *
 * The parts can be used alone: OperationTimer for any operation, BreakerMetrics
 * for any breaker (one call attaches opossum), ConversionTimer, pool gauges,
 * LlmCalls, caches, KafkaProducer. prom-client has no native histograms; the
 * bounds in buckets.ts are fine enough to see a doubling.
 */
export * from './ado';
export * from './ado-benchmarks';
export * from './ado-buckets';
export * from './ado-llm';
export * from './ado-requests';
export * from './breaker-metrics';
export * from './buckets';
export * from './cache-lookups';
export * from './conversion-timer';
export * from './dpas';
export * from './dpas-buckets';
export * from './dpas-builds';
export * from './dpas-commands';
export * from './dpas-dbt';
export * from './dpas-ingestion';
export * from './dpas-pipelines';
export * from './dpas-queries';
export * from './dpas-requests';
export * from './dpas-security';
export * from './dpas-textfile';
export * from './github-pm';
export * from './github-pm-api';
export * from './github-pm-benchmarks';
export * from './github-pm-buckets';
export * from './github-pm-commands';
export * from './kafka-producer';
export * from './kgas';
export * from './llm-calls';
export * from './omninode';
export * from './operation-timer';
export * from './pool-gauges';
export * from './request-trace';
export * from './textfile';
