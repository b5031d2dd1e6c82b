/**
 * What does one do about a bottleneck of KGAS (D2 l.425, l.455)?
 *
 * The document asks for "specific recommendations" without giving any. Each
 * group of operations has its text (B11); those with a condition are given
 * when it holds, the others while something of their group is in breach.
 */
import type { z } from 'zod';

import { cpuPercent } from '../../host';
import type { Recommendation } from '../../model';
import { limitsOf } from '../../model';
import { resourceUsage } from './figures';
import { exprOf } from './quantities';
import { pool } from './quantities-databases';
import { memoryPercent } from './quantities-resources';
import { targets } from './targets';

const limit = limitsOf(targets);
const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;
const bottleneck = 'D2 l.425';

export const recommendations: Array<z.input<typeof Recommendation>> = [
  {
    id: 'D2-O01',
    group: 'conversion',
    anchor: bottleneck,
    title: 'A conversion is slow',
    text: 'Run the conversion in smaller batches and keep large ones apart from each other; see whether memory or the database limits it before adding CPU.',
  },
  {
    id: 'D2-O01',
    group: 'operation',
    anchor: bottleneck,
    title: 'An operation is slow',
    text: 'Compare the time at which it left its normal band with deployments and input size; profile it with the arguments of a slow run.',
  },
  {
    id: 'D2-O01',
    group: 'tool',
    anchor: bottleneck,
    title: 'A tool is slow',
    text: 'Keep initialized tools for reuse where initialization is the slow part; limit how many run at once where their memory is.',
  },
  {
    id: 'D2-O01',
    group: 'llm',
    anchor: bottleneck,
    title: 'LLM calls are slow',
    text: 'Set a time-out with a fallback model, shorten prompts, and send independent calls together.',
  },
  {
    id: 'D2-O01',
    group: 'llm',
    anchor: bottleneck,
    title: 'The LLM cache helps too little',
    text: `The hit rate is {{value}}, the target is above ${percent(limit('D2-T16'))}. Normalize prompts before they become cache keys, and keep entries longer.`,
    when: [{ expr: exprOf('D2-Q13'), op: '<=', limit: limit('D2-T16'), unit: 'percentunit' }],
  },
  {
    id: 'D2-O01',
    group: 'llm',
    anchor: bottleneck,
    title: 'Too many LLM fallbacks',
    text: `{{value}} of the calls went to a fallback model, the target is below ${percent(limit('D2-T17'))}. See the error types of the first provider and its rate limits.`,
    when: [{ expr: exprOf('D2-Q14'), op: '>=', limit: limit('D2-T17'), unit: 'percentunit' }],
  },
  {
    id: 'D2-O01',
    group: 'database',
    anchor: bottleneck,
    title: 'Database queries are slow',
    text: 'Read the logged slow queries, add the missing index, and bound traversals; compare with page cache hit ratio and lock waits.',
  },
  {
    id: 'D2-O01',
    group: 'database',
    anchor: bottleneck,
    title: 'Writers wait for locks',
    text: `{{db_system}} waits {{value}} for locks at the p95, the target is below ${limit('D2-T24') * 1000} ms. Shorten transactions; for SQLite switch WAL on and write from one place.`,
    when: [{ expr: exprOf('D2-Q21'), op: '>=', limit: limit('D2-T24'), unit: 's' }],
  },
  {
    id: 'D2-O01',
    group: 'pool',
    anchor: bottleneck,
    title: 'A connection pool is nearly used up',
    text: `The pool of {{db_system}} is used to {{value}}, the target is below ${percent(limit('D2-T23'))}. Return connections earlier, or enlarge the pool if the server has room.`,
    when: [
      { title: 'The fullest pool', expr: pool.fullest.ratio, op: '>=', limit: limit('D2-T23'), unit: 'percentunit' },
    ],
    // The smallest pool that keeps the target with what is in use now.
    change: {
      component: '{{db_system}}',
      setting: 'max_connections',
      current: pool.fullest.most,
      proposed: `floor(${pool.fullest.used} / ${limit('D2-T23')}) + 1`,
      unit: 'short',
    },
  },
  {
    id: 'D2-O01',
    group: 'resource',
    anchor: bottleneck,
    title: 'CPU is short',
    text: `{{instance}} is at {{value}} CPU, the target is below ${limit('D2-T25')} %. Spread conversions over time or hosts; see which process takes it.`,
    when: [
      {
        title: 'CPU of a quarter of an hour',
        expr: cpuPercent('15m'),
        op: '>=',
        limit: limit('D2-T25'),
        unit: 'percent',
      },
    ],
  },
  {
    id: 'D2-O01',
    group: 'resource',
    anchor: bottleneck,
    title: 'Memory is short',
    text: '{{instance}} uses {{value}} of its memory. Convert in batches, and let no two large conversions run together.',
    when: [{ title: 'Memory in use', expr: memoryPercent, op: '>', limit: resourceUsage.warning, unit: 'percent' }],
  },
  {
    id: 'D2-O03',
    group: 'operation',
    anchor: 'D2 l.455',
    title: 'Violated most often',
    text: 'In the last seven days no operation left its baseline more often than {{operation}} ({{value}}x): it is the first to optimize.',
  },
];
