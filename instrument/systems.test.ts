/** @jest-environment node */
import { instrumentAdo } from './ado';
import { instrumentDpas } from './dpas';
import { instrumentKgas } from './kgas';
import { health, instrumentOmninode } from './omninode';

describe('KGAS', () => {
  test('a pool shows used, idle and its limit under the same db_system', async () => {
    const { registry } = instrumentKgas({ pools: { neo4j: () => ({ used: 43, idle: 5, max: 50 }) } });
    const text = await registry.metrics();
    expect(text).toContain('kgas_db_pool_connections{db_system="neo4j",state="used"} 43');
    expect(text).toContain('kgas_db_pool_connections{db_system="neo4j",state="idle"} 5');
    expect(text).toContain('kgas_db_pool_max_connections{db_system="neo4j"} 50');
  });

  test('an LLM call has error_type only when it failed, and costs are counted for the operation that paid', async () => {
    let now = 0;
    const { llm, registry } = instrumentKgas({ clock: () => now });
    const target = { operation: 'chat', provider: 'openai', model: 'gpt-4o' } as const;
    const good = llm.start(target);
    const bad = llm.start(target);
    now = 1.5;
    good.end({ inputTokens: 900, outputTokens: 200, costUsd: 0.01, forOperation: 'entity_extraction' });
    bad.fail('timeout');
    const text = await registry.metrics();
    const labels = 'gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="gpt-4o"';
    expect(text).toContain(`gen_ai_client_operation_duration_seconds_sum{${labels}} 1.5`);
    expect(text).toContain(`gen_ai_client_operation_duration_seconds_count{${labels},error_type="timeout"} 1`);
    expect(text).toContain(`gen_ai_client_token_usage_sum{${labels},gen_ai_token_type="output"} 200`);
    expect(text).toContain(
      'kgas_llm_cost_usd_total{provider="openai",model="gpt-4o",operation_type="entity_extraction"} 0.01'
    );
  });

  test('the bounds of LLM calls double from 10 ms to 81.92 s, as OpenTelemetry advises', async () => {
    const { llm, registry } = instrumentKgas();
    llm.announce({ operation: 'chat', provider: 'openai', model: 'gpt-4o' });
    const text = await registry.metrics();
    expect(text).toMatch(/gen_ai_client_operation_duration_seconds_bucket\{le="0.01",/);
    expect(text).toMatch(/gen_ai_client_operation_duration_seconds_bucket\{le="81.92",/);
  });
});

describe('OmniNode', () => {
  test('a traced request is in all three metrics, an error with its type', async () => {
    const { trace, registry } = instrumentOmninode();
    trace.start('hook_receiver', 'process_hook').end('success');
    trace.start('hook_receiver', 'process_hook').end('error', 'ValueError');
    const text = await registry.metrics();
    expect(text).toContain(
      'omninode_requests_total{component="hook_receiver",operation="process_hook",status="success"} 1'
    );
    expect(text).toContain(
      'omninode_request_duration_seconds_count{component="hook_receiver",operation="process_hook",status="error"} 1'
    );
    expect(text).toContain('omninode_errors_total{component="hook_receiver",error_type="ValueError"} 1');
  });

  test('a cache miss is no error (C-14), and both outcomes exist before the first look-up', async () => {
    const { cache, registry } = instrumentOmninode();
    cache.count('miss', 3);
    const text = await registry.metrics();
    expect(text).toContain('omninode_requests_total{component="workflow_cache",operation="miss",status="failure"} 3');
    expect(text).toContain('omninode_requests_total{component="workflow_cache",operation="hit",status="success"} 0');
    expect(text).not.toContain('status="error"');
  });

  test('a pool limit carries the service, so that the ratio matches (C-4)', async () => {
    const { registry } = instrumentOmninode({ pools: { postgresql: () => ({ used: 18, idle: 2, max: 20 }) } });
    const text = await registry.metrics();
    expect(text).toContain('omninode_active_connections{service="postgresql"} 18');
    expect(text).toContain('omninode_max_connections{service="postgresql"} 20');
  });

  test('batch sizes are messages in a histogram of their own (C-13)', async () => {
    const { kafka, registry } = instrumentOmninode({ topics: ['events'] });
    kafka.batch('events', 12);
    const text = await registry.metrics();
    expect(text).toContain('omninode_kafka_batch_messages_sum{topic="events"} 12');
    expect(text).not.toContain('operation="batch"');
    expect(text).toContain('omninode_dead_letter_messages_total{topic="events"} 0');
  });

  test.each([
    [0, 0.1, 2],
    [0.03, 0.1, 1],
    [0, 2.6, 1],
    [0.051, 0.1, 0],
    [0, 5.1, 0],
  ])('health at %d errors and %d s on average is %d', (errors, seconds, status) => {
    expect(health(errors, seconds)).toBe(status);
  });
});

describe('in a real application', () => {
  const closed = () => {
    throw new Error('the pool is closed');
  };
  const open = () => ({ used: 3, idle: 1, max: 8 });

  test.each([
    ['KGAS', instrumentKgas, 'kgas_db_pool_connections{db_system="b",state="used"} 3'],
    ['OmniNode', instrumentOmninode, 'omninode_active_connections{service="b"} 3'],
    ['ADO', instrumentAdo, 'db_client_connections_usage{pool_name="b",state="used"} 3'],
  ])(
    '%s: a pool that cannot be read takes no other metric with it, and shows nothing old',
    async (_, instrument, other) => {
      const pools = { a: open as typeof closed | typeof open, b: open };
      const { registry } = instrument({ pools });
      expect(await registry.metrics()).toMatch(/="a"/);
      pools.a = closed;
      const text = await registry.metrics();
      expect(text).toContain(other);
      expect(text).not.toMatch(/_(connections|usage)\{[a-z_]+="a"/);
    }
  );

  test('what is ended twice, in a catch after the end, counts once', async () => {
    const { trace, registry } = instrumentOmninode();
    const request = trace.start('hook_receiver', 'process_hook');
    request.end('success');
    request.end('error', 'TypeError');
    const text = await registry.metrics();
    expect(text).toContain(
      'omninode_requests_total{component="hook_receiver",operation="process_hook",status="success"} 1'
    );
    expect(text).not.toContain('error_type="TypeError"');

    const dpas = instrumentDpas();
    const query = dpas.queries.start('analytical');
    query.end('success', { rows: 5, spilled: true });
    query.end('error', { rows: 7, spilled: true });
    const run = dpas.ingestion.start('postgres');
    run.end();
    run.fail('TypeError');
    const ingested = await dpas.registry.metrics();
    expect(ingested).toContain('duckdb_query_rows_count{query_type="analytical"} 1');
    expect(ingested).toContain('duckdb_query_spills_total 1');
    expect(ingested).not.toContain('error_type="TypeError"');
  });
});
