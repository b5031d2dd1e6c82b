/** @jest-environment node */
import { instrumentAdo } from './ado';
import { AdoBenchmarks } from './ado-benchmarks';
import { ADO_HTTP_SECONDS, ADO_QUERY_SECONDS, AGENT_SECONDS } from './ado-buckets';
import { LOCK_SECONDS } from './buckets';

const CODER = { agent_type: 'coder' };

test.each([
  ['P50, P95, P99 of the API (D3 l.12-14)', ADO_HTTP_SECONDS, [0.5, 2, 5]],
  ['agents (D3 l.15)', AGENT_SECONDS, [300]],
  ['queries (D3 l.38, l.133)', ADO_QUERY_SECONDS, [0.1, 1]],
  ['lock waits (D3 l.40)', LOCK_SECONDS, [0.01]],
])('every limit of %s is a bound with another above it', (_, bounds, limits) => {
  limits.forEach((limit) => {
    expect(bounds).toContain(limit);
    expect(Math.max(...bounds)).toBeGreaterThan(limit);
  });
});

test('an agent shows what runs, since when, and how long the last one took', async () => {
  let now = 1000;
  const { agents, registry } = instrumentAdo({ clock: () => now, agents: ['coder'] });
  const run = agents.start(CODER);
  now = 1090;
  expect(await registry.metrics()).toContain('ado_active_agents{agent_type="coder"} 1');
  expect(await registry.metrics()).toContain('ado_agent_in_progress_start_timestamp_seconds{agent_type="coder"} 1000');
  run.end('error');
  const text = await registry.metrics();
  expect(text).toContain('ado_active_agents{agent_type="coder"} 0');
  expect(text).toContain('ado_agent_last_duration_seconds{agent_type="coder"} 90');
  expect(text).toContain('ado_agent_duration_seconds_count{agent_type="coder",status="error"} 1');
  expect(text).toContain('ado_agent_duration_seconds_count{agent_type="coder",status="success"} 0');
});

test('the status of a request is known at its end, and both outcomes exist before the first one', async () => {
  let now = 0;
  const { requests, registry } = instrumentAdo({ clock: () => now });
  requests.announce('GET', '/api/tasks', [200, 503]);
  const request = requests.start('GET', '/api/tasks');
  now = 0.3;
  expect(request.end(503)).toBeCloseTo(0.3);
  const route = 'http_request_method="GET",http_route="/api/tasks"';
  const text = await registry.metrics();
  expect(text).toContain(`http_server_request_duration_seconds_count{${route},http_response_status_code="503"} 1`);
  expect(text).toContain(`http_server_request_duration_seconds_count{${route},http_response_status_code="200"} 0`);
});

test('failed tasks and time-outs exist at 0 before the first one (G-10)', async () => {
  const { registry } = instrumentAdo({ agents: ['coder'], pools: { main: () => ({ used: 3, idle: 7, max: 10 }) } });
  const text = await registry.metrics();
  expect(text).toContain('ado_tasks_total{status="failed"} 0');
  expect(text).toContain('ado_agent_timeouts_total{agent_type="coder"} 0');
  expect(text).toContain('db_client_connection_timeouts_total{pool_name="main"} 0');
  expect(text).toContain('db_client_connections_usage{pool_name="main",state="used"} 3');
});

test('after a release only the new version is there', async () => {
  let version = '1.0.0';
  const { registry } = instrumentAdo({ version: () => version });
  expect(await registry.metrics()).toContain('target_info{service_version="1.0.0"} 1');
  version = '1.1.0';
  const text = await registry.metrics();
  expect(text).toContain('target_info{service_version="1.1.0"} 1');
  expect(text).not.toContain('1.0.0');
});

test('an LLM call has error_type only when it failed', async () => {
  const { llm, registry } = instrumentAdo();
  const target = { operation: 'chat', provider: 'openai', model: 'gpt-4o' } as const;
  llm.announce(target);
  llm.start(target).end();
  llm.start(target).fail('timeout');
  llm.used(target, 'input', 900);
  const text = await registry.metrics();
  const labels = 'gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="gpt-4o"';
  expect(text).toContain(`gen_ai_client_operation_duration_seconds_count{${labels}} 1`);
  expect(text).toContain(`gen_ai_client_operation_duration_seconds_count{${labels},error_type="timeout"} 1`);
  expect(text).toContain(`gen_ai_client_token_usage_sum{${labels},gen_ai_token_type="input"} 900`);
  expect(text).toContain('ado_llm_retries_total{model="gpt-4o"} 0');
});

test('a benchmark shows the round in progress, and after its run all statistics and none in progress', async () => {
  const bench = new AdoBenchmarks({ clock: () => 500 });
  bench.roundBegan('planner_agent', 460);
  const since = 'ado_benchmark_in_progress_start_timestamp_seconds{benchmark="planner_agent"}';
  expect(await bench.registry.metrics()).toContain(`${since} 460`);
  bench.ended('planner_agent', { min: 38, max: 45, mean: 41, stddev: 2, median: 41 });
  const text = await bench.registry.metrics();
  expect(text).toContain(`${since} 0`);
  expect(text).toContain('ado_benchmark_duration_seconds{benchmark="planner_agent",stat="max"} 45');
  expect(text).toContain('ado_benchmark_last_duration_seconds{benchmark="planner_agent"} 41');
  expect(text).toContain('ado_benchmark_last_run_timestamp_seconds{benchmark="planner_agent"} 500');
});
