/** Which tests does promtool run over the Prometheus rules? */
import { stringify } from 'yaml';

import { catalogVersion } from '../project';
import type { DocumentError, Expression } from '../document-error';
import { longStep, type RuleTest, type ShownTest } from '../rule-test';
import { scoped } from '../scope';
import type { Alert } from '../alert';
import type { System } from '../system';
import { generatedYaml } from './header';

/** What a test needs to know of those whose rules are tested. */
export interface Tested {
  name: string;
  alerts: ReadonlyArray<Pick<Alert, 'id' | 'name' | 'severity' | 'priority'>>;
}

interface ExpressionTest {
  expr: string;
  eval_time: string;
  exp_samples: Array<{ labels: string; value: number }>;
}

/** One test per case: ALERTS is what a rule says of itself, labels included. */
export function ruleTestFile(system: Tested, tests: readonly RuleTest[], shown: object[] = []): string {
  return testFile(
    [`../${system.name}.yaml`],
    [
      {
        name: 'nothing is scraped: nothing fires',
        interval: '10s',
        input_series: [],
        promql_expr_test: [{ expr: 'ALERTS', eval_time: '20m', exp_samples: [] }],
      },
      ...tests.filter(({ days }) => !days).map((test) => oneTest(system, test, '10s')),
      ...shown,
    ]
  );
}

/** Tests of rules that look back for days; undefined where a system has none. */
export function longRuleTestFile(system: System, tests: readonly RuleTest[]): string | undefined {
  const long = tests.filter(({ days }) => days).map((test) => oneTest(system, test, `${longStep}s`));
  return long.length > 0 ? testFile([`../${system.name}.yaml`], long, '30m') : undefined;
}

/** What panels and reports show of the same system, to a thousandth. */
export const shownTests = (system: System, tests: readonly ShownTest[]): object[] =>
  tests.map(({ name, expr, series, shows }) => ({
    name,
    interval: '10s',
    input_series: inputSeries(series),
    promql_expr_test: shows.map(({ at, lines }) => ({
      expr: `round(${scoped(expr, system)}, 0.001)`,
      eval_time: `${at}s`,
      exp_samples: lines.map(({ labels, value }) => ({ labels: matchers(labels), value })),
    })),
  }));

const oneTest = (system: Tested, test: RuleTest, interval: string) => ({
  name: `${test.alert}: ${test.name}`,
  interval,
  input_series: inputSeries(test.series),
  promql_expr_test: [
    ...test.silent.map((at) => expectation(system, test, at)),
    ...test.fires.map(({ at, labels }) => expectation(system, test, at, labels)),
  ].sort((a, b) => Number.parseInt(a.eval_time, 10) - Number.parseInt(b.eval_time, 10)),
});

function expectation(system: Tested, test: RuleTest, at: number, labels?: Record<string, string>): ExpressionTest {
  const alert = system.alerts.find(({ id }) => id === test.alert);
  const name = alert?.name ?? test.alert;
  const expr = `ALERTS{alertname="${name}",alertstate="firing"}`;
  const own = {
    alertname: name,
    alertstate: 'firing',
    severity: alert?.severity ?? 'warning',
    ...(alert?.priority && { priority: alert.priority }),
    system: system.name,
    rule_version: catalogVersion,
  };
  return {
    expr,
    eval_time: `${at}s`,
    exp_samples: labels ? [{ labels: `ALERTS${matchers({ ...own, ...labels })}`, value: 1 }] : [],
  };
}

/** The document's wrong expressions shown wrong, the corrected ones right. */
export function documentErrorsFile(errors: readonly DocumentError[], staged: Record<string, string>): string {
  const jobOf = (application: boolean) => (application ? 'job="application"' : 'job="documents-errors"');
  const shown = ({ expr, by, shows }: Expression, job: string): ExpressionTest => {
    const valued = shows.every(({ value }) => value !== undefined);
    const flat = expr.replace(/\s+/g, ' ').replaceAll('$app', job);
    return {
      expr: valued ? `round(max by (${by.join(', ')}) (${flat}), 0.001)` : `group by (${by.join(', ')}) (${flat})`,
      eval_time: '30m',
      exp_samples: shows.map(({ labels, value }) => ({ labels: matchers(labels), value: value ?? 1 })),
    };
  };
  return testFile(
    [],
    errors.map((error) => ({
      name: `${error.id}: ${error.fact}`,
      interval: '10s',
      input_series: inputSeries(error.series ?? staged),
      promql_expr_test: [
        shown(error.wrong, jobOf(false)),
        ...error.corrected.map((fixed) => shown(fixed, jobOf(error.correctedOn === 'application'))),
      ],
    }))
  );
}

function testFile(ruleFiles: string[], tests: object[], evaluated = '10s'): string {
  return generatedYaml(
    stringify(
      { rule_files: ruleFiles, evaluation_interval: evaluated, fuzzy_compare: true, tests },
      { lineWidth: 0, aliasDuplicateObjects: false }
    )
  );
}

const inputSeries = (series: Record<string, string>) =>
  Object.entries(series).map(([name, values]) => ({ series: name, values }));

function matchers(labels: Record<string, string>): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}}`;
}
