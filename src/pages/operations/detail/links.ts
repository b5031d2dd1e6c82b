// Where does an operation lead? To its dashboard, to Explore with its query, to its rules, and to a new rule.
import { type Row } from '../rows';

const sourceType = 'yardstick-baselines-datasource';

const queryOf = ({ system, name, labels }: Row) => ({ system, operations: [name], labels });

export function exploreLink(uid: string, row: Row, range: { from: string; to: string }): string {
  const datasource = { type: sourceType, uid };
  const query = { refId: 'A', datasource, queryType: 'series', stat: 'p95', band: true, ...queryOf(row) };
  const panes = { yardstick: { datasource: uid, queries: [query], range } };
  return `/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify(panes) })}`;
}

/** Grafana's list of rules, narrowed to those that judge the operation's system. */
export const rulesLink = ({ system }: Row) =>
  `/alerting/list?${new URLSearchParams({ search: `label:"system=${system}"` })}`;

/** Grafana's own form of a rule, filled: fires from `tier` on. */
export function newRuleLink(uid: string, row: Row): string {
  const measured = {
    refId: 'Tier',
    datasourceUid: uid,
    queryType: 'deviation',
    relativeTimeRange: { from: 600, to: 0 },
    model: {
      refId: 'Tier',
      datasource: { type: sourceType, uid },
      queryType: 'deviation',
      signal: 'latency',
      measure: 'tier',
      ...queryOf(row),
    },
  };
  const threshold = {
    refId: 'Condition',
    datasourceUid: '__expr__',
    queryType: '',
    model: {
      refId: 'Condition',
      datasource: { type: '__expr__', uid: '__expr__' },
      type: 'threshold',
      expression: 'Tier',
      conditions: [{ evaluator: { type: 'gt', params: [1] } }],
    },
  };
  const defaults = {
    type: 'grafana',
    name: `${row.name} is slower than normal`,
    condition: 'Condition',
    queries: [measured, threshold],
    labels: [{ key: 'system', value: row.system }],
  };
  return `/alerting/new?${new URLSearchParams({ defaults: JSON.stringify(defaults) })}`;
}
