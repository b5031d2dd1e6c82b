/** @jest-environment node */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CatalogueGroup } from '../../install/catalogue';
import { type Replayed } from './askBacktest';
import { ofHistory, ofReplay, watchOf, wayOf } from './preview';

const rules = (system: string) =>
  (
    JSON.parse(
      readFileSync(path.join(__dirname, `../../../../installable/rules/${system}.json`), 'utf8')
    ) as CatalogueGroup[]
  ).flatMap((group) => group.rules);
const rule = (system: string, id: string) => rules(system).find((each) => each.id === id)!;
const pool = rule('omninode', 'd4-a01-a06');
const hour = 3_600_000;

test('every documented rule is previewed, or it is one that judges runs or the data source itself', () => {
  const none = ['dpas', 'kgas', 'ado', 'omninode', 'github-pm', 'yardstick']
    .flatMap(rules)
    .filter((each) => wayOf(each).by === 'nothing')
    .map(({ id }) => id);
  expect(none).toEqual(['d2-a08', 'd5-a01', 'dead-man']);
});

test('a PromQL rule watches its own bound, its way back and its pending period', () => {
  expect(wayOf(pool)).toMatchObject({ by: 'history', step: 120 });
  expect(watchOf(pool, {})).toEqual({
    bound: { type: 'gt', params: [90] },
    back: { type: 'lt', params: [85] },
    pending: 60,
    keep: 0,
  });
});

test('other numbers are previewed before they are installed', () => {
  const times = [0, 1, 2, 3].map((n) => n * 300_000);
  const history = {
    series: [{ name: '', times, values: [70, 92, 92, 70] }],
    stepSeconds: 300,
    from: 0,
    to: hour,
    took: 12.4,
  };
  expect(ofHistory(history, watchOf(pool, {}))).toMatchObject({ times: 1, seconds: 600 });
  expect(ofHistory(history, watchOf(pool, { limit: 95 }))).toMatchObject({ times: 0, seconds: 0 });
  expect(ofHistory(history, watchOf(pool, {})).remarks).toEqual([
    { kind: 'steps', minutes: 5, series: 1, milliseconds: 12 },
    { kind: 'pending' },
  ]);
});

test('a deviation rule fires at its tier or a worse one, once per stretch; what was not replayed is said', () => {
  const at = (n: number) => new Date(n * hour).toISOString();
  const embed: Replayed = {
    set: 'operation',
    operation: 'embed',
    labels: {},
    reason: '',
    from: at(0),
    to: at(24),
    episodes: [
      { from: at(1), to: at(2), tier: 'info' },
      { from: at(2), to: at(3), tier: 'warning' },
      { from: at(3), to: at(4), tier: 'critical' },
      { from: at(9), to: at(10), tier: 'warning' },
    ],
  };
  const runs: Replayed = { ...embed, operation: 'pdf', reason: 'measured run by run', episodes: [] };
  expect(wayOf(rule('kgas', 'd2-a02'))).toEqual({ by: 'replay', tier: 2 });
  expect(ofReplay([embed, runs], 2, { from: 0, to: 24 * hour })).toMatchObject({
    times: 2,
    seconds: 3 * 3600,
    remarks: [{ kind: 'replayed', operations: 1, of: 2, reason: 'measured run by run' }],
  });
  expect(ofReplay([embed], 3, { from: 0, to: 24 * hour })).toMatchObject({ times: 1, seconds: 3600 });
});
