/**
 * How much of the whole is a part? A part that never happened has no series yet: the share is 0 then, and not missing, so
 * that a cache that never hits is seen at its worst (G-5).
 */
export const shareOf = (part: string, whole: string) => `(${part} or 0 * ${whole}) / ${whole}`;

const hits = 'sum(rate(litellm_cache_hits_metric_total{$host}[15m]))';
const misses = 'sum(rate(litellm_cache_misses_metric_total{$host}[15m]))';
/** LiteLLM counts hits and misses in two metrics, and either may not have happened yet. */
export const liteLlmCacheHits = `(${hits} or 0 * ${misses}) / (${hits} + ${misses} or ${hits} or ${misses})`;
