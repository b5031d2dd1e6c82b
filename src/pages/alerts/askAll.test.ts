import { readFileSync } from 'node:fs';
import path from 'node:path';
import { givenWorld } from '../../test/pages';
import { askAll } from './askAll';

const generated = (file: string) =>
  JSON.parse(readFileSync(path.join(__dirname, '../../../installable', file), 'utf8')) as unknown;

test('rules about Yardstick itself are as they ship: no data source knows it as a system', async () => {
  const sent = givenWorld({
    answer: ({ path: at, body }) => {
      const file = /installable\/(.*)$/.exec(at)?.[1];
      if (file) {
        return generated(file);
      }
      if (at.endsWith('mapping/rewrite')) {
        const { expressions } = body as { expressions: string[] };
        return { expressions: expressions.map((expr) => ({ expr: `mapped(${expr})`, served: true })) };
      }
      return [];
    },
  });
  const { systems } = await askAll('ours');
  const mapped = sent.filter(({ path: at }) => at.endsWith('mapping/rewrite'));
  expect(mapped.map(({ body }) => (body as { system: string }).system).sort()).toEqual(
    systems
      .map(({ name }) => name)
      .filter((name) => name !== 'yardstick')
      .sort()
  );
  const own = systems.find(({ name }) => name === 'yardstick');
  expect(own?.groups.flatMap(({ rules }) => rules).length).toBeGreaterThan(1);
  expect(own?.metrics.expressions.size).toBe(0);
});
