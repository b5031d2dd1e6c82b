import { learnedOf } from './learning';

test('the learner is as far as its metrics are on average', () => {
  const set = { system: 'kgas', set: 's', newest: null, oldest: null, lastError: '' };
  expect(
    learnedOf([
      { ...set, learned: 100, wanted: 672 },
      { ...set, learned: 68, wanted: 672, lastError: 'Prometheus answers slowly' },
    ])
  ).toEqual({ learned: 84, wanted: 672, share: 0.125, lastError: 'Prometheus answers slowly' });
  expect(learnedOf([])).toBeUndefined();
});
