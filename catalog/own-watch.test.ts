/** @jest-environment node */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { yardstickGroups } from './emit/grafana-rules';
import { itselfJson, titleOf } from './emit/itself';
import { ownRuleTests } from './own-rule-tests';
import { ownRules } from './own-watch';
import { selectors, withoutVariables } from './promql';

const root = resolve(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  fieldConfig?: { defaults: { noValue?: string; thresholds?: { steps: Array<{ value: number | null }> } } };
  targets?: Array<{ expr?: string; legendFormat?: string }>;
}
const dashboard = JSON.parse(itselfJson()) as { panels: Panel[] };
const asked = dashboard.panels.flatMap(({ targets }) => (targets ?? []).flatMap(({ expr }) => expr ?? []));

/** What the back end publishes, by its source. */
const folder = 'pkg/plugin';
const published = new Set(
  readdirSync(join(root, folder))
    .filter((name) => name.startsWith('metrics') && !name.endsWith('_test.go'))
    .flatMap((name) => [...read(join(folder, name)).matchAll(/"(yardstick_\w+)"/g)].map(([, metric]) => metric ?? ''))
);
const base = (metric: string) => metric.replace(/_(bucket|count|sum)$/, '');
const metricsOf = (expr: string) => selectors(withoutVariables(expr)).map(({ metric }) => base(metric));

test('the dashboard and the rules ask for metrics that the back end publishes, or that every process has', () => {
  const named = [...asked, ...ownRules.map(({ condition }) => condition.expr)].flatMap(metricsOf);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((metric) => !published.has(metric) && !/^(process|go)_/.test(metric))).toEqual([]);
});

test('the operating guide tells of every metric', () => {
  const guide = read('docs/operating.md');
  const told = [...published].filter((metric) => !/^yardstick_(baseline|recommended)_/.test(metric));
  expect(told.filter((metric) => !guide.includes(metric.replace('_wanted_hours', '_learned_hours')))).toEqual([]);
});

test.each(ownRules)('$name points at a panel that draws its threshold', ({ panel, condition }) => {
  const found = dashboard.panels.find(({ id }) => id === panel);
  expect(found?.title).toBe(titleOf(panel));
  expect(found?.fieldConfig?.defaults.thresholds?.steps.map(({ value }) => value)).toContain(condition.threshold);
});

/** The labels that something is summed or sorted by. */
const groupsOf = (expr: string) =>
  [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels]) => labels?.split(', ') ?? []);

test.each(ownRules.filter(({ condition }) => groupsOf(condition.expr).includes('instance')))(
  '$name looks at each instance, and so does its panel: one that fails is not lost among others',
  ({ panel }) => {
    const lines = dashboard.panels.find(({ id }) => id === panel)?.targets ?? [];
    expect(lines).not.toEqual([]);
    lines.forEach(({ expr }) => expect(groupsOf(expr ?? '')).toContain('instance'));
    lines.forEach(({ legendFormat }) => expect(legendFormat).toContain('{{instance}}'));
  }
);

test('errors are told as a number of errors: four that increase() extrapolates would read as 4.068', () => {
  const errors = yardstickGroups().flatMap(({ rules }) =>
    rules.filter(({ title }) => title === 'YardstickStoreErrors')
  );
  expect(errors.map(({ annotations }) => annotations.description)).toEqual([
    expect.stringContaining('{{ printf "%.0f" .Value }} errors in 15 min'),
  ]);
});

test.each(ownRules)('$name is told of in the operating guide, and seen to fire in a test', ({ id, name }) => {
  expect(read('docs/operating.md')).toContain(name);
  expect(ownRuleTests.some(({ alert, fires }) => alert === id && fires.length > 0)).toBe(true);
});

test('nothing overlaps, ids are given once, and a panel without data says why', () => {
  const ids = dashboard.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`)
  );
  expect(new Set(cells).size).toBe(cells.length);
  dashboard.panels
    .filter(({ type }) => type !== 'row')
    .forEach(({ fieldConfig }) => expect(fieldConfig?.defaults.noValue).toMatch(/^[A-Z].{15,}\.$/));
});
