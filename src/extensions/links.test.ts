import { type PluginExtensionPanelContext } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { learnLink } from './learn';
import { alertLink, exploreLink, operationsOf, operationsOfAlert, paletteLinks, panelLink } from './links';

const ours = (system?: string, uid = 'yardstick') => ({
  refId: 'A',
  datasource: { type: 'yardstick-baselines-datasource', uid },
  system,
});
const prometheus = { refId: 'B', datasource: { type: 'prometheus', uid: 'prometheus' } };
const asIs = (text: string) => text;
const list = '/a/yardstick-baselines-app/operations';

test('a panel of ours leads to the operations of its system', () => {
  expect(operationsOf({ targets: [ours('kgas'), prometheus] }, asIs)).toBe(`${list}?ds=yardstick&system=kgas`);
});

test('one about several systems leads to all of its data source', () => {
  expect(operationsOf({ targets: [ours('kgas'), ours('ado')] }, asIs)).toBe(`${list}?ds=yardstick`);
});

test('variables without a value are left behind', () => {
  expect(operationsOf({ targets: [ours('$system', '${yardstick}')] }, asIs)).toBe(list);
});

test('what the dashboard has chosen counts: the data source and the system that its variables stand for', () => {
  const chosen: Record<string, string> = { $system: 'ado', '${yardstick}': 'staging' };
  const replace = (text: string) => chosen[text] ?? text;
  const written = [ours('$system', '${yardstick}')];
  expect(operationsOf({ targets: written }, replace)).toBe(`${list}?ds=staging&system=ado`);
  // A variable of several values, and one that has a value of its own for all of them.
  expect(operationsOf({ targets: written }, (text) => (text === '$system' ? '' : replace(text)))).toBe(
    `${list}?ds=staging`
  );
  expect(operationsOf({ targets: written }, (text) => (text === '$system' ? '.*' : replace(text)))).toBe(
    `${list}?ds=staging`
  );
});

test('a query without a data source of its own asks that of its panel', () => {
  const targets = [{ refId: 'A', system: 'kgas' }];
  const data = { request: { targets: [ours('kgas', 'staging')] } };
  expect(operationsOf({ targets, data }, asIs)).toBe(`${list}?ds=staging&system=kgas`);
});

test('the menu fills in the variables of the dashboard', () => {
  const replace: TemplateSrv['replace'] = (text = '', _, format) =>
    text.replace('$several', () => (format as (value: unknown) => string)(['kgas', 'ado'])).replace('$ds', 'staging');
  setTemplateSrv({ replace } as TemplateSrv);
  const context = { targets: [ours('$several', '$ds')] } as unknown as PluginExtensionPanelContext;
  expect(panelLink.configure?.(context)).toEqual({ path: `${list}?ds=staging` });
});

test.each([[undefined], [{ targets: [] }], [{ targets: [prometheus] }]])(
  'there is no link on a panel of others',
  (context) => {
    expect(operationsOf(context, asIs)).toBeUndefined();
  }
);

const kgas = { system: 'kgas', rule_version: '0.1.0' };

test('an alert of ours leads to its operation, a rule to those of its system', () => {
  const instance = { labels: { ...kgas, operation: 'graph_query' } };
  expect(operationsOfAlert({ instance })).toBe(`${list}?system=kgas&q=graph_query`);
  expect(operationsOfAlert({ labels: kgas })).toBe(`${list}?system=kgas`);
  expect(operationsOfAlert({ rule: { labels: kgas }, instance: { labels: {} } })).toBe(`${list}?system=kgas`);
});

test.each([[undefined], [{}], [{ labels: { system: 'shop' } }], [{ labels: { operation: 'x' } }]])(
  "somebody else's alert has no link",
  (context) => {
    expect(operationsOfAlert(context)).toBeUndefined();
  }
);

test('plugin.json names every link, or Grafana would ignore it', () => {
  const plugin = JSON.parse(readFileSync(path.join(__dirname, '../plugin.json'), 'utf8')) as {
    extensions: { addedLinks: Array<{ targets: string[]; title: string; description: string }> };
  };
  const links = [panelLink, exploreLink, alertLink, learnLink, ...paletteLinks];
  const named = links.map(({ targets, title, description }) => ({
    targets: [targets].flat(),
    title,
    description,
  }));
  expect(plugin.extensions.addedLinks).toEqual(named);
});
