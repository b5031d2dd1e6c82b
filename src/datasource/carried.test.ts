import { carrying, unpacked } from './carried';
import { type Query } from './types';

const asked = {
  queryType: 'deviation',
  signal: 'latency',
  measure: 'tier',
  system: 'kgas',
  operations: ['embed "x" 🚀'],
};

test('a query survives a form that keeps only an expression of it', () => {
  const { expression } = carrying(asked as Partial<Query>);
  const left = { refId: 'Tier', queryType: 'deviation', expression, instant: true, range: false } as unknown as Query;
  expect(unpacked(left)).toMatchObject({ ...asked, refId: 'Tier' });
  expect(unpacked(left)).not.toHaveProperty('expression');
});

test.each(['', 'up', '{', '{"queryType":"other"}'])('what did not travel stays as it is: %s', (expression) => {
  const query = { refId: 'A', queryType: 'series', expression } as unknown as Query;
  expect(unpacked(query)).toBe(query);
});
