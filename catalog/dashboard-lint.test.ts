/**
 * @jest-environment node
 *
 * The rules of Grafana's dashboard-linter, over the generated dashboards. The
 * linter itself cannot be installed as a module; and some of its rules are for
 * dashboards of one Prometheus and one kind of job. Which rules are left out,
 * and why, stands in docs/decisions.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parser } from '@prometheus-io/lezer-promql';

import { unitWord } from './emit/units';
import { aboutSystems, selectors, withoutVariables } from './promql';
import { scoped, variables } from './scope';
import { systems } from './systems';

interface Target {
  refId: string;
  datasource: { type: string; uid: string };
  expr?: string;
}
interface Panel {
  type: string;
  title: string;
  description?: string;
  datasource?: { type: string; uid: string };
  targets?: Target[];
  fieldConfig?: { defaults: { unit?: string } };
}
interface Dashboard {
  uid: string;
  panels: Panel[];
  templating: { list: Array<{ name: string; type: string; refresh?: number; query: unknown; definition?: string }> };
}

const folder = resolve(__dirname, '..', 'dashboards');
const dashboards = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dashboard);
/** They ask Grafana itself. */
const withoutQueries = new Set(['alertlist', 'dashlist', 'row']);

/** Windows of alerts and targets belong to their definition: a panel has to show what is judged (G-1). */
const judged = new Set(
  systems.flatMap((system) =>
    [
      ...system.alerts.map(({ condition }) => (condition.kind === 'promql' ? condition.expr : '')),
      ...system.targets.map(({ expr }) => expr),
    ].map((expr) => scoped(expr, system, variables()))
  )
);

const isJudged = (expr: string) => [...judged].some((definition) => definition !== '' && expr.includes(definition));

/** The first one of a new series is its rise (C-5): of one counter over one window, or else something is shown bare. */
const fromBirth = /\(([^()]+\}) unless \1 offset (\w+)\) and count_over_time\(\1\[\2\]\)/g;

/** Selectors of counters that no function of counters encloses. */
function bareCounters(query: string): string[] {
  const expr = query.replaceAll(fromBirth, 'increase($1[$2])');
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, node }) => {
      if (name !== 'VectorSelector' || !/^\w+_total\b/.test(expr.slice(node.from, node.to))) {
        return;
      }
      let enclosing: string[] = [];
      for (let at = node.parent; at; at = at.parent) {
        const called = at.name === 'FunctionCall' ? at.getChild('FunctionIdentifier') : null;
        enclosing = called ? [...enclosing, expr.slice(called.from, called.to)] : enclosing;
        const aggregation = at.name === 'AggregateExpr' ? at.firstChild : null;
        enclosing = aggregation ? [...enclosing, expr.slice(aggregation.from, aggregation.to)] : enclosing;
      }
      if (!enclosing.some((fn) => ofCounters.has(fn))) {
        found.push(expr.slice(node.from, node.to));
      }
    },
  });
  return found;
}

/** Of these the rise of a counter comes, or only that it is there. */
const ofCounters = new Set(['rate', 'irate', 'increase', 'last_over_time', 'count', 'group', 'absent']);

describe.each(dashboards)('$uid', (dashboard) => {
  const panels = dashboard.panels.filter(({ type }) => type !== 'row');
  const queries = panels.flatMap(({ title, targets }) =>
    (targets ?? [])
      .filter(({ datasource }) => datasource.type === 'prometheus')
      .map(({ expr }) => ({ title, expr: expr ?? '' }))
  );

  test('template-datasource-rule: data sources are variables', () => {
    const names = dashboard.templating.list.filter(({ type }) => type === 'datasource').map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['prometheus', 'yardstick']));
  });

  test('template-label-promql-rule, template-on-time-change-reload-rule: variables ask in PromQL, anew for each range', () => {
    for (const { type, refresh, definition } of dashboard.templating.list.filter((one) => one.type === 'query')) {
      const expr = /^query_result\((.*)\)$/.exec(definition ?? '')?.[1];
      expect(() => selectors(withoutVariables(expr ?? '('))).not.toThrow();
      expect([type, refresh]).toEqual(['query', 2]);
    }
  });

  test('panel-datasource-rule: panels and queries name a variable', () => {
    const used = panels.flatMap(({ datasource, targets }) => [
      ...(datasource ? [datasource.uid] : []),
      ...(targets ?? []).map((target) => target.datasource.uid),
    ]);
    expect(used.filter((uid) => !/^\$\{\w+\}$/.test(uid))).toEqual([]);
  });

  test('panel-title-description-rule', () => {
    expect(panels.filter(({ title, description }) => !title || !description)).toEqual([]);
  });

  test('panel-units-rule: units are those of Grafana or say what they count', () => {
    const units = panels.flatMap(({ type, fieldConfig }) =>
      withoutQueries.has(type) ? [] : [fieldConfig?.defaults.unit ?? '']
    );
    units.forEach((unit) => expect(() => unitWord(unit)).not.toThrow());
  });

  test('panel-no-targets-rule', () => {
    const silent = panels.filter(({ type, targets }) => !withoutQueries.has(type) && !targets?.length);
    expect(silent.map(({ title }) => title)).toEqual([]);
  });

  test('target-promql-rule: every query can be parsed', () => {
    queries.forEach(({ expr }) => expect(() => selectors(withoutVariables(expr))).not.toThrow());
  });

  test('target-job-rule: every selector has the jobs of its system', () => {
    const wrong = queries.flatMap(({ title, expr }) =>
      selectors(aboutSystems(expr))
        .filter(
          ({ metric, matchers }) =>
            // Of what Yardstick tells, some is about a system and the rest about itself.
            !(/^(yardstick_|(GRAFANA_)?ALERTS$)/.test(metric) && matchers.some(({ label }) => label === 'system')) &&
            !matchers.some(({ label, op, value }) => label === 'job' && op === '=~' && /^\$\w*jobs$/.test(value))
        )
        .map(({ text }) => `${title}: ${text}`)
    );
    expect(wrong).toEqual([]);
  });

  test('target-rate-interval-rule: five minutes stand only where they are part of what is judged', () => {
    const free = queries.filter(({ expr }) => expr.includes('[5m]') && !isJudged(expr));
    expect(free).toEqual([]);
  });

  test('target-counter-agg-rule: a counter is shown as its rise, but for the first one of a new series (C-5)', () => {
    const plain = queries.filter(({ expr }) => !isJudged(expr));
    const bare = plain.flatMap(({ title, expr }) => bareCounters(withoutVariables(expr)).map((text) => [title, text]));
    expect(bare).toEqual([]);
  });
});
