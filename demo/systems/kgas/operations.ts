/** Which operations does the demo's KGAS run, how long do they take and how often? */
import {
  ARGUMENT_BYTES,
  LLM_SECONDS,
  LLM_TOKENS,
  LOCK_SECONDS,
  OPERATION_SECONDS,
  QUERY_SECONDS,
  TOOL_LIFECYCLE_SECONDS,
  TOOL_SECONDS,
} from '../../../instrument';
import { stream, type Stream, type StreamOptions } from '../../scenario/stream';

type Row = [name: string, medianSeconds: number, logSd: number, perSecond: number];

const base = { system: 'kgas' } as const;
const status = { ok: { status: 'success' }, failed: { status: 'error' } } as const;

/** Request-like ones first (at least 5 a second at any hour), then work of seconds to half an hour. */
const OPERATIONS: Row[] = [
  ['graph_query', 0.042, 0.5, 11],
  ['entity_lookup', 0.012, 0.4, 16],
  ['vector_search', 0.065, 0.5, 9.5],
  ['table_scan', 0.095, 0.6, 9],
  ['entity_resolution', 0.18, 0.5, 8.5],
  ['entity_extraction', 0.26, 0.5, 8.5],
  ['embedding_lookup', 0.024, 0.4, 10],
  ['provenance_record', 0.008, 0.3, 12],
  ['ontology_match', 0.12, 0.6, 8.5],
  ['schema_validation', 0.015, 0.4, 9],
  ['query_planning', 0.05, 0.5, 9],
  ['citation_lookup', 0.032, 0.4, 9],
  ['document_ingest', 3.8, 0.6, 0.25],
  ['report_synthesis', 7.5, 0.5, 0.1],
  ['pagerank', 18, 0.4, 0.012],
  ['graph_export', 38, 0.5, 0.006],
  ['community_detection', 65, 0.4, 0.003],
  ['full_reindex', 1400, 0.3, 0.000012],
];

/** tool, complexity */
const TOOLS: Array<[tool: string, complexity: 'simple' | 'complex', ...rest: [number, number, number]]> = [
  ['text_chunker', 'simple', 0.03, 0.5, 9],
  ['ner_extractor', 'simple', 0.14, 0.5, 8.5],
  ['vector_embedder', 'simple', 0.085, 0.5, 8.5],
  ['pdf_loader', 'complex', 2.6, 0.6, 0.2],
  ['graph_builder', 'complex', 5.5, 0.5, 0.12],
  ['community_detector', 'complex', 11, 0.4, 0.04],
];

const QUERIES: Array<[system: string, queryClass: 'simple' | 'complex', ...rest: [number, number, number]]> = [
  ['neo4j', 'simple', 0.009, 0.5, 22],
  ['neo4j', 'complex', 0.11, 0.5, 8.5],
  ['sqlite', 'simple', 0.0025, 0.5, 20],
  ['sqlite', 'complex', 0.062, 0.5, 8.5],
];

export const LLM_TARGETS = [
  { operation: 'chat', provider: 'openai', model: 'gpt-4o', median: 1.25, logSd: 0.4, rate: 0.9, costUsd: 0.009 },
  {
    operation: 'chat',
    provider: 'anthropic',
    model: 'claude-sonnet-4',
    median: 1.4,
    logSd: 0.4,
    rate: 0.5,
    costUsd: 0.012,
  },
  {
    operation: 'embeddings',
    provider: 'openai',
    model: 'text-embedding-3-small',
    median: 0.13,
    logSd: 0.4,
    rate: 9,
    costUsd: 0.00002,
  },
] as const;

export const TOOL_NAMES = TOOLS.map(([tool]) => tool);
export const OPERATION_TYPES = OPERATIONS.map(([name]) => name);

const operations = OPERATIONS.map(([name, median, logSd, rate]) =>
  stream({
    ...base,
    ...status,
    kind: 'operation',
    name,
    metric: 'kgas_operation_duration_seconds',
    labels: { operation_type: name },
    bounds: OPERATION_SECONDS,
    median,
    logSd,
    rate,
    errors: 0.003,
  })
);

const tools = TOOLS.map(([tool, complexity, median, logSd, rate]) =>
  stream({
    ...base,
    ...status,
    kind: 'tool',
    name: `${tool} ${complexity}`,
    metric: 'kgas_tool_execution_duration_seconds',
    labels: { tool, complexity },
    bounds: TOOL_SECONDS,
    median,
    logSd,
    rate,
    errors: 0.004,
  })
);

function lifecycle(kind: 'tool-init' | 'tool-cleanup', metric: string, word: string, median: number): Stream[] {
  return TOOL_NAMES.map((tool, i) =>
    stream({
      ...base,
      kind,
      name: `${tool} ${word}`,
      metric,
      labels: { tool },
      bounds: TOOL_LIFECYCLE_SECONDS,
      median: median * (1 + i / 10),
      logSd: 0.3,
      rate: 0.1,
    })
  );
}

const queries = QUERIES.map(([db_system, query_class, median, logSd, rate]) =>
  stream({
    ...base,
    ...status,
    kind: 'db-query',
    name: `${db_system} ${query_class} query`,
    metric: 'kgas_db_query_duration_seconds',
    labels: { db_system, query_class },
    bounds: QUERY_SECONDS,
    median,
    logSd,
    rate,
    errors: 0.001,
  })
);

const locks = (['neo4j', 'sqlite'] as const).map((db_system) =>
  stream({
    ...base,
    kind: 'db-lock',
    name: `${db_system} lock wait`,
    metric: 'kgas_db_lock_wait_seconds',
    labels: { db_system },
    bounds: LOCK_SECONDS,
    median: db_system === 'neo4j' ? 0.004 : 0.009,
    logSd: 0.6,
    rate: 2,
  })
);

const llmLabels = ({ operation, provider, model }: (typeof LLM_TARGETS)[number]) => ({
  gen_ai_operation_name: operation,
  gen_ai_provider_name: provider,
  gen_ai_request_model: model,
});

const llmCalls = LLM_TARGETS.map((target) =>
  stream({
    ...base,
    kind: 'llm',
    name: `${target.provider} ${target.model}`,
    metric: 'gen_ai_client_operation_duration_seconds',
    labels: llmLabels(target),
    ok: {},
    failed: { error_type: 'timeout' },
    bounds: LLM_SECONDS,
    median: target.median,
    logSd: target.logSd,
    rate: target.rate,
    errors: 0.004,
  })
);

const size = (options: Omit<StreamOptions, 'system' | 'duration'>) => stream({ ...base, duration: false, ...options });

/** Sizes, drawn beside the durations: their rate follows the calls'. */
const tokens = LLM_TARGETS.flatMap((target) =>
  (target.operation === 'chat' ? (['input', 'output'] as const) : (['input'] as const)).map((type) =>
    size({
      kind: 'tokens',
      name: `${target.model} ${type} tokens`,
      metric: 'gen_ai_client_token_usage',
      labels: { ...llmLabels(target), gen_ai_token_type: type },
      bounds: LLM_TOKENS,
      median: type === 'input' ? 900 : 220,
      logSd: 0.6,
      rate: target.rate,
    })
  )
);

const argumentSizes = OPERATIONS.slice(0, 6).map(([name]) =>
  size({
    kind: 'arguments',
    name: `${name} arguments`,
    metric: 'kgas_operation_args_size_bytes',
    labels: { operation_type: name },
    bounds: ARGUMENT_BYTES,
    median: 3000,
    logSd: 1,
    rate: 1,
  })
);

export const kgasStreams: Stream[] = [
  ...operations,
  ...tools,
  ...lifecycle('tool-init', 'kgas_tool_init_duration_seconds', 'initialization', 0.032),
  ...lifecycle('tool-cleanup', 'kgas_tool_cleanup_duration_seconds', 'clean-up', 0.018),
  ...queries,
  ...locks,
  ...llmCalls,
  ...tokens,
  ...argumentSizes,
];
