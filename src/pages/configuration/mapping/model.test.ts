import { choose, ownOf, same, textOf } from './model';

test.each([
  ['my_seconds', { metric: 'my_seconds' }],
  [' sum(rate(x[5m])) ', { expr: 'sum(rate(x[5m]))' }],
  ['{"metric": "x_ms", "scale": 0.001}', { metric: 'x_ms', scale: 0.001 }],
  ['{__name__="http.requests"}', { expr: '{__name__="http.requests"}' }],
])('%s is understood', (text, alternative) => {
  expect(ownOf(text)).toEqual(alternative);
  expect(ownOf(textOf(alternative))).toEqual(alternative);
});

test('as documented is no choice', () => {
  expect(choose({ a: 'x', b: 'y' }, 'a', undefined)).toEqual({ b: 'y' });
  expect(same({ a: 'x', b: 'y' }, { b: 'y', a: 'x' })).toBe(true);
  expect(same({ a: { metric: 'x', where: 'y' } }, { a: { where: 'y', metric: 'x' } })).toBe(true);
  expect(same({ a: { metric: 'x' } }, { a: { metric: 'y' } })).toBe(false);
});
