/**
 * @jest-environment node
 *
 * Do the programs of docs/emit/node.md emit what they say?
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { exampleOf, nodePage } from '../../catalog/emit/node';
import { systems } from '../../catalog/systems';
import { emissions } from '../../catalog/systems/families';
import { metricsIn } from '../../catalog/uses';
import { tool } from '../../demo/tools';
import { familiesOf, valueOf } from './exposition';
import { startProgram } from './program';

const root = path.resolve(__dirname, '../..');
const shown = systems.filter(({ name }) => existsSync(exampleOf(name)));
const pages: Record<string, string> = {};

beforeAll(async () => {
  for (const { name } of shown) {
    const program = await startProgram(process.execPath, ['--import', 'tsx', exampleOf(name)], root);
    pages[name] = await program.scrape();
    await program.stop();
  }
}, 120_000);

test('the folder works where it is copied to: the page names every package that it imports, and nothing lies outside', () => {
  const folder = path.join(root, 'instrument');
  const copied = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'));
  const imported = copied.flatMap((name) =>
    [...readFileSync(path.join(folder, name), 'utf8').matchAll(/^[^*\n]*from '([^']+)'/gm)].map(
      ([, from]) => from ?? ''
    )
  );
  expect(imported.filter((from) => from.startsWith('.') && !from.startsWith('./'))).toEqual([]);
  const packages = new Set(imported.filter((from) => !/^(\.|node:)/.test(from)));
  const installed = (/^npm install (.+)$/m.exec(nodePage())?.[1] ?? '').split(' ').map((each) => each.split('@')[0]);
  expect(installed.sort()).toEqual([...packages].sort());
});

test('there is a program for every system that has one in the guide', () => {
  expect(shown.map(({ name }) => name)).toEqual(expect.arrayContaining(['dpas', 'kgas', 'ado', 'omninode']));
});

test.each(shown)('the program of $title emits families that the system reads', async (system) => {
  const page = pages[system.name] ?? '';
  const exposed = [...familiesOf(page).values()];
  const read = metricsIn(system, system);
  const known = (name: string) => ['', '_bucket', '_sum', '_count'].some((part) => read.has(`${name}${part}`));
  const emission = emissions[system.name];
  if (emission) {
    const service = emission.families.filter(({ by }) => by === 'service');
    const types = new Map(exposed.map(({ name, type }) => [name, type]));
    expect(service.filter(({ name, kind }) => types.get(name) !== kind).map(({ name }) => name)).toEqual([]);
  } else {
    expect(exposed.filter(({ name }) => known(name)).length).toBeGreaterThan(10);
  }
  const checked = spawnSync(await tool('promtool'), ['check', 'metrics'], { input: page, encoding: 'utf8' });
  // prom-client's own default metrics do not follow the rules of names; ours do.
  const complaints = (checked.stdout + checked.stderr).split('\n').filter((line) => line !== '');
  expect(complaints.filter((line) => !line.startsWith('nodejs_'))).toEqual([]);
});

test.each([
  ['kgas', 'kgas_conversion_duration_seconds_count', { source: 'graph', dataset_size: 'medium', status: 'success' }],
  ['kgas', 'kgas_llm_cost_usd_total', { model: 'gpt-4o' }],
  ['omninode', 'omninode_errors_total', { error_type: 'SyntaxError' }],
  ['omninode', 'omninode_circuit_breaker_calls_total', { result: 'failure' }],
  ['ado', 'ado_agent_duration_seconds_count', { agent_type: 'planner', status: 'success' }],
  ['dpas', 'duckdb_query_duration_seconds_count', { query_type: 'analytical', status: 'success' }],
])('the work of %s is counted in %s', (name, metric, labels) => {
  expect(valueOf(pages[name] ?? '', metric, labels)).toBeGreaterThan(0);
});
