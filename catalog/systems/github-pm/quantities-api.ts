/** What does D5 want to see of GitHub's API, its limit and the cache (l.51-57, l.282-305, l.362-364)? */
import type { z } from 'zod';

import type { Quantity } from '../../model';
import { shareOf } from '../../share';
import { cacheFamily, limitsExporter } from './emit';
import { apiEfficiency } from './quantities-resources';

const requests = 'github_pm_api_requests_total';
const emitRequests = `Keep counter ${requests}{endpoint} between the runs of the command: one that begins again with each run hides most of them.`;
const graphql = (what: string) => `github_rate_limit_graphql_${what}{$host}`;

/** Share of GitHub's limits that is used, by limit. */
const used = (resource: string) =>
  `label_replace(github_rate_limit_${resource}_used{$host} / github_rate_limit_${resource}_limit{$host}, "resource", "${resource}", "", "")`;
export const usedPercent = `100 * max by (resource) (${used('graphql')} or ${used('core')})`;

const lookups = (window: string, result = '') =>
  `sum(increase(github_pm_cache_requests_total{$app${result ? `,result="${result}"` : ''}}[${window}]))`;
export const hitRatio = (window: string) => shareOf(lookups(window, 'hit'), `(${lookups(window)} > 0)`);
export const lookupsOfDay = lookups('1d');
export const expensive = `topk(5, sum by (operation) (increase(github_pm_api_request_duration_seconds_sum{$app}[1d])))`;

const limits = ['github_rate_limit_graphql_remaining', 'github_rate_limit_graphql_limit'];

export const api: Array<z.input<typeof Quantity>> = [
  {
    id: 'D5-Q08',
    title: 'GitHub API requests',
    unit: 'short',
    metrics: [requests],
    expr: `sum by (endpoint) (increase(${requests}{$app}[1h]))`,
    legend: '{{endpoint}}',
    anchor: 'D5 l.52, l.364 (C-25)',
    emit: emitRequests,
  },
  {
    id: 'D5-Q09',
    title: 'Rate limit consumed',
    unit: 'short',
    metrics: ['github_pm_rate_limit_consumed_total'],
    expr: 'sum by (resource) (increase(github_pm_rate_limit_consumed_total{$app}[1h]))',
    legend: '{{resource}}',
    anchor: 'D5 l.53 (D-29)',
    emit: 'New: counter github_pm_rate_limit_consumed_total{resource="core|graphql|search"}: points of cost, which are not requests.',
  },
  {
    id: 'D5-Q10',
    title: 'Rate limit remaining',
    unit: 'short',
    metrics: ['github_rate_limit_graphql_remaining'],
    expr: `min(${graphql('remaining')})`,
    legend: 'graphql',
    also: [{ expr: 'min(github_rate_limit_core_remaining{$host})', legend: 'core' }],
    anchor: 'D5 l.54, l.288',
    emit: limitsExporter,
  },
  {
    id: 'D5-Q11',
    title: 'Rate limit',
    unit: 'short',
    metrics: ['github_rate_limit_graphql_limit'],
    expr: `max(${graphql('limit')})`,
    legend: 'limit',
    anchor: 'D5 l.287',
    emit: limitsExporter,
  },
  {
    id: 'D5-Q12',
    title: 'Rate limit starts again in',
    unit: 's',
    metrics: ['github_rate_limit_graphql_reset_timestamp'],
    expr: `max(${graphql('reset_timestamp')}) - time()`,
    legend: 'graphql',
    anchor: 'D5 l.289',
    emit: limitsExporter,
  },
  {
    id: 'D5-Q13',
    title: 'Rate limit left',
    unit: 'percentunit',
    metrics: limits,
    expr: `min(${graphql('remaining')} / ${graphql('limit')})`,
    legend: 'graphql',
    also: [{ expr: usedPercent, legend: '{{resource}} used', unit: 'percent' }],
    anchor: 'D5 l.290',
    emit: limitsExporter,
  },
  {
    id: 'D5-Q14',
    title: 'Cache hits',
    unit: 'short',
    metrics: ['github_pm_cache_requests_total'],
    expr: lookups('1h', 'hit'),
    legend: 'hits',
    anchor: 'D5 l.55',
    emit: cacheFamily,
  },
  {
    id: 'D5-Q15',
    title: 'Cache misses',
    unit: 'short',
    metrics: ['github_pm_cache_requests_total'],
    expr: lookups('1h', 'miss'),
    legend: 'misses',
    anchor: 'D5 l.56',
    emit: cacheFamily,
  },
  {
    id: 'D5-Q16',
    title: 'Cache hit rate',
    unit: 'percentunit',
    metrics: ['github_pm_cache_requests_total'],
    expr: hitRatio('1d'),
    legend: 'hit rate',
    anchor: 'D5 l.294, l.338 (D-31)',
    emit: cacheFamily,
  },
  {
    id: 'D5-Q17',
    title: 'API requests per minute',
    unit: 'suffix:/min',
    metrics: [requests],
    expr: `60 * sum(rate(${requests}{$app}[5m]))`,
    legend: 'requests',
    anchor: 'D5 l.293',
    emit: emitRequests,
  },
  {
    id: 'D5-Q18',
    title: 'Most expensive operations',
    unit: 's',
    metrics: ['github_pm_api_request_duration_seconds_count'],
    expr: expensive,
    legend: '{{operation}}',
    also: [
      { expr: `topk(5, sum by (endpoint) (increase(${requests}{$app}[1d])))`, legend: '{{endpoint}}', unit: 'short' },
    ],
    anchor: 'D5 l.295-298',
    emit: 'New: histogram github_pm_api_request_duration_seconds{endpoint,operation}, kept between runs.',
  },
  {
    id: 'D5-Q37',
    title: 'API efficiency',
    unit: 'short',
    metrics: limits,
    expr: apiEfficiency,
    legend: 'API',
    anchor: 'D5 l.125',
    emit: limitsExporter,
  },
  {
    id: 'D5-Q40',
    title: 'Optimization opportunities',
    unit: 'percentunit',
    metrics: ['github_pm_cache_requests_total', 'github_pm_command_phase_duration_seconds_count'],
    expr: hitRatio('7d'),
    legend: 'cache hit rate of the week',
    anchor: 'D5 l.130',
    emit: `${cacheFamily} With the phases of commands it is also seen where parallel work would help.`,
  },
];
