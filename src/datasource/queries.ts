// What is there to ask, in words a person chooses by, and what does a new query ask first?
import { CoreApp } from '@grafana/data';
import { t } from '../components/text';
import { type Query, type QueryType } from './types';

export interface Choice<T extends string> {
  value: T;
  label: string;
  description?: string;
}

export function queryTypeChoices(): Array<Choice<QueryType>> {
  return [
    {
      value: 'series',
      label: t('query.series', 'Measurements'),
      description: t('query.seriesWhy', 'How long operations take over time, with the band of what is normal.'),
    },
    {
      value: 'deviation',
      label: t('query.deviation', 'Deviation from normal'),
      description: t(
        'query.deviationWhy',
        'One number per operation: how far it is from its baseline now. For alert rules.'
      ),
    },
    {
      value: 'baseline',
      label: t('query.baseline', 'Baselines'),
      description: t('query.baselineWhy', 'What was learned for each operation, with its confidence.'),
    },
    {
      value: 'targets',
      label: t('query.targets', 'Targets'),
      description: t('query.targetsWhy', 'The limits that the documents set, and whether they are met.'),
    },
    {
      value: 'conversions',
      label: t('query.conversions', 'Conversions'),
      description: t('query.conversionsWhy', 'Timings of conversions by size. For the panel Conversion timings.'),
    },
    {
      value: 'breakers',
      label: t('query.breakers', 'Circuit breakers'),
      description: t('query.breakersWhy', 'State, trips and settings of breakers. For the panel Circuit breakers.'),
    },
    {
      value: 'table',
      label: t('query.table', 'Tables'),
      description: t(
        'query.tableWhy',
        'Slowest and most degraded operations, comparisons, violations, recommendations, runs, forecasts, coverage.'
      ),
    },
    {
      value: 'annotations',
      label: t('query.annotations', 'Annotations'),
      description: t(
        'query.annotationsWhy',
        'Marks on graphs: violations, new baselines, changes of normal, deployments.'
      ),
    },
  ];
}

/** Explore and panels begin with a graph, alert rules with a number. */
export function defaultQuery(app?: CoreApp): Partial<Query> {
  return app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting
    ? { queryType: 'deviation', signal: 'latency', measure: 'ratio' }
    : { queryType: 'series', stat: 'p95', band: true };
}

/** What all types of queries have. */
export function commonOf({ refId, datasource, hide, key, system, operations, labels, matchers }: Query) {
  return { refId, datasource, hide, key, system, operations, labels, matchers };
}

/** The query as another type: what all types have in common stays, the rest begins anew. */
export function withType(query: Query, queryType: QueryType): Query {
  const common = commonOf(query);
  switch (queryType) {
    case 'series':
      return { ...common, queryType, stat: 'p95', band: true };
    case 'deviation':
      return { ...common, queryType, signal: 'latency', measure: 'ratio' };
    case 'table':
      return { ...common, queryType, table: 'operations', sort: 'degraded', limit: 10 };
    case 'annotations':
      return { ...common, queryType, kind: 'violation' };
    default:
      return { ...common, queryType };
  }
}
