/** Which rules does Grafana evaluate? The files of provisioning/alerting. */
import { stringify } from 'yaml';

import type { Alert } from '../alert';
import { type OwnRule, ownRules } from '../own-watch';
import { catalogVersion, dashboardUid, datasources, ruleName, ruleUid, runbookFile, runbooks } from '../project';
import { withdrawn } from '../released';
import { scoped } from '../scope';
import { panelOf, type System } from '../system';
import { missingMetrics } from '../watch';
import { generatedYaml } from './header';
import { itselfName, overviewFolder } from './places';
import { bracketed } from './prometheus-rules';
import { description, type Values } from './rule-text';
import { AlertingFile, deletions, type Group, type Rule, ruleUids } from './rule-schema';

type Query = Rule['data'][number];
type Deviation = Extract<Query, { datasourceUid: 'yardstick' }>['model']['measure'];

/** Regressions are to be seen within a minute (D2 l.423); the rest is cheaper once a minute. */
const intervals = { fast: '10s', normal: '1m' } as const;
/** The least value of the measure that fires: tiers count from 1, a slow run is 1. */
const leastValue = { info: 1, warning: 2, critical: 3, slow: 1, repeated: 1 } as const;
/** The query that a measure is read from, and its name in the rule. */
const readFrom = {
  info: ['tier', 'Tier'],
  warning: ['tier', 'Tier'],
  critical: ['tier', 'Tier'],
  slow: ['slow', 'Slow'],
  repeated: ['repeated', 'Repeated'],
} as const;
const condition = 'Condition';
/** Queries are instant, or look back by themselves; the range only has to be valid. */
const relativeTimeRange = { from: 600, to: 0 };

export function grafanaRules(system: System): string {
  return file(ruleGroups(system));
}

export function ruleGroups(system: System): Group[] {
  const groups: Group[] = (['fast', 'normal'] as const).map((tier) => ({
    orgId: 1,
    name: `${system.name}-${tier}`,
    folder: system.folder,
    interval: intervals[tier],
    rules: [
      ...system.alerts.filter((alert) => alert.group === tier).map((alert) => documentedRule(system, alert)),
      ...(tier === 'normal' ? [metricsMissing(system)] : []),
    ],
  }));
  // A document need not want anything within a minute.
  return groups.filter(({ rules }) => rules.length > 0);
}

/** The rules of earlier versions that are neither in these files nor in Yardstick's own. */
export function withdrawnBeside(files: readonly string[]): string[] {
  const own = yardstickGroups().flatMap(({ rules }) => rules.map(({ uid }) => uid));
  return withdrawn([...ruleUids(files), ...own]);
}

/**
 * The one rule that speaks up when queries fail, which also wakes the learner after a restart. Its file takes away what
 * was withdrawn: it is there whatever systems somebody has.
 */
export function yardstickRules(dropped: readonly string[]): string {
  return file(yardstickGroups(), dropped);
}

/** And those that say when Yardstick itself needs somebody. */
export function yardstickGroups(): Group[] {
  const rules = [deadManRule(), ...ownRules.map(ownRule)];
  return [{ orgId: 1, name: 'yardstick-normal', folder: overviewFolder, interval: intervals.normal, rules }];
}

function ownRule(own: OwnRule): Rule {
  const { condition: when } = own;
  return {
    uid: ruleUid(own.id),
    title: own.name,
    condition,
    for: own.for,
    ...quiet,
    labels: { severity: own.severity, system: 'yardstick', rule_version: catalogVersion },
    annotations: {
      summary: grafanaTemplate(own.summary),
      description: description(own, { current: '$values.Value.Value' }),
      runbook_url: `${runbooks}/yardstick/${runbookFile(own.id)}`,
      threshold: `${when.op} ${when.threshold} ${own.unit}`,
      __dashboardUid__: dashboardUid(itselfName),
      __panelId__: String(own.panel),
    },
    data: [
      promqlQuery('Value', when.expr),
      threshold('Value', { evaluator: { type: evaluators[when.op], params: [when.threshold] } }),
    ],
  };
}

function file(groups: Group[], dropped: readonly string[] = []): string {
  const content = { apiVersion: 1, groups, ...(dropped.length > 0 && { deleteRules: deletions(dropped) }) };
  return generatedYaml(stringify(AlertingFile.parse(content), { lineWidth: 0 }));
}

function documentedRule(system: System, alert: Alert): Rule {
  const { condition: when } = alert;
  const [data, values] = when.kind === 'promql' ? promqlData(system, when) : deviationData(system, when.measure);
  return {
    uid: ruleUid(alert.id),
    title: alert.name,
    condition,
    for: alert.for,
    ...(alert.keepFiringFor && { keepFiringFor: alert.keepFiringFor }),
    ...quiet,
    labels: { severity: alert.severity, ...ranked(alert), system: system.name, rule_version: catalogVersion },
    annotations: {
      summary: grafanaTemplate(alert.summary),
      description: description(alert, values),
      runbook_url: `${runbooks}/${system.name}/${runbookFile(alert.id)}`,
      threshold: `${when.op} ${when.threshold} ${alert.unit}`,
      document_id: alert.documentIds.join(', '),
      document_anchor: alert.anchor,
      __dashboardUid__: dashboardUid(system.name, panelOf(system, alert.panel).dashboard.name),
      __panelId__: String(alert.panel),
    },
    data,
  };
}

const ranked = ({ priority }: Alert): Record<string, string> => (priority ? { priority } : {});

/** An outage must not page once per rule (E-17). */
const quiet = { noDataState: 'OK', execErrState: 'KeepLast', isPaused: false } as const;

const evaluators = { '>': 'gt', '>=': 'gte', '<': 'lt' } as const;

function promqlData(system: System, when: Extract<Alert['condition'], { kind: 'promql' }>): [Query[], Values] {
  const evaluator = { type: evaluators[when.op], params: [when.threshold] };
  const unloadEvaluator =
    when.clear === undefined
      ? undefined
      : { type: when.op === '<' ? ('gt' as const) : ('lt' as const), params: [when.clear] };
  const expr = scoped(when.expr, system);
  return [
    [
      promqlQuery('Value', unloadEvaluator ? numbersOf(expr) : expr),
      threshold('Value', { evaluator, ...(unloadEvaluator && { unloadEvaluator }) }),
    ],
    { current: '$values.Value.Value' },
  ];
}

/**
 * Without the series whose value is no number (0/0, a quantile of no requests). With two thresholds Grafana lets an
 * alert go only on a value beyond the second one, and NaN is beyond none: it would fire for as long as nothing happens.
 */
const numbersOf = (expr: string) => `${bracketed(expr)} >= 0`;

function deviationData(system: System, measure: keyof typeof leastValue): [Query[], Values] {
  const [asked, name] = readFrom[measure];
  const evaluator = { type: 'gte' as const, params: [leastValue[measure]] };
  return [
    [
      deviationQuery(name, system.name, asked),
      deviationQuery('Ratio', system.name, 'ratio'),
      deviationQuery('Live', system.name, 'live'),
      deviationQuery('Expected', system.name, 'expected'),
      threshold(name, { evaluator }),
    ],
    { current: '$values.Live.Value', ratio: '$values.Ratio.Value', baseline: '$values.Expected.Value' },
  ];
}

function metricsMissing(system: System): Rule {
  return {
    uid: ruleUid(`${system.document}-metrics-missing`),
    title: `${ruleName(system.name)}MetricsMissing`,
    condition,
    for: '5m',
    ...quiet,
    labels: { severity: 'warning', system: system.name, rule_version: catalogVersion },
    annotations: {
      summary: `${system.title} no longer reports {{ $labels.metric }}`,
      description:
        `{{ $labels.metric }} was there within a day and is not any more, so that rules and panels built on it see nothing. ` +
        `Nothing of a system that was never scraped fires. What to do: see whether the target is scraped, and what changed in the application.`,
      runbook_url: `${runbooks}/${system.name}/${runbookFile(`${system.document}-metrics-missing`)}`,
      threshold: '> 0 metrics missing',
      document_id: `${system.document}-metrics-missing`,
      document_anchor: 'E-17',
    },
    data: [
      promqlQuery('Value', scoped(missingMetrics(system), system)),
      threshold('Value', { evaluator: { type: 'gt', params: [0] } }),
    ],
  };
}

function deadManRule(): Rule {
  return {
    uid: ruleUid('dead-man'),
    title: 'YardstickDeadMan',
    condition,
    for: '0s',
    noDataState: 'OK',
    execErrState: 'Alerting',
    isPaused: false,
    labels: { severity: 'critical', system: 'yardstick', rule_version: catalogVersion },
    annotations: {
      summary: 'Yardstick cannot answer: rules built on baselines see nothing',
      description:
        'The query that every minute asks for all deviations fails, because Prometheus does not answer or the data source does not work. ' +
        'All other shipped rules keep their last state meanwhile. What to do: open the data source "Yardstick" and press "Save & test"; its health check says what is wrong.',
      runbook_url: `${runbooks}/dead-man.md`,
      threshold: 'the query fails',
      document_id: 'dead-man',
      document_anchor: 'E-17',
    },
    // No tier is above 3: the rule fires by failing only.
    data: [deviationQuery('Tier', '', 'tier'), threshold('Tier', { evaluator: { type: 'gt', params: [3] } })],
  };
}

function promqlQuery(refId: string, expr: string): Query {
  const { prometheus } = datasources;
  return {
    refId,
    datasourceUid: prometheus.uid,
    relativeTimeRange,
    model: {
      refId,
      datasource: prometheus,
      editorMode: 'code',
      expr,
      instant: true,
      range: false,
      intervalMs: 10000,
      maxDataPoints: 100,
    },
  };
}

function deviationQuery(refId: string, system: string, measure: Deviation): Query {
  const { yardstick } = datasources;
  return {
    refId,
    datasourceUid: yardstick.uid,
    relativeTimeRange,
    model: {
      refId,
      datasource: yardstick,
      queryType: 'deviation',
      system,
      signal: 'latency',
      measure,
      mode: 'fast',
      intervalMs: 10000,
      maxDataPoints: 100,
    },
  };
}

function threshold(
  expression: string,
  test: Extract<Query, { datasourceUid: '__expr__' }>['model']['conditions'][number]
): Query {
  return {
    refId: condition,
    datasourceUid: '__expr__',
    model: {
      refId: condition,
      datasource: { type: '__expr__', uid: '__expr__' },
      type: 'threshold',
      expression,
      conditions: [test],
    },
  };
}

function grafanaTemplate(text: string): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, '{{ $labels.$1 }}');
}
