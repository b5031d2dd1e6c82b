// Where does an operation lead? To its dashboard, to Explore with its query, to its rules, and to a new rule.
import { isDuration } from '../../../components/unit';
import { carrying } from '../../../datasource/carried';
import { type Row } from '../rows';

const sourceType = 'yardstick-baselines-datasource';

const queryOf = ({ system, name, labels }: Row) => ({ system, operations: [name], labels });

/** Explore with one query of a data source. */
export function explorePane(
  name: string,
  { uid, type }: { uid: string; type: string },
  query: object,
  range: { from: string; to: string }
): string {
  const queries = [{ refId: 'A', datasource: { type, uid }, ...query }];
  const panes = { [name]: { datasource: uid, queries, range } };
  return `/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify(panes) })}`;
}

export const exploreLink = (uid: string, row: Row, range: { from: string; to: string }): string =>
  explorePane(
    'yardstick',
    { type: sourceType, uid },
    { queryType: 'series', stat: 'p95', band: true, ...queryOf(row) },
    range
  );

/** Grafana's list of rules, narrowed to those that judge the operation's system. */
export const rulesLink = ({ system }: Row) =>
  `/alerting/list?${new URLSearchParams({ search: `label:"system=${system}"` })}`;

/** What a rule is about: some operations of a system, or all of it. */
export interface Judged {
  name: string;
  system: string;
  operations?: string[];
  labels?: Record<string, string>;
  /** By default its latency. */
  signal?: 'errors';
  /** It takes no time, so that it cannot be slower. */
  off?: boolean;
}

/** Grafana's own form of a rule, filled for one operation: for what fails, where that is what is wrong with it now. */
export const newRuleLink = (uid: string, row: Row): string =>
  ruleLink(uid, {
    name: row.name,
    off: !isDuration(row.unit),
    ...(row.failing >= 2 && row.tier < 2 ? { signal: 'errors' as const } : {}),
    ...queryOf(row),
  });

/**
 * Grafana's own form of a rule, filled: fires above tier 1. In the three steps that it draws as one line, "when last of
 * query is above 1"; from a threshold alone it makes three boxes.
 */
export function ruleLink(uid: string, { name, off = false, ...query }: Judged): string {
  const measured = {
    refId: 'Tier',
    datasourceUid: uid,
    queryType: 'deviation',
    relativeTimeRange: { from: 600, to: 0 },
    model: {
      refId: 'Tier',
      datasource: { type: sourceType, uid },
      ...carrying({ queryType: 'deviation', signal: 'latency', measure: 'tier', ...query }),
    },
  };
  const reduced = expression('Last', { type: 'reduce', reducer: 'last', expression: 'Tier' });
  const threshold = expression('Condition', {
    type: 'threshold',
    expression: 'Last',
    conditions: [
      {
        type: 'query',
        evaluator: { type: 'gt', params: [1] },
        operator: { type: 'and' },
        query: { params: ['Last'] },
        reducer: { type: 'last', params: [] },
      },
    ],
  });
  const defaults = {
    type: 'grafana',
    name: `${name} ${query.signal ? 'fails more than usual' : off ? 'is off normal' : 'is slower than normal'}`,
    condition: 'Condition',
    queries: [measured, reduced, threshold],
    // As the shipped rules: an operation without requests is no alarm, nor is every rule while Prometheus is away.
    noDataState: 'OK',
    execErrState: 'KeepLast',
    labels: [{ key: 'system', value: query.system }],
  };
  return `/alerting/new?${new URLSearchParams({ defaults: JSON.stringify(defaults) })}`;
}

/** A step of Grafana's own in a rule. */
const expression = (refId: string, model: object) => ({
  refId,
  datasourceUid: '__expr__',
  queryType: '',
  // Grafana 12.3 takes for an expression only what cannot be read as a query: a query has a boolean where this is null.
  model: { refId, datasource: { type: '__expr__', uid: '__expr__' }, ...model, instant: null },
});
