import { givenWorld } from '../../../test/pages';
import { askBacktest } from './askBacktest';

const noon = Date.parse('2026-11-20T12:00:00Z');

test('the rules of a system share one replay; what was learned since is replayed later', async () => {
  const sent = givenWorld({ answer: () => [] });
  await Promise.all([askBacktest('ours', 'kgas', noon), askBacktest('ours', 'kgas', noon + 20_000)]);
  expect(sent).toHaveLength(1);
  await askBacktest('ours', 'kgas', noon + 3_600_000);
  expect(sent).toHaveLength(2);
});
