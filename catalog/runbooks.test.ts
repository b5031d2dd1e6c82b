/** @jest-environment node */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { parse } from 'yaml';

import { AlertingFile } from './emit/rule-schema';
import { dashboardUid, runbookFile, runbooks } from './project';
import { panelOf, panelsOf, type System } from './system';
import { systems } from './systems';

const root = resolve(__dirname, '..');
const folder = 'docs/runbooks';
const page = (path: string) => readFileSync(resolve(root, path), 'utf8');
const pages = readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join(folder, name));
const alerts = systems.flatMap((system) => system.alerts.map((alert) => ({ id: alert.id, system, alert })));
const of = (system: System, id: string) => page(`${folder}/${system.name}/${runbookFile(id)}`);

const files = (path: string) => readdirSync(resolve(root, path)).filter((name) => name.endsWith('.yaml'));
const grafana = files('provisioning/alerting').flatMap((name) =>
  AlertingFile.parse(parse(page(`provisioning/alerting/${name}`))).groups.flatMap(({ rules }) =>
    rules.map(({ title, annotations }) => [title, annotations.runbook_url] as const)
  )
);
interface PrometheusFile {
  groups: Array<{ rules: Array<{ alert?: string; annotations?: Record<string, string> }> }>;
}
const prometheus = files('provisioning/rules').flatMap((name) =>
  (parse(page(`provisioning/rules/${name}`)) as PrometheusFile).groups.flatMap(({ rules }) =>
    rules.flatMap(({ alert, annotations }) => (alert ? [[alert, annotations?.runbook_url] as const] : []))
  )
);

test.each([...grafana, ...prometheus])('%s leads to a page that exists', (_, url) => {
  expect(url?.startsWith(`${runbooks}/`)).toBe(true);
  expect(pages).toContain(`${folder}/${url?.slice(runbooks.length + 1)}`);
});

test.each(alerts)('$id: meaning, look on the dashboard, confirmation and first steps', ({ system, alert }) => {
  const text = of(system, alert.id);
  const titles = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  const playbook = system.playbook.length > 0 ? ['First fifteen minutes', 'After that'] : [];
  expect(titles).toEqual([
    'What it means',
    'Why it exists',
    'What it looks like on the dashboard',
    'How to confirm',
    ...playbook,
    'What to do',
    'What is evaluated',
  ]);
  const { dashboard, panel } = panelOf(system, alert.panel);
  expect(text).toContain(`Panel "${panel.title}" of the dashboard "${dashboard.title}"`);
  [...alert.look, ...alert.act].forEach((sentence) => expect(text).toContain(sentence));
});

test.each(alerts)('$id: every panel that its page names exists', ({ system, alert }) => {
  const known = new Set(
    panelsOf(system).map(
      ({ dashboard, panel }) => `/d/${dashboardUid(system.name, dashboard.name)}?viewPanel=${panel.id}`
    )
  );
  const named = [...of(system, alert.id).matchAll(/`(\/d\/[^`&]+)/g)].map(([, address]) => address ?? '');
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((address) => !known.has(address))).toEqual([]);
});

test.each(alerts.filter(({ alert }) => alert.condition.kind === 'deviation'))(
  '$id: a deviation leads to the panel of its operation',
  ({ system, alert }) => {
    const [, panel] = /viewPanel=(\d+)&var-\w+=</.exec(of(system, alert.id)) ?? [];
    const found = panelsOf(system).find(({ panel: { id } }) => id === Number(panel ?? alert.panel));
    expect(found?.panel.own.some(({ queryType, band }) => queryType === 'series' && band)).toBe(true);
  }
);

test.each(alerts)(
  '$id: the sign on the dashboard says what the rule asks, its limit included or not',
  ({ system, alert }) => {
    const [, sign] =
      /^While it fires, (?:a line|a value|a row) is (at or above|above|below) /m.exec(of(system, alert.id)) ?? [];
    const said = { '>': 'above', '>=': 'at or above', '<': 'below' }[alert.condition.op];
    const { condition } = alert;
    // Two slow runs of three are rows of a list, with no line to be above.
    expect(sign).toBe(condition.kind === 'deviation' && condition.measure === 'slow' ? undefined : said);
  }
);

test("D3's playbook stands on every page of its system, in its four steps (D3 l.280-298)", () => {
  const ado = systems.find(({ name }) => name === 'ado');
  for (const alert of ado?.alerts ?? []) {
    const text = of(ado!, alert.id);
    const minutes = ['minutes 0 to 5', 'minutes 5 to 15', 'minutes 15 to 30', 'from minute 30 on'];
    const places = minutes.map((when) => text.indexOf(when));
    expect(places.every((at) => at > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(text.indexOf('## After that')).toBeGreaterThan(places[1]!);
    expect(text.indexOf('## After that')).toBeLessThan(places[2]!);
  }
});

test.each(pages)('every link of %s leads to a file', (path) => {
  const links = [...page(path).matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link ?? '');
  expect(links.filter((link) => !existsSync(resolve(root, dirname(path), link)))).toEqual([]);
});

test('every page of the app that a runbook names is in its menu', () => {
  const { includes } = JSON.parse(page('src/plugin.json')) as { includes: Array<{ name: string }> };
  const named = pages.flatMap((path) => [...page(path).matchAll(/page "([^"]+)" of the app/g)].map(([, name]) => name));
  expect(new Set(named)).toEqual(new Set(['Configuration', 'Set-up']));
  expect(includes.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
});
