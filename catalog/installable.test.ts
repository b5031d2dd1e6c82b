/** @jest-environment node */
import { parse } from 'yaml';

import { outputs } from './outputs';
import { systems } from './systems';

interface Rule {
  id: string;
  uid: string;
  title: string;
  for: string;
  keepFiringFor?: string;
  keep_firing_for: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  data: unknown[];
}
interface Group {
  name: string;
  interval: unknown;
  rules: Rule[];
}

const files = outputs();
const read = (path: string) => files.get(path) ?? '';

describe.each([...systems.map(({ name }) => name), 'yardstick'])('what can be installed of %s', (system) => {
  const fromFile = (parse(read(`provisioning/alerting/${system}.yaml`)) as { groups: Group[] }).groups;
  const installable = JSON.parse(read(`installable/rules/${system}.json`)) as Group[];

  test('are the rules that a file provisions, with the same text', () => {
    expect(installable.map(({ name }) => name)).toEqual(fromFile.map(({ name }) => name));
    const rules = installable.flatMap((group) => group.rules);
    fromFile
      .flatMap((group) => group.rules)
      .forEach((rule, index) => {
        expect(rules[index]).toMatchObject({
          title: rule.title,
          for: rule.for,
          keep_firing_for: rule.keepFiringFor ?? '0s',
          annotations: rule.annotations,
          data: rule.data,
        });
        expect(`yardstick-f-${rules[index]?.id}`).toBe(rule.uid);
      });
  });

  test('has ids that fit into a uid beside six characters of the data source', () => {
    for (const { id } of installable.flatMap((group) => group.rules)) {
      expect(`yardstick-000000-${id}`).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
    }
  });
});

test('the index names every dashboard that is generated', () => {
  const index = JSON.parse(read('installable/index.json')) as {
    systems: Array<{ dashboards: Array<{ file: string }> }>;
  };
  const named = index.systems.flatMap(({ dashboards }) => dashboards.map(({ file }) => file));
  expect(named.sort()).toEqual([...files.keys()].filter((path) => path.startsWith('dashboards/')).sort());
});
