import { filterOf, shown } from './filter';
import { type Row } from './rows';

const row = (name: string, changes: Partial<Row> = {}): Row => ({
  id: name,
  system: 'kgas',
  set: 's',
  name,
  labels: {},
  tier: 0,
  failing: 0,
  silent: 0,
  state: 'active',
  reason: '',
  ...changes,
});

const names = (rows: Row[], asked: Record<string, string>) => shown(rows, filterOf(asked)).map(({ name }) => name);

const rows = [
  row('calm', { ratio: 0.9, p95: 3 }),
  row('critical', { ratio: 5.2, tier: 3, p95: 1, system: 'ado' }),
  row('new', { state: 'learning', p95: 9, labels: { route: '/new' } }),
  row('slow', { ratio: 8, tier: 2, labels: { route: '/slow' } }),
];

test('the worst tier comes first, then the largest ratio; what has none comes last', () => {
  expect(names(rows, {})).toEqual(['critical', 'slow', 'calm', 'new']);
});

test('what fails or is silent by a warning is among the worst, less of it is not told and leads nothing', () => {
  const others = [row('fails', { ratio: 0.5, failing: 3 }), row('silent', { silent: 2 }), row('fewer', { silent: 1 })];
  expect(names([...rows, ...others], {})).toEqual(['critical', 'fails', 'slow', 'silent', 'calm', 'fewer', 'new']);
  expect(names([...rows, ...others], { tier: 'slow' })).toEqual(['critical', 'fails', 'slow', 'silent']);
});

test('turned around, what is not known still comes last', () => {
  expect(names(rows, { order: 'asc' })).toEqual(['calm', 'slow', 'critical', 'new']);
  expect(names(rows, { sort: 'p95', order: 'asc' })).toEqual(['critical', 'calm', 'new', 'slow']);
});

test('a search finds all of its words in name, system and label values, whatever their case', () => {
  expect(names(rows, { q: 'SLOW kgas' })).toEqual(['slow']);
  expect(names(rows, { q: '/new' })).toEqual(['new']);
});

test.each([
  [{ system: 'ado' }, ['critical']],
  [{ tier: 'slow' }, ['critical', 'slow']],
  [{ tier: '2' }, ['slow']],
  [{ state: 'learning' }, ['new']],
  [{ label: 'route=/slow' }, ['slow']],
  [{ label: 'route=/slow', tier: '3' }, []],
  [{ measured: 'yes' }, ['critical', 'slow', 'calm', 'new']],
  [{ measured: 'no' }, []],
])('the address %j keeps %j', (asked, expected) => {
  expect(names(rows, asked as Record<string, string>)).toEqual(expected);
});

test('what is gone can be left out, or looked for; what is silent is missed, and not gone', () => {
  const others = [row('gone'), row('silent', { silent: 2 })];
  expect(names([...rows, ...others], { measured: 'yes' })).toEqual(['critical', 'slow', 'silent', 'calm', 'new']);
  expect(names([...rows, ...others], { measured: 'no' })).toEqual(['gone']);
});

test('an order that nobody knows is the usual one', () => {
  expect(filterOf({ sort: 'colour' }).sort).toBe('ratio');
});
