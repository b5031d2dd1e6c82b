/** @jest-environment node */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parse } from 'yaml';

import { withdrawnBeside, yardstickRules } from './emit/grafana-rules';
import { AlertingFile, type Rule, ruleUids, seconds } from './emit/rule-schema';
import { uninstall, UninstallFile } from './emit/uninstall';
import { dashboardUid, ruleUid } from './project';
import { releasedRules } from './released';
import { panelsOf } from './system';
import { ruleTests, systems } from './systems';

const folder = resolve(__dirname, '..', 'provisioning', 'alerting');
const files = readdirSync(folder).map(
  (name) => [name, parse(readFileSync(join(folder, name), 'utf8')) as unknown] as const
);
const groups = files.flatMap(([, content]) => AlertingFile.parse(content).groups);
const rules = groups.flatMap((group) => group.rules.map((rule) => ({ group, rule })));
const byUid = (id: string) => rules.find(({ rule }) => rule.uid === ruleUid(id))!;

test.each(systems)('$title: an alert of one host or process of several names it in its first words', (system) => {
  const ofOne = system.alerts.filter(({ id }) =>
    (ruleTests[system.name] ?? []).some(
      ({ alert, fires }) => alert === id && fires.some(({ labels }) => 'instance' in labels)
    )
  );
  expect(ofOne.filter(({ summary }) => !summary.includes('{{instance}}')).map(({ name }) => name)).toEqual([]);
});

/** Pending periods of the catalogue, as its section E amends them; written down apart from the specification. */
const pending: Record<string, string> = {
  'D1-A01': '5m',
  'D1-A02': '10m',
  'D1-A03': '0s',
  'D1-A04': '0s',
  'D1-A05': '0s',
  'D1-A06': '2m',
  'D1-A07': '5m',
  'D2-A01': '0s',
  'D2-A02': '0s',
  'D2-A03': '5m',
  'D2-A04': '0s',
  'D2-A05': '2m',
  'D2-A06': '1m',
  'D2-A07a': '1m',
  'D2-A07b': '10m',
  'D2-A08': '0s',
  'D2-A09': '0s',
  'D3-A01a': '1m',
  'D3-A01b': '0s',
  'D3-A02': '5m',
  'D3-A03': '1m',
  'D3-A04': '2m',
  'D3-A05': '10m',
  'D3-A06': '15m',
  'D3-A07': '5m',
  'D3-A08': '5m',
  'D3-A09+A12': '0s',
  'D3-A10': '1h',
  'D3-A11': '30m',
  'D4-A01+A06': '1m',
  'D4-A02': '5m',
  'D4-A03': '5m',
  'D4-A04a': '2m',
  'D4-A04b': '2m',
  'D4-A05': '5m',
  'D4-A07': '0s',
  'D5-A01': '0s',
  'D5-A02': '0s',
  'D5-A03': '0s',
  'D5-A04+A05': '0s',
  'D5-A06': '1h',
};

/** Severities and limits of the documents. */
const limits: Record<string, [severity: string, threshold: string]> = {
  'D1-A01': ['warning', '> 80 %'],
  'D1-A02': ['warning', '> 85 %'],
  'D1-A03': ['warning', '> 0 queries above 30 s'],
  'D1-A04': ['critical', '> 10 %'],
  'D1-A05': ['critical', '> 3 x the hour before'],
  'D1-A06': ['warning', '> 0.05 s'],
  'D1-A07': ['warning', '> 1 s'],
  'D2-A01': ['info', '> 1.1 x'],
  'D2-A02': ['warning', '>= 2 x'],
  'D2-A03': ['warning', '> 80 %'],
  'D2-A04': ['critical', '>= 5 x'],
  'D2-A05': ['critical', '> 95 %'],
  'D2-A06': ['emergency', '< 1 targets up'],
  'D2-A07a': ['emergency', '> 0 read-only'],
  'D2-A07b': ['emergency', '< 0 bytes free in an hour'],
  'D2-A08': ['info', '> 1 x baseline.threshold'],
  'D2-A09': ['info', '> 0 slow queries in 5 min'],
  'D3-A01a': ['critical', '< 1 targets up'],
  'D3-A01b': ['critical', '> 30 s'],
  'D3-A02': ['critical', '> 5 %'],
  'D3-A03': ['critical', '> 0 failures'],
  'D3-A04': ['critical', '> 95 %'],
  'D3-A05': ['warning', '> 5 s'],
  'D3-A06': ['warning', '> 80 %'],
  'D3-A07': ['warning', '< 10 % free'],
  'D3-A08': ['warning', '> 1000 pending tasks'],
  'D3-A09+A12': ['info', '> 1.2 x'],
  'D3-A10': ['info', '> 10 points'],
  'D3-A11': ['info', '> 80 % of capacity'],
  'D4-A01+A06': ['critical', '> 90 %'],
  'D4-A02': ['warning', '> 5 slow statements'],
  'D4-A03': ['warning', '< 70 %'],
  'D4-A04a': ['warning', '> 0.1 errors/s'],
  'D4-A04b': ['warning', '> 5 %'],
  'D4-A05': ['critical', '> 5 s'],
  'D4-A07': ['warning', '> 0 trips in 5 min'],
  'D5-A01': ['warning', '> 1.5 x'],
  'D5-A02': ['warning', '> 104857600 bytes'],
  'D5-A03': ['warning', '>= 80 %'],
  'D5-A04+A05': ['warning', '> 1 x max_acceptable'],
  'D5-A06': ['info', '< 70 %'],
};

test.each(files)('%s is what Grafana takes, with no key that it does not know', (_, content) => {
  expect(() => AlertingFile.parse(content)).not.toThrow();
});

test('every documented alert is one rule', () => {
  const documented = rules.map(({ rule }) => rule.uid).filter((uid) => /^yardstick-f-d\d-a/.test(uid));
  expect(documented.sort()).toEqual(Object.keys(pending).map(ruleUid).sort());
});

test.each(Object.entries(pending))('%s waits %s', (id, wait) => {
  expect(byUid(id).rule.for).toBe(wait);
});

test.each(Object.entries(limits))('%s is %s', (id, [severity, threshold]) => {
  expect(byUid(id).rule.labels.severity).toBe(severity);
  expect(byUid(id).rule.annotations.threshold).toBe(threshold);
});

test("D3's own ranks stand beside the severities (D-1)", () => {
  const priorities = { critical: 'P0', warning: 'P1', info: 'P2' };
  const own = rules.filter(({ rule }) => /^yardstick-f-d3-a/.test(rule.uid));
  expect(own).not.toEqual([]);
  own.forEach(({ rule }) =>
    expect(rule.labels.priority).toBe(priorities[rule.labels.severity as keyof typeof priorities])
  );
});

test('uids are given once and fit', () => {
  const uids = rules.map(({ rule }) => rule.uid);
  expect(new Set(uids).size).toBe(uids.length);
  uids.forEach((uid) => expect(uid).toMatch(/^yardstick-f-[a-z0-9-]{1,28}$/));
});

test('what is to be seen within a minute is evaluated every ten seconds', () => {
  const fast = [
    'D1-A03',
    'D1-A05',
    'D2-A01',
    'D2-A02',
    'D2-A04',
    'D2-A06',
    'D2-A07a',
    'D2-A07b',
    'D2-A08',
    'D2-A09',
    'D3-A01a',
    'D3-A01b',
    'D3-A02',
    'D3-A03',
    'D3-A04',
    'D3-A09+A12',
    'D4-A01+A06',
    'D4-A07',
    'D5-A01',
    'D5-A04+A05',
  ];
  expect(
    rules
      .filter(({ group }) => group.interval === '10s')
      .map(({ rule }) => rule.uid)
      .sort()
  ).toEqual(fast.map(ruleUid).sort());
});

test('a rule that fires at once is held instead, or looks back over its window', () => {
  rules
    .filter(({ rule }) => rule.for === '0s' && rule.execErrState === 'KeepLast')
    .forEach(({ rule }) => {
      const window = rule.data.some(
        (query) => query.datasourceUid === 'prometheus' && query.model.expr.includes('[5m]')
      );
      expect(window || seconds(rule.keepFiringFor ?? '0s') >= 120).toBe(true);
    });
});

test('what is no number lets an alert go that has a second threshold: Grafana would hold it on NaN', () => {
  const held = rules.filter(({ rule }) => JSON.stringify(rule.data).includes('unloadEvaluator'));
  expect(held.map(({ rule }) => rule.uid)).toEqual(
    expect.arrayContaining(['D4-A04b', 'D4-A05', 'D2-A03'].map(ruleUid))
  );
  held.forEach(({ rule: { data } }) =>
    expect(data[0]).toMatchObject({ model: { expr: expect.stringMatching(/ >= 0$/) } })
  );
});

test.each([
  ['D4-A04a', 'Now {{ with $values.Value }}{{ printf "%.2f" .Value }} errors/s{{ end }}'],
  ['D3-A07', 'Now {{ with $values.Value }}{{ printf "%.1f" .Value }} % free{{ end }}'],
  ['D5-A02', 'Now {{ with $values.Value }}{{ humanize1024 .Value }} bytes{{ end }}'],
])('%s says its value as its threshold is said: humanize makes 150m of 0.15', (id, text) => {
  expect(byUid(id).rule.annotations.description).toContain(text);
});

test('only the dead-man speaks up when queries fail', () => {
  expect(rules.filter(({ rule }) => rule.execErrState !== 'KeepLast').map(({ rule }) => rule.uid)).toEqual([
    'yardstick-f-dead-man',
  ]);
});

test('the dead-man asks every minute, and no value makes it fire', () => {
  const { group, rule } = byUid('dead-man');
  expect(group.interval).toBe('1m');
  expect(rule.data[0]).toMatchObject({ datasourceUid: 'yardstick', model: { system: '', measure: 'tier' } });
  expect(rule.data.at(-1)).toMatchObject({ model: { conditions: [{ evaluator: { type: 'gt', params: [3] } }] } });
});

test.each(systems)('$title: the rules point at panels that exist and at its own runbooks', (system) => {
  const home = new Map(
    panelsOf(system).map(({ dashboard, panel }) => [String(panel.id), dashboardUid(system.name, dashboard.name)])
  );
  const own = rules.filter(({ rule }) => rule.labels.system === system.name && rule.annotations.__panelId__);
  expect(own).toHaveLength(system.alerts.length);
  own.forEach(({ rule: { annotations } }) => {
    expect(annotations.__dashboardUid__).toBe(home.get(annotations.__panelId__ ?? ''));
    expect(annotations.runbook_url).toContain(`/docs/runbooks/${system.name}/`);
  });
});

test.each(['D2-A01', 'D2-A02', 'D2-A04', 'D2-A08'])(
  '%s asks over all operations and carries the live value and the baseline',
  (id) => {
    const queries = byUid(id).rule.data.filter((query) => query.datasourceUid === 'yardstick');
    expect(queries.map(({ model }) => ('measure' in model ? model.measure : ''))).toEqual([
      id === 'D2-A08' ? 'slow' : 'tier',
      'ratio',
      'live',
      'expected',
    ]);
    expect(byUid(id).rule.annotations.description).toMatch(/\$values\.Live.*\$values\.Expected.*\$values\.Ratio/);
  }
);

describe('the schema refuses what Grafana takes silently or dies of', () => {
  const rule = byUid('D4-A05').rule;
  const file = (change: Partial<Rule>, group: object = {}) => ({
    apiVersion: 1,
    groups: [{ orgId: 1, name: 'g', folder: 'f', interval: '10s', ...group, rules: [{ ...rule, ...change }] }],
  });

  test('nothing is wrong with the rule itself', () => {
    expect(AlertingFile.safeParse(file({})).success).toBe(true);
  });

  test.each<[string, object]>([
    ['a key in the spelling of another interface', file({ keep_firing_for: '2m' } as Partial<Rule>)],
    ['a condition that names no query', file({ condition: 'X' })],
    ['a uid that is too long', file({ uid: 'x'.repeat(41) })],
    ['a state in another case', file({ noDataState: 'Ok' as 'OK' })],
    [
      'a dashboard without a panel',
      file({ annotations: { ...rule.annotations, __panelId__: undefined as unknown as string } }),
    ],
    ['a label whose $ would be expanded', file({ labels: { ...rule.labels, x: '{{ $labels.y }}' } })],
    ['an annotation with a doubled $', file({ annotations: { ...rule.annotations, summary: '{{ $$labels.y }}' } })],
    ['an interval that is no multiple of ten seconds', file({}, { interval: '15s' })],
    ['a pending period shorter than the interval', file({ for: '10s' }, { interval: '1m' })],
  ])('%s', (_, content) => {
    expect(AlertingFile.safeParse(content).success).toBe(false);
  });
});

describe('rules that a later version drops', () => {
  const texts = () => files.map(([name]) => readFileSync(join(folder, name), 'utf8'));
  const [dropped, ...others] = texts();
  const gone = ruleUids([dropped!]);
  const uninstalled = (text: string) =>
    UninstallFile.parse(parse(text))
      .deleteRules.map(({ uid }) => uid)
      .sort();

  test('the uninstall file names every rule that a file installs or a version had', () => {
    const file = resolve(__dirname, '..', 'provisioning', 'uninstall', 'yardstick.yaml');
    const all = new Set([...rules.map(({ rule }) => rule.uid), ...Object.values(releasedRules).flat()]);
    expect(uninstalled(readFileSync(file, 'utf8'))).toEqual([...all].sort());
  });

  test('are removed by the uninstall file all the same', () => {
    expect(gone.length).toBeGreaterThan(0);
    expect(uninstalled(uninstall(others))).toEqual(uninstalled(uninstall(texts())));
  });

  test('are taken away by the files of that version', () => {
    const left = others.filter((text) => !text.includes('uid: yardstick-f-dead-man'));
    const installed = AlertingFile.parse(parse(yardstickRules(withdrawnBeside(left))));
    expect(installed.deleteRules?.map(({ uid }) => uid)).toEqual(expect.arrayContaining(gone));
    expect(AlertingFile.parse(parse(yardstickRules(withdrawnBeside(texts())))).deleteRules).toBeUndefined();
  });

  test('a rule that is in no list of a version is refused', () => {
    const text = texts()[0]!.replace(/uid: yardstick-f-\S+/, 'uid: yardstick-f-d9-a99');
    expect(() => uninstall([text])).toThrow('released.ts does not list yardstick-f-d9-a99');
  });

  test('a file that installs what it deletes is refused', () => {
    const content = parse(texts()[0]!) as AlertingFile;
    const uid = content.groups[0]!.rules[0]!.uid;
    expect(AlertingFile.safeParse({ ...content, deleteRules: [{ orgId: 1, uid }] }).success).toBe(false);
    expect(AlertingFile.safeParse({ ...content, deleteRules: [{ orgId: 1, uid: `${uid}-x` }] }).success).toBe(true);
  });
});
