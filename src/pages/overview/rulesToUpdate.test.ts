import { readFileSync } from 'node:fs';
import path from 'node:path';
import { givenWorld, Refused } from '../../test/pages';
import { ruleFor } from '../alerts/rule';
import { type CatalogueGroup, type CatalogueRule } from '../install/catalogue';
import { askRulesToUpdate } from './rulesToUpdate';

const generated = <T>(file: string) =>
  JSON.parse(readFileSync(path.join(__dirname, '../../../installable', file), 'utf8')) as T;

const rulesOf = (system: string) => generated<CatalogueGroup[]>(`rules/${system}.json`).flatMap(({ rules }) => rules);

const choices = {
  prometheus: 'prometheus',
  yardstick: 'ours',
  labels: {},
  expressions: new Map(),
  figures: new Map(),
};

const installed = (rule: CatalogueRule) => ruleFor(rule, choices, 'folder', 'group');

test('rules about Yardstick itself are compared as well, though no data source knows it as a system', async () => {
  const [own, other] = [rulesOf('yardstick'), rulesOf('kgas')];
  const older = other.map((rule, index) => (index === 0 ? { ...rule, title: 'What it was called before' } : rule));
  givenWorld({
    answer: ({ path: at, body }) => {
      const file = /installable\/(.*)$/.exec(at)?.[1];
      if (file) {
        return generated(file);
      }
      if (at.endsWith('mapping/rewrite')) {
        const { system, expressions } = body as { system: string; expressions: string[] };
        return system === 'yardstick'
          ? new Refused(400, { error: 'there is no system "yardstick"' })
          : { expressions: expressions.map((expr) => ({ expr, served: true })) };
      }
      return [...own, ...older].map(installed);
    },
  });
  await expect(askRulesToUpdate('ours')).resolves.toBe(1);
});
