/**
 * Which rules does a Prometheus or Mimir ruler evaluate? The files of
 * provisioning/rules, for those who alert there instead of in Grafana.
 *
 * Verdicts on baselines read what Yardstick publishes (E-1); the engine's own
 * evidence (intervals, hour-of-day bands, exceedance) has no form in PromQL, so
 * that a minimum of requests stands in for it.
 */
import { stringify } from 'yaml';

import type { Alert } from '../alert';
import { catalogVersion, ruleName, runbookFile, runbooks } from '../project';
import { scoped } from '../scope';
import type { System } from '../system';
import { missingMetrics } from '../watch';
import { deviationOf, slowRuns } from './deviation-promql';
import { generatedYaml } from './header';
import { description } from './rule-text';

export interface AlertingRule {
  alert: string;
  expr: string;
  for: string;
  keep_firing_for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

interface RecordingRule {
  record: string;
  expr: string;
}

export function prometheusRules(system: System): string {
  const alerts = (group: Alert['group']) =>
    system.alerts.filter((a) => a.group === group).flatMap((a) => alertingRules(system, a));
  const groups = [
    { name: `${system.name}-recording`, interval: '1m', rules: recordings(system) },
    // Without the offset that imports add by default: these are to fire within a minute.
    { name: `${system.name}-fast`, interval: '10s', query_offset: '0s', rules: alerts('fast') },
    {
      name: `${system.name}-normal`,
      interval: '1m',
      rules: [...alerts('normal'), metricsMissing(system), ...baselinesMissing(system)],
    },
  ];
  return generatedYaml(
    stringify(
      { groups: groups.filter(({ rules }) => rules.length > 0) },
      { lineWidth: 0, aliasDuplicateObjects: false }
    )
  );
}

function alertingRules(system: System, alert: Alert): AlertingRule[] {
  const { condition } = alert;
  if (condition.kind === 'promql') {
    return [rule(system, alert, `${bracketed(condition.expr)} ${condition.op} ${condition.threshold}`, {})];
  }
  if (condition.prometheus) {
    const { expr, op, threshold, only } = condition.prometheus;
    return [rule(system, alert, `${expr} ${op} ${threshold} ${only}`, {})];
  }
  if (condition.measure === 'slow') {
    return slowRuns(system).map(({ set, expr }) => rule(system, alert, expr, { set }));
  }
  return system.operations.map((set) =>
    rule(system, alert, `(${deviationOf(system, set)}) ${condition.op} ${condition.threshold}`, { set: set.id })
  );
}

/** A comparison binds tighter than `or` and `and`. */
export const bracketed = (expr: string) => (/\b(or|and|unless)\b/.test(expr) ? `(${expr})` : expr);

/** The alert in the words of what is compared here: a ratio, or what the command itself has counted. */
function askedOf(alert: Alert): Pick<Alert, 'condition' | 'unit' | 'meaning' | 'act'> {
  const { condition } = alert;
  if (condition.kind === 'promql' || condition.measure === 'slow') {
    return alert;
  }
  const { prometheus } = condition;
  return prometheus
    ? {
        ...alert,
        condition: { ...condition, op: prometheus.op, threshold: prometheus.threshold },
        unit: prometheus.unit,
      }
    : { ...alert, unit: 'x' };
}

function rule(system: System, alert: Alert, expr: string, extra: Record<string, string>): AlertingRule {
  const asked = askedOf(alert);
  const named = (text: string) =>
    text
      .replaceAll(
        '{{operation}}',
        system.operations
          .find((set) => set.id === extra.set)
          ?.by.map((label) => `{{ $labels.${label} }}`)
          .join(' ') ?? '{{ $labels.operation }}'
      )
      .replaceAll(/\{\{(\w+)\}\}/g, '{{ $labels.$1 }}');
  return {
    alert: alert.name,
    expr: scoped(expr, system),
    for: alert.for,
    ...(alert.keepFiringFor && { keep_firing_for: alert.keepFiringFor }),
    labels: {
      severity: alert.severity,
      ...(alert.priority && { priority: alert.priority }),
      system: system.name,
      ...extra,
      rule_version: catalogVersion,
    },
    annotations: {
      summary: named(alert.summary),
      description: description({ ...asked, engineOnly: undefined }, { current: '$value' }),
      runbook_url: `${runbooks}/${system.name}/${runbookFile(alert.id)}`,
      threshold: `${asked.condition.op} ${asked.condition.threshold} ${asked.unit}`,
      document_id: alert.documentIds.join(', '),
      document_anchor: alert.anchor,
    },
  };
}

/** What a dashboard without Yardstick would ask again and again (B6); no alert here depends on it. */
function recordings(system: System): RecordingRule[] {
  const window = '5m';
  // A hyphen is none of a metric's name before Prometheus 3, which would refuse the whole file.
  const level = system.name.replaceAll('-', '_');
  return system.operations
    .filter((set) => set.kind === 'histogram')
    .map((set) => {
      const matchers = ['$app', ...(set.selector ? [set.selector] : [])].join(',');
      return {
        record: `${level}:${set.metric.replace(`${level}_`, '')}:p95_${window}`,
        expr: scoped(
          `histogram_quantile(0.95, sum by (${set.by.join(', ')}, le) (rate(${set.metric}_bucket{${matchers}}[${window}])))`,
          system
        ),
      };
    });
}

function metricsMissing(system: System): AlertingRule {
  const id = `${system.document}-metrics-missing`;
  return {
    alert: `${ruleName(system.name)}MetricsMissing`,
    expr: scoped(missingMetrics(system), system),
    for: '5m',
    labels: { severity: 'warning', system: system.name, rule_version: catalogVersion },
    annotations: {
      summary: `${system.title} no longer reports {{ $labels.metric }}`,
      description:
        '{{ $labels.metric }} was there within a day and is not any more, so that rules and panels built on it see nothing.',
      runbook_url: `${runbooks}/${system.name}/${runbookFile(id)}`,
      threshold: '> 0 metrics missing',
      document_id: id,
      document_anchor: 'E-17',
    },
  };
}

/** The dead-man of these rules: without published baselines the deviation rules are silent. */
function baselinesMissing(system: System): AlertingRule[] {
  const published = `yardstick_baseline_seconds{system="${system.name}"}`;
  return [
    {
      alert: `${ruleName(system.name)}BaselinesMissing`,
      expr: scoped(`group(last_over_time(${published}[1d])) unless group(${published})`, system),
      for: '10m',
      labels: { severity: 'warning', system: system.name, rule_version: catalogVersion },
      annotations: {
        summary: `Yardstick no longer publishes the baselines of ${system.title}`,
        description:
          'Rules that compare with a baseline see nothing. See whether Grafana runs, publishing is on, and its metrics endpoint is scraped.',
        runbook_url: `${runbooks}/dead-man.md`,
        threshold: 'no baseline published',
        document_id: 'dead-man',
        document_anchor: 'E-17',
      },
    },
  ];
}
