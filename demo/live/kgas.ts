/** How does KGAS run, instrumented as its program would be? */
import { instrumentKgas, type Kgas } from '../../instrument';
import type { Outcome, Stream } from '../scenario/stream';
import type { Moment } from '../scenario/plain';
import * as application from '../systems/kgas/application';
import { kgasStreams, LLM_TARGETS } from '../systems/kgas/operations';
import { runConversions } from './conversions';
import type { LiveProgram, Surroundings } from './programs';
import type { Begin } from './requests';
import type { Scheduler } from './scheduler';

const label = (stream: Stream, name: string) => stream.labels[name] ?? '';
const status = (outcome: Outcome) => (outcome === 'ok' ? 'success' : 'error');
const nothing = () => undefined;

export function kgasProgram({ scheduler, switchboard, seed, now }: Surroundings): LiveProgram {
  const kgas = liveKgas(scheduler, now);
  runConversions(scheduler, kgas.conversions, seed, switchboard);
  return {
    job: 'kgas',
    registry: kgas.registry,
    second: (moment) => kgasSecond(kgas, moment),
    begin: (stream) => beginKgas(kgas, stream),
  };
}

function liveKgas(scheduler: Scheduler, now: () => Moment): Kgas {
  const pool = (db: 'neo4j' | 'sqlite') => () => {
    const used = application.poolUsed(db, now());
    return { used, idle: Math.max(0, 30 - used), max: application.POOL_SIZE };
  };
  const kgas = instrumentKgas({ clock: scheduler.clock, pools: { neo4j: pool('neo4j'), sqlite: pool('sqlite') } });
  kgasStreams.forEach((stream) => announce(kgas, stream));
  return kgas;
}

function announce(kgas: Kgas, stream: Stream): void {
  switch (stream.kind) {
    case 'operation':
      return kgas.operations.announce({ operation_type: label(stream, 'operation_type') });
    case 'tool':
      return kgas.tools.execution.announce({ tool: label(stream, 'tool'), complexity: label(stream, 'complexity') });
    case 'tool-init':
      return kgas.tools.init.announce({ tool: label(stream, 'tool') });
    case 'tool-cleanup':
      return kgas.tools.cleanup.announce({ tool: label(stream, 'tool') });
    case 'db-query':
      return kgas.queries.announce({
        db_system: label(stream, 'db_system'),
        query_class: label(stream, 'query_class'),
      });
    case 'db-lock':
      return kgas.databases.lockWait.zero({ db_system: label(stream, 'db_system') });
    case 'llm':
      return kgas.llm.announce(targetOf(stream), ['timeout']);
  }
}

const targetOf = (stream: Stream) => {
  const target = LLM_TARGETS.find(({ model }) => model === stream.labels.gen_ai_request_model);
  if (!target) {
    throw new Error(`no LLM target for ${stream.name}`);
  }
  return target;
};

/** How one execution of a stream begins and ends, by the library's own calls. */
function beginKgas(kgas: Kgas, stream: Stream): Begin {
  switch (stream.kind) {
    case 'operation':
      return (outcome) => ended(kgas.operations.start({ operation_type: label(stream, 'operation_type') }), outcome);
    case 'tool':
      return (outcome) =>
        ended(
          kgas.tools.execution.start({ tool: label(stream, 'tool'), complexity: label(stream, 'complexity') }),
          outcome
        );
    case 'tool-init':
      return (outcome) => ended(kgas.tools.init.start({ tool: label(stream, 'tool') }), outcome);
    case 'tool-cleanup':
      return (outcome) => ended(kgas.tools.cleanup.start({ tool: label(stream, 'tool') }), outcome);
    case 'db-query':
      return (outcome) =>
        ended(
          kgas.queries.start({ db_system: label(stream, 'db_system'), query_class: label(stream, 'query_class') }),
          outcome
        );
    case 'db-lock':
      return (_, value) => () => kgas.databases.lockWait.observe({ db_system: label(stream, 'db_system') }, value || 0);
    case 'llm':
      return (outcome) => llmCall(kgas, stream, outcome);
    case 'arguments':
      return (_, value) => () => kgas.argumentBytes.observe({ operation_type: label(stream, 'operation_type') }, value);
    default:
      return () => nothing;
  }
}

const ended = (run: { end(status: 'success' | 'error'): number }, outcome: Outcome) => () =>
  void run.end(status(outcome));

function llmCall(kgas: Kgas, stream: Stream, outcome: Outcome): () => void {
  const target = targetOf(stream);
  const call = kgas.llm.start(target);
  const chat = target.operation === 'chat';
  return () =>
    outcome === 'failed'
      ? call.fail('timeout')
      : call.end({
          inputTokens: drawTokens(900),
          outputTokens: chat ? drawTokens(220) : undefined,
          costUsd: target.costUsd,
          forOperation: chat ? 'entity_extraction' : 'embedding_lookup',
        });
}

/** Tokens of a call, log-normal as in the history. */
function drawTokens(median: number): number {
  const z = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return Math.round(median * Math.exp(0.6 * z));
}

/** What is no duration: counted and set once a second. */
function kgasSecond(kgas: Kgas, now: Moment): void {
  for (const db_system of ['neo4j', 'sqlite'] as const) {
    const rate = application.transactionRate(db_system, now) * now.step;
    kgas.databases.transactions.inc({ db_system, outcome: 'committed' }, 0.995 * rate);
    kgas.databases.transactions.inc({ db_system, outcome: 'rolled_back' }, 0.005 * rate);
    kgas.databases.slowQueries.inc({ db_system }, application.slowQueryRate(db_system, now) * now.step);
  }
  const calls = application.llmCallRate(now) * now.step;
  kgas.llmCache.count('hit', calls * application.llmHitShare(now));
  kgas.llmCache.count('miss', calls * (1 - application.llmHitShare(now)));
  kgas.tools.active.set(application.toolsActive(now));
  setFrom(now, 'kgas_tool_memory_bytes', (labels, value) => kgas.tools.memory.set({ tool: labels.tool ?? '' }, value));
  setFrom(now, 'kgas_operation_last_memory_delta_bytes', (labels, value) =>
    kgas.memoryDelta.set({ operation_type: labels.operation_type ?? '' }, value)
  );
  setFrom(now, 'kgas_sqlite_full_scans_total', (_, value) => kgas.databases.fullScans.inc(value * now.step));
  setFrom(now, 'kgas_llm_fallbacks_total', (labels, value) =>
    kgas.llm.fellBack(labels.provider ?? '', value * now.step)
  );
}

function setFrom(now: Moment, name: string, set: (labels: Stream['labels'], value: number) => void): void {
  const metric = application.instrumented.find((candidate) => candidate.name === name);
  metric?.series.forEach(({ labels, value }) => set(labels, value(now)));
}
