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
const list = '/a/yardstick-baselines-app/operations';

test('a panel of ours leads to the operations of its system', () => {
  expect(operationsOf({ targets: [ours('kgas'), prometheus] })).toBe(`${list}?ds=yardstick&system=kgas`);
});

test('one about several systems leads to all of its data source', () => {
  expect(operationsOf({ targets: [ours('kgas'), ours('ado')] })).toBe(`${list}?ds=yardstick`);
});

test("a dashboard's variables are left behind", () => {
  expect(operationsOf({ targets: [ours('$system', '${yardstick}')] })).toBe(list);
});

test.each([[undefined], [{ targets: [] }], [{ targets: [prometheus] }]])(
  'there is no link on a panel of others',
  (context) => {
    expect(operationsOf(context)).toBeUndefined();
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
