/** How does ADO run, instrumented as its program would be, and what does its pipeline push? */
import { AdoBenchmarks, instrumentAdo, type Ado } from '../../instrument';
import type { Moment } from '../scenario/plain';
import type { Outcome, Stream } from '../scenario/stream';
import * as application from '../systems/ado/application';
import { benchmarkAt, BENCHMARKS } from '../systems/ado/benchmarks';
import { adoStreams, AGENT_TYPES, LLM_MODELS } from '../systems/ado/operations';
import { versionAt } from '../systems/ado/releases';
import type { LiveProgram, Surroundings } from './programs';
import type { Begin } from './requests';

const label = (stream: Stream, name: string) => stream.labels[name] ?? '';
const nothing = () => undefined;

export function adoProgram({ scheduler, now }: Surroundings): LiveProgram {
  const ado = instrumentAdo({
    clock: scheduler.clock,
    agents: AGENT_TYPES,
    version: () => versionAt(scheduler.now),
    pools: {
      [application.POOL]: () => ({
        used: application.poolUsed(now()),
        idle: application.poolIdle(now()),
        max: application.POOL_SIZE,
      }),
    },
  });
  adoStreams.forEach((stream) => announce(ado, stream));
  return {
    job: 'ado',
    registry: ado.registry,
    second: (moment) => second(ado, moment),
    begin: (stream) => begin(ado, stream),
  };
}

/** What pytest-benchmark leaves behind, in a Pushgateway. */
export function adoBenchmarksProgram({ scheduler, now }: Surroundings): LiveProgram {
  const bench = new AdoBenchmarks({ clock: scheduler.clock });
  const push = (moment: Moment) =>
    BENCHMARKS.forEach((benchmark) => {
      const { stats, ended, roundSince } = benchmarkAt(benchmark, moment);
      bench.ended(benchmark[0], stats, ended);
      if (roundSince > 0) {
        bench.roundBegan(benchmark[0], roundSince);
      }
    });
  push(now());
  return { job: 'ado-benchmark', registry: bench.registry, second: push, begin: () => () => nothing };
}

const statusOf = (stream: Stream, outcome: Outcome) => Number(stream[outcome]?.http_response_status_code ?? 200);

const modelOf = (stream: Stream) => {
  const found = LLM_MODELS.find(({ model }) => model === label(stream, 'gen_ai_request_model'));
  if (!found) {
    throw new Error(`no model for ${stream.name}`);
  }
  return found;
};

const queryLabels = (stream: Stream) => ({
  db_operation_name: label(stream, 'db_operation_name'),
  db_collection_name: label(stream, 'db_collection_name'),
});

function announce(ado: Ado, stream: Stream): void {
  switch (stream.kind) {
    case 'ado-api':
      return ado.requests.announce(label(stream, 'http_request_method'), label(stream, 'http_route'), [
        statusOf(stream, 'ok'),
        statusOf(stream, 'failed'),
      ]);
    case 'ado-query':
      return ado.database.queries.announce(queryLabels(stream));
    case 'ado-lock':
      return ado.database.lockWait.zero({ db_collection_name: label(stream, 'db_collection_name') });
    case 'ado-llm':
      return ado.llm.announce(modelOf(stream), ['timeout']);
  }
}

/** How one execution of a stream begins and ends, by the library's own calls. */
function begin(ado: Ado, stream: Stream): Begin {
  switch (stream.kind) {
    case 'ado-api':
      return (outcome) => {
        const request = ado.requests.start(label(stream, 'http_request_method'), label(stream, 'http_route'));
        return () => void request.end(statusOf(stream, outcome));
      };
    case 'ado-agent':
      return (outcome) => {
        const run = ado.agents.start({ agent_type: label(stream, 'agent_type') });
        return () => void run.end(outcome === 'ok' ? 'success' : 'error');
      };
    case 'ado-query':
      return () => {
        const query = ado.database.queries.start(queryLabels(stream));
        return () => void query.end();
      };
    case 'ado-lock':
      return (_, value) => () =>
        ado.database.lockWait.observe({ db_collection_name: label(stream, 'db_collection_name') }, value || 0);
    case 'ado-llm':
      return (outcome) => {
        const call = ado.llm.start(modelOf(stream));
        return () => (outcome === 'ok' ? call.end() : call.fail('timeout'));
      };
    case 'ado-tokens':
      return (_, value) => () =>
        ado.llm.used(modelOf(stream), label(stream, 'gen_ai_token_type') === 'input' ? 'input' : 'output', value);
    case 'ado-wsjf':
      return (_, value) => () => ado.wsjf.observe(value);
    default:
      return () => nothing;
  }
}

/** What is no duration: counted and set once a second. */
function second(ado: Ado, now: Moment): void {
  const during = (perSecond: number) => perSecond * now.step;
  ado.queue.set(application.queueSize(now));
  ado.users.set(application.users(now));
  ado.satisfaction.set(application.satisfaction(now));
  application.STATUSES.forEach((status) => ado.tasks.inc({ status }, during(application.taskRate(status, now))));
  AGENT_TYPES.forEach((agent_type) =>
    ado.agentTimeouts.inc({ agent_type }, during(application.agentTimeouts(agent_type, now)))
  );
  for (const [operation, rate] of application.OPERATIONS) {
    ado.operations.inc({ operation }, during(application.operationRate(rate, now)));
    ado.timeouts.inc({ operation }, during(application.timeoutRate(rate, now)));
  }
  for (const [operation, rate] of application.RETRIED) {
    application.RESULTS.forEach((result) =>
      ado.retries.inc({ operation, result }, during(application.retryRate(rate, result, now)))
    );
  }
  for (const cache of application.CACHES) {
    application.LOOKUPS.forEach((result) =>
      ado.caches.inc({ cache: cache[0], result }, during(application.lookupRate(cache, result, now)))
    );
  }
  LLM_MODELS.forEach(({ model, rate }) => ado.llm.triedAgain(model, during(application.llmRetries(rate, now))));
  ado.database.timeouts.inc({ pool_name: application.POOL }, during(application.connectionTimeouts(now)));
}
