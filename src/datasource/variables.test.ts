/** @jest-environment node */
import { type Query } from './types';
import { interpolate } from './variables';

/** As Grafana's template service: each variable has one value or several. */
const values: Record<string, string | string[]> = {
  $system: 'kgas',
  $op: ['a b', 'c'],
  $none: [],
  $one: ['x'],
  $status: 'ok',
};
/** Those of which several can be chosen, whatever is chosen now. */
const multiple = ['$repeated'];
type Format = (value: string | string[], variable: { multi: boolean }) => string;
const replace = (text = '', _: unknown, format?: string | Format) =>
  text.replace(/\$\w+/g, (name) => {
    const value = values[name];
    return value === undefined || typeof format !== 'function'
      ? name
      : format(value, { multi: multiple.includes(name) });
  });

const run = (query: Partial<Query>) =>
  interpolate({ refId: 'A', queryType: 'series', ...query } as Query, replace as never, {});

test('a variable stands for its value in every text', () => {
  expect(run({ system: '$system', operations: ['$one'], labels: { status: '$status' } })).toMatchObject({
    system: 'kgas',
    operations: ['x'],
    labels: { status: 'ok' },
  });
});

test('a variable with several values becomes several operations', () => {
  expect(run({ operations: ['$op', 'd'] }).operations).toEqual(['a b', 'c', 'd']);
});

test('the text around a variable with several values stands around each of them', () => {
  expect(run({ operations: ['GET $op!'] }).operations).toEqual(['GET a b!', 'GET c!']);
  expect(run({ operations: ['$op $one $op'] }).operations).toEqual(['a b x a b', 'a b x c', 'c x a b', 'c x c']);
  expect(run({ system: 'x-$op' }).system).toBe('');
  expect(run({ system: 'x-$one' }).system).toBe('x-x');
});

test('a variable without a value means all operations', () => {
  expect(run({ operations: ['$none'] }).operations).toEqual([]);
});

test('where only one can stand, several values mean all', () => {
  expect(run({ system: '$op' }).system).toBe('');
});

test.each(['.*', '.+'])('a variable whose own value of All is %s means all', (all) => {
  values.$all = all;
  expect(run({ system: '$all', operations: ['$all'], labels: { status: 'ok', route: '$all' } })).toMatchObject({
    system: '',
    operations: [],
    labels: { status: 'ok' },
    matchers: [{ label: 'route', operator: '=~', value: all }],
  });
  expect(run({ labels: { route: '$all' } }).labels).toEqual({});
  expect(run({ matchers: [{ label: 'route', operator: '!=', value: '$all' }] }).matchers).toEqual([
    { label: 'route', operator: '!~', value: all },
  ]);
});

describe('labels', () => {
  test('a variable with several values means any of them, as they are', () => {
    values.$route = ['/a.b', '/c|d'];
    expect(run({ labels: { route: '$route', status: '$status' } })).toMatchObject({
      labels: { status: 'ok' },
      matchers: [{ label: 'route', operator: '=~', value: '/a\\.b|/c\\|d' }],
    });
    expect(run({ matchers: [{ label: 'route', operator: '!=', value: '$route' }] }).matchers).toEqual([
      { label: 'route', operator: '!~', value: '/a\\.b|/c\\|d' },
    ]);
  });

  test('within an expression several values are a group, and a single one may be an expression', () => {
    values.$typed = 'GET|POST';
    const matcher = (value: string) =>
      run({ matchers: [{ label: 'route', operator: '=~', value }] }).matchers?.map((each) => each.value);
    expect(matcher('/v1$route')).toEqual(['/v1(/a\\.b|/c\\|d)']);
    expect(matcher('$typed')).toEqual(['GET|POST']);
  });

  test('within an expression the one value that a repeated panel has is no expression', () => {
    values.$repeated = '/api/[id]';
    expect(run({ matchers: [{ label: 'route', operator: '=~', value: '$repeated' }] }).matchers).toEqual([
      { label: 'route', operator: '=~', value: '/api/\\[id\\]' },
    ]);
  });

  test('filters of the dashboard are conditions beside those of the query', () => {
    const filter = (operator: string, value: string, several?: string[]) =>
      interpolate(
        { refId: 'A', queryType: 'series', matchers: [{ label: 'a', operator: '!=', value: 'b' }] } as Query,
        replace as never,
        {},
        [{ key: 'route', operator, value, values: several }]
      ).matchers?.slice(1);
    expect(filter('=', '/pay')).toEqual([{ label: 'route', operator: '=', value: '/pay' }]);
    expect(filter('=|', '/pay', ['/pay', '/a.b'])).toEqual([{ label: 'route', operator: '=~', value: '/pay|/a\\.b' }]);
    expect(filter('!=|', '/pay', ['/pay', '/b'])).toEqual([{ label: 'route', operator: '!~', value: '/pay|/b' }]);
    expect(() => filter('<', '5')).toThrow('Labels cannot be filtered by <: choose one of =, !=, =~, !~, =|, !=|.');
  });
});

test('components and targets are replaced as operations are', () => {
  expect(run({ queryType: 'breakers', components: ['$op'] })).toMatchObject({ components: ['a b', 'c'] });
  expect(run({ queryType: 'targets', ids: ['$one'] })).toMatchObject({ ids: ['x'] });
});

test('a variable that does not exist stays, so that the back end can name it', () => {
  expect(run({ system: '$nothing' }).system).toBe('$nothing');
});

test('what a query does not have is not added', () => {
  expect(run({})).toEqual({ refId: 'A', queryType: 'series' });
});
