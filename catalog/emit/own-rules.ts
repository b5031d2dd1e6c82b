/** How does a Prometheus or Mimir ruler watch Yardstick itself? */
import { stringify } from 'yaml';

import { type OwnRule, ownRules } from '../own-watch';
import { catalogVersion, runbookFile, runbooks } from '../project';
import { generatedYaml } from './header';
import { type AlertingRule, bracketed } from './prometheus-rules';
import { description } from './rule-text';

export function ownPrometheusRules(): string {
  const groups = [{ name: 'yardstick-normal', interval: '1m', rules: ownRules.map(alertingRule) }];
  return generatedYaml(stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false }));
}

function alertingRule(own: OwnRule): AlertingRule {
  const { op, threshold, expr } = own.condition;
  return {
    alert: own.name,
    expr: `${bracketed(expr)} ${op} ${threshold}`,
    for: own.for,
    labels: { severity: own.severity, system: 'yardstick', rule_version: catalogVersion },
    annotations: {
      summary: own.summary.replaceAll(/\{\{(\w+)\}\}/g, '{{ $labels.$1 }}'),
      description: description(own, { current: '$value' }),
      runbook_url: `${runbooks}/yardstick/${runbookFile(own.id)}`,
      threshold: `${op} ${threshold} ${own.unit}`,
    },
  };
}
