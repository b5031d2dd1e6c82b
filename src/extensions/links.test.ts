import { readFileSync } from 'node:fs';
import path from 'node:path';
import { learnLink } from './learn';
import { operationsOf, paletteLink, panelLink } from './links';

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

test('plugin.json names every link, or Grafana would ignore it', () => {
  const plugin = JSON.parse(readFileSync(path.join(__dirname, '../plugin.json'), 'utf8')) as {
    extensions: { addedLinks: Array<{ targets: string[]; title: string; description: string }> };
  };
  const named = [panelLink, learnLink, paletteLink].map(({ targets, title, description }) => ({
    targets: [targets].flat(),
    title,
    description,
  }));
  expect(plugin.extensions.addedLinks).toEqual(named);
});
