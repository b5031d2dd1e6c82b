/** Where do the histograms' buckets end? In seconds unless said otherwise. */

/**
 * Operations between a millisecond and an hour, each bound at most 1.7 times the one before:
 * a doubling is always at least one bucket.
 */
export const OPERATION_SECONDS = [
  0.001, 0.0015, 0.0025, 0.004, 0.006, 0.01, 0.015, 0.025, 0.04, 0.06, 0.1, 0.15, 0.25, 0.4, 0.6, 1, 1.5, 2.5, 4, 6, 10,
  15, 25, 40, 60, 100, 150, 250, 400, 600, 1000, 1800, 3600,
];

/** Every bound of D2 l.33-46, with twice and five times the largest (catalogue D2-Q01). */
export const CONVERSION_SECONDS = [
  1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600, 900, 1200, 1800, 3600, 5400, 7200, 14400, 36000,
];

/** Tools: the targets of D2 l.60-62 (1 s, 30 s) are bounds. */
export const TOOL_SECONDS = [
  0.005, 0.008, 0.0125, 0.02, 0.03, 0.05, 0.08, 0.125, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 4, 6, 10, 15, 20, 30, 45, 60,
  90, 150,
];

/** Initialization and clean-up of tools: the target of D2 l.60 (100 ms) is a bound. */
export const TOOL_LIFECYCLE_SECONDS = [0.005, 0.01, 0.015, 0.025, 0.04, 0.06, 0.1, 0.15, 0.25, 0.4, 0.6, 1, 2.5];

/** Queries: the targets of D2 l.94-95 (50 ms, 500 ms) are bounds. */
export const QUERY_SECONDS = [
  0.0005, 0.001, 0.0015, 0.0025, 0.004, 0.006, 0.01, 0.015, 0.02, 0.03, 0.05, 0.08, 0.125, 0.2, 0.3, 0.5, 0.8, 1.25, 2,
  3, 5, 10,
];

/** Waiting for locks: 10 ms (D3) and 100 ms (D2 l.98) are bounds. */
export const LOCK_SECONDS = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1];

/** OpenTelemetry's advice for gen_ai.client.operation.duration: doubling from 10 ms. */
export const LLM_SECONDS = Array.from({ length: 14 }, (_, i) => Number((0.01 * 2 ** i).toFixed(2)));

/** OpenTelemetry's advice for gen_ai.client.token.usage, in tokens. */
export const LLM_TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

/** The defaults of the Python client, which OmniNode's own code uses (catalogue B0). */
export const PYTHON_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Recovery of a breaker: 30 s and 120 s (D4 l.438-441) are bounds. */
export const RECOVERY_SECONDS = [1, 2, 5, 10, 15, 30, 45, 60, 90, 120, 180, 300, 600];

/** Messages of a Kafka batch. */
export const BATCH_MESSAGES = [1, 2, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256];

/** Bytes of an operation's arguments. */
export const ARGUMENT_BYTES = [256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304];
