/** @jest-environment node */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parse } from 'yaml';

import { expand, mustBelong, selectors, withoutVariables } from './promql';
import { dashboardUid } from './project';
import { literal, variables } from './scope';
import { systems } from './systems';

const root = resolve(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Every value under a key "expr" of the given keys, anywhere. */
function expressions(value: unknown, keys: readonly string[]): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => expressions(item, keys));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && keys.includes(key) ? (inner === '' ? [] : [inner]) : expressions(inner, keys)
  );
}

describe.each(systems)('$title', (system) => {
  const scope = literal(system);
  const catalogue = JSON.parse(read('pkg/catalog/catalog.json')) as { systems: Array<{ name: string }> };
  const dashboards = system.dashboards.map(
    ({ name }) => `dashboards/${system.name}/${dashboardUid(system.name, name)}.json`
  );
  const sources: Array<[string, unknown, readonly string[], typeof scope]> = [
    ['pkg/catalog/catalog.json', catalogue.systems.find(({ name }) => name === system.name), ['expr', 'load'], scope],
    [
      `provisioning/alerting/${system.name}.yaml`,
      parse(read(`provisioning/alerting/${system.name}.yaml`)),
      ['expr'],
      scope,
    ],
    [`provisioning/rules/${system.name}.yaml`, parse(read(`provisioning/rules/${system.name}.yaml`)), ['expr'], scope],
    ...dashboards.map((path): [string, unknown, readonly string[], typeof scope] => [
      path,
      JSON.parse(read(path)),
      ['expr'],
      variables(),
    ]),
  ];

  test.each(sources)('%s: every expression parses and sees this system only', (_, content, keys, allowed) => {
    const found = expressions(content, keys);
    expect(found.length).toBeGreaterThanOrEqual(
      system.alerts.filter(({ condition }) => condition.kind === 'promql').length
    );
    found.forEach((expr) => expect(() => mustBelong(expr, system.name, allowed)).not.toThrow());
  });

  test('no placeholder is left', () => {
    for (const [, content, keys] of sources) {
      expect(expressions(content, keys).filter((expr) => /\$(app|host)\b/.test(expr))).toEqual([]);
    }
  });

  test.each(dashboards)('%s: its variables ask for this system only', (path) => {
    const { templating } = JSON.parse(read(path)) as {
      templating: { list: Array<{ type: string; definition?: string }> };
    };
    const queries = templating.list
      .filter(({ type }) => type === 'query')
      .map(({ definition }) => /^query_result\((.*)\)$/.exec(definition ?? '')?.[1] ?? '');
    queries.forEach((expr) => expect(() => mustBelong(expr, system.name, variables())).not.toThrow());
  });
});

describe('the check itself', () => {
  const scope = { app: 'job=~"kgas(-.*)?"', host: 'job=~"kgas-.*"' };
  const check = (expr: string) => () => mustBelong(expand(expr, scope), 'kgas', scope);

  test('accepts both selectors of the system', () => {
    expect(check('sum(rate(a_total{$app,x="y"}[5m])) / sum(b{$host})')).not.toThrow();
  });

  test.each([
    ['a selector without a matcher', 'sum(up)'],
    ['one of several selectors without', 'sum(a{$app}) / sum(b)'],
    ["another system's selector", 'up{job=~"ado(-.*)?"}'],
    ['a selector inside a subquery', 'max_over_time(sum(a)[1d:1m])'],
    ['a selector with an offset', 'a{$app} unless a offset 5m'],
    ['a selector by name pattern', '{__name__=~"neo4j_.+"}'],
    ['a baseline of another system', 'yardstick_baseline_seconds{system="omninode"}'],
  ])('refuses %s', (_, expr) => {
    expect(check(expr)).toThrow(/lacks the system's matcher/);
  });

  test('accepts what Yardstick publishes of the system', () => {
    expect(check('yardstick_baseline_seconds{system="kgas",stat="p95"}')).not.toThrow();
  });

  test('says where it is no PromQL', () => {
    expect(() => selectors('sum by (a (b)')).toThrow(/parsing PromQL/);
  });

  test('reads matchers with escaped quotes', () => {
    expect(selectors('a{b="c\\"d"}')[0]?.matchers).toEqual([{ label: 'b', op: '=', value: 'c"d' }]);
  });

  test("replaces Grafana's variables by durations", () => {
    expect(withoutVariables('rate(a[$__rate_interval])')).toBe('rate(a[5m])');
  });
});
