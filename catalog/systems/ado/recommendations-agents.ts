/** Which advice of D3 on caches, agents and LLM calls follows from a measurement (l.155, l.191-201)? */
import type { z } from 'zod';

import type { Recommendation } from '../../model';
import { limitsOf } from '../../model';
import { advice } from './figures';
import {
  activeAgents,
  agentTimeouts,
  cacheHits,
  callsByModel,
  containerLimit,
  containerMemory,
  llmCacheHits,
  llmRetries,
  promptTokens,
  queueSize,
  runningFor,
} from './quantities-agents';
import { targets } from './targets';

const limit = limitsOf(targets);
const anyCall = 'sum(rate(gen_ai_client_operation_duration_seconds_count{$app}[15m]))';

export const agentAdvice: Array<z.input<typeof Recommendation>> = [
  {
    id: 'D3-O02',
    group: 'cache',
    anchor: 'D3 l.155',
    title: 'A cache finds too little',
    text: 'The cache {{cache}} answers {{value}} of its look-ups. Put a second level behind it, keep entries longer, or enlarge it if it evicts what is asked for again.',
    when: [{ expr: cacheHits, op: '<', limit: advice.cacheHits, unit: 'percentunit' }],
  },
  {
    id: 'D3-O21',
    group: 'llm',
    anchor: 'D3 l.199',
    title: 'Keep answers of the language model',
    text: '{{value}} of the LLM calls are answered from the cache. Normalize prompts before they become keys, and cache answers to what is asked often.',
    when: [
      {
        title: 'LLM calls answered from the cache',
        expr: llmCacheHits,
        op: '<',
        limit: advice.llmCacheHits,
        unit: 'percentunit',
      },
    ],
  },
  {
    id: 'D3-O20',
    group: 'llm',
    anchor: 'D3 l.198',
    title: 'Send LLM requests together',
    text: 'Calls of {{gen_ai_request_model}} have {{value}} input tokens on average and come more than once a second. Send several together, so that instructions are paid for once.',
    when: [
      {
        title: 'Input tokens of a call, average',
        expr: promptTokens,
        op: '<',
        limit: advice.smallPrompt,
        unit: 'short',
      },
      { title: 'Calls of the model', expr: callsByModel('15m'), op: '>', limit: 1, unit: 'suffix:calls/s' },
    ],
  },
  {
    id: 'D3-O22',
    group: 'llm',
    anchor: 'D3 l.200',
    title: 'Choose the model by the task',
    text: '{{gen_ai_request_model}} gets {{value}} of all LLM calls. Give simple tasks to a smaller model.',
    when: [
      {
        title: 'Share of all LLM calls',
        expr: `${callsByModel('15m')} / on () group_left () (${anyCall} > 0)`,
        op: '>',
        limit: advice.oneModel,
        unit: 'percentunit',
      },
    ],
  },
  {
    id: 'D3-O23',
    group: 'llm',
    anchor: 'D3 l.201',
    title: 'Wait longer before each retry',
    text: '{{value}} of the LLM calls are tried again. Wait exponentially longer before each further try, with some chance in it, and stop after a few.',
    when: [
      {
        title: 'LLM calls that are tried again',
        expr: llmRetries,
        op: '>',
        limit: advice.llmRetries,
        unit: 'percentunit',
      },
    ],
  },
  {
    id: 'D3-O16',
    group: 'agent',
    anchor: 'D3 l.192',
    title: 'Run more agents at the same time',
    text: `{{value1}} tasks wait while {{value2}} agents run; the document expects ${limit('D3-T08')} at the same time. Run those in parallel that do not work on the same files.`,
    when: [
      { expr: queueSize, op: '>', limit: limit('D3-T06'), unit: 'short' },
      { expr: activeAgents, op: '<', limit: limit('D3-T08'), unit: 'short' },
    ],
  },
  {
    id: 'D3-O19',
    group: 'agent',
    anchor: 'D3 l.195',
    title: 'Work by priority',
    text: '{{value1}} tasks wait while {{value2}} agents run, more than an hour can do. Take them from the queue by their WSJF score, so that the important ones do not wait with the rest.',
    when: [
      { expr: queueSize, op: '>', limit: limit('D3-T06'), unit: 'short' },
      { expr: activeAgents, op: '<', limit: limit('D3-T08'), unit: 'short' },
    ],
  },
  {
    id: 'D3-O17',
    group: 'agent',
    anchor: 'D3 l.193',
    title: 'Limit the memory of an agent',
    text: 'The pod {{pod}} has no memory limit and uses {{value}}. Set one, so that an agent that grows ends itself and not its host.',
    when: [
      {
        title: 'Memory of a pod without a limit',
        expr: `${containerMemory} unless on (pod) ${containerLimit}`,
        op: '>',
        limit: 0,
        unit: 'bytes',
      },
    ],
  },
  {
    id: 'D3-O15',
    group: 'agent',
    anchor: 'D3 l.187',
    title: 'A container is close to its limit',
    text: 'The pod {{pod}} uses {{value}} of its memory limit. Raise the limit, or find what it keeps.',
    when: [
      {
        title: 'Memory of a pod, of its limit',
        expr: `${containerMemory} / ${containerLimit}`,
        op: '>',
        limit: advice.containerFull,
        unit: 'percentunit',
      },
    ],
  },
  {
    id: 'D3-O18',
    group: 'agent',
    anchor: 'D3 l.194',
    title: 'End a stuck agent sooner',
    text: `An agent {{agent_type}} has been running for {{value}}; the P95 is to stay below ${limit('D3-T04')} s. Give it a time-out a little above what its slowest good run takes.`,
    when: [{ title: 'Age of the oldest running agent', expr: runningFor, op: '>', limit: limit('D3-T04'), unit: 's' }],
  },
  {
    id: 'D3-O18',
    group: 'agent',
    anchor: 'D3 l.194',
    title: 'Agents run into their time-out',
    text: 'Agents {{agent_type}} ran into their time-out {{value}} times within an hour. See what they waited for before the time-out is changed.',
    // increase() extrapolates: a single one may read as a little less.
    when: [{ title: 'Time-outs of agents within an hour', expr: agentTimeouts, op: '>=', limit: 1, unit: 'short' }],
  },
];
