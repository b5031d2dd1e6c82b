/** @jest-environment node */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CatalogueGroup, type CatalogueRule } from '../install/catalogue';
import { changedByPerson, choicesOf, type Choices, type InstalledRule, markName, outdated, ruleFor } from './rule';
import { statesOf } from './state';

const read = (system: string) =>
  JSON.parse(
    readFileSync(path.join(__dirname, `../../../installable/rules/${system}.json`), 'utf8')
  ) as CatalogueGroup[];

const omninode = read('omninode');
const rules = omninode.flatMap((group) => group.rules);
const pool = rules.find(({ id }) => id === 'd4-a01-a06')!;

const choices: Choices = {
  prometheus: 'mimir',
  yardstick: 'ys',
  labels: { team: 'platform' },
  receiver: 'pager',
  expressions: new Map(),
  figures: new Map(),
};

/** What Grafana gives back: defaults filled in, durations written its own way. */
function stored(rule: InstalledRule): InstalledRule {
  return {
    ...rule,
    provenance: '',
    for: rule.for === '1m' ? '1m0s' : rule.for,
    data: rule.data.map((query) => ({
      queryType: '',
      ...query,
      relativeTimeRange: query.relativeTimeRange ?? { from: 0, to: 0 },
      model: { ...query.model, intervalMs: 1000, maxDataPoints: 43200 },
    })),
  };
}

const installed = (rule: CatalogueRule) => stored(ruleFor(rule, choices, 'folder', 'group'));

test('an installed rule asks the data sources that were chosen and carries the labels of the installation', () => {
  const rule = ruleFor(pool, choices, 'folder', 'group');
  expect(rule.uid).toMatch(/^yardstick-[0-9a-f]{6}-d4-a01-a06$/);
  expect(rule.data[0]).toMatchObject({ datasourceUid: 'mimir', model: { datasource: { uid: 'mimir' } } });
  expect(rule.data[1]).toMatchObject({ datasourceUid: '__expr__' });
  expect(rule.labels).toMatchObject({ team: 'platform', severity: 'critical', system: 'omninode' });
  expect(rule.notification_settings).toEqual({ receiver: 'pager' });
});

test('the expression is that of the metrics which this Prometheus has', () => {
  const expr = pool.data[0]!.model.expr as string;
  const mapped = ruleFor(pool, { ...choices, expressions: new Map([[expr, 'other_metric']]) }, 'folder', 'group');
  expect(mapped.data[0]!.model.expr).toBe('other_metric');
});

test.each(rules.map((rule) => [rule.title, rule]))('%s is unchanged as Grafana gives it back', (_, rule) => {
  expect(changedByPerson(installed(rule))).toBe(false);
  expect(outdated(installed(rule), rule, choices)).toBe(false);
});

const by = installed(pool);
test.each<[string, Partial<InstalledRule>]>([
  [
    'another threshold',
    {
      data: by.data.map((query) => ({
        ...query,
        model: { ...query.model, conditions: [{ evaluator: { type: 'gt', params: [95] } }] },
      })),
    },
  ],
  ['another pending period', { for: '5m' }],
  ['a pause', { isPaused: true }],
  ['another receiver', { notification_settings: { receiver: 'mail' } }],
  ['a label', { labels: { ...by.labels, on_call: 'yes' } }],
  ['another text', { annotations: { ...by.annotations, summary: 'ours' } }],
])('%s is the change of a person', (_, change) => {
  expect(changedByPerson({ ...by, ...change })).toBe(true);
});

test('moving a rule to another folder changes nothing of it', () => {
  expect(changedByPerson({ ...by, folderUID: 'elsewhere', ruleGroup: 'theirs' })).toBe(false);
});

const newer: CatalogueRule = { ...pool, annotations: { ...pool.annotations, summary: 'a better text' } };

test('a newer catalogue is seen, and an update keeps labels, receiver and data source of the installation', () => {
  const later = { ...choices, labels: {}, receiver: undefined, prometheus: 'prometheus' };
  expect(outdated(by, newer, later)).toBe(true);
  expect(choicesOf(by, newer, later)).toMatchObject({
    labels: { team: 'platform' },
    receiver: 'pager',
    prometheus: 'mimir',
  });
});

test("a person's change is never taken for an old version", () => {
  const groups = [{ name: 'g', interval: 10, rules: [newer] }];
  const [state] = statesOf(groups, [{ ...by, isPaused: true }], choices, new Set());
  expect(state).toMatchObject({ standing: 'changed', newer: true });
});

test('a rule from a file is shown as provisioned, one that is not there as missing', () => {
  const ofFile = { ...by, uid: 'yardstick-f-d4-a01-a06', provenance: 'file' };
  const groups = [{ name: 'g', interval: 10, rules: [pool, rules.find(({ id }) => id === 'd4-a07')!] }];
  const states = statesOf(groups, [ofFile], choices, new Set());
  expect(states.map(({ standing }) => standing)).toEqual(['provisioned', 'missing']);
});

test('a rule from a file about another data source leaves this one without', () => {
  const elsewhere = { ...by, uid: 'yardstick-f-d4-a01-a06', provenance: 'file' };
  const groups = [{ name: 'g', interval: 10, rules: [pool] }];
  const [state] = statesOf(groups, [elsewhere], { ...choices, prometheus: 'another' }, new Set());
  expect(state).toMatchObject({ standing: 'missing' });
});

test('a rule whose metric this Prometheus lacks says so', () => {
  const unserved = new Set([pool.data[0]!.model.expr as string]);
  const [state] = statesOf([{ name: 'g', interval: 10, rules: [pool] }], [], choices, unserved);
  expect(state).toMatchObject({ served: false, standing: 'missing' });
});

test('the mark is no part of what is marked', () => {
  expect(by.annotations[markName]).toMatch(/^[0-9a-f]{16}$/);
});
