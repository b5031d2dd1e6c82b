/** @jest-environment node */
import { parse } from 'yaml';

import { type AlertingRule, prometheusRules } from './emit/prometheus-rules';
import { systems } from './systems';

type Rules = Array<Partial<AlertingRule> & { record?: string }>;
const rulesOf = (text: string) =>
  (parse(text) as { groups: Array<{ rules: Rules }> }).groups.flatMap(({ rules }) => rules);
const all = systems.flatMap((system) =>
  rulesOf(prometheusRules(system)).map((rule) => ({ system: system.name, rule }))
);

test('recorded names are those of every Prometheus, also before names could hold any character', () => {
  const records = all.flatMap(({ rule }) => (rule.record === undefined ? [] : [rule.record]));
  expect(records.length).toBeGreaterThan(systems.length);
  for (const record of records) {
    expect(record).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
  }
});

test('a rule on operations names the operation that it fires for', () => {
  const about = all.filter(({ rule }) => /\boperation\b.*\bslow\b/.test(rule.annotations?.summary ?? ''));
  expect(about.map(({ rule }) => rule.alert)).toContain('DpasSecurityOperationSlow');
  for (const { rule } of about) {
    expect(rule.annotations?.summary).toContain('{{ $labels.');
  }
});

test('slow runs that a command counts itself are told as runs, not as a ratio', () => {
  const counted = all.find(({ rule }) => rule.alert === 'GithubPmPerformanceDegradation')?.rule;
  expect(counted?.annotations?.threshold).toBe('>= 3 slow runs in a row');
  expect(counted?.annotations?.description).toMatch(/^Now \{\{ printf "%.0f" \$value }} slow runs in a row;/);
});

test('only a rule that asks for the age of running work says that it counts', () => {
  const asksForAge = ({ expr }: Partial<AlertingRule>) =>
    expr?.includes('_in_progress_start_timestamp_seconds') ?? false;
  const ofAgents = all.find(
    ({ rule }) => rule.alert === 'AdoPerformanceDegradation' && rule.labels?.set === 'agent'
  )?.rule;
  expect(asksForAge(ofAgents ?? {})).toBe(false);
  expect(ofAgents?.annotations?.description).not.toMatch(/still runs/);
  for (const { rule } of all.filter((each) => !asksForAge(each.rule))) {
    expect(rule.annotations?.description ?? '').not.toMatch(/An operation that still runs|has been running that long/);
  }
});
