import { type Verdict, type Violation } from '../../datasource/resources';
import { judged } from './precision';

const all = (...verdicts: Verdict[]) => verdicts.map((verdict) => ({ verdict }) as Violation);

test('precision is the share of real ones among real and false ones', () => {
  expect(judged(all('true', 'true', 'true', 'false', 'expected', ''))).toEqual({
    open: 1,
    real: 3,
    wrong: 1,
    expected: 1,
    precision: 0.75,
  });
});

test('nothing is claimed while nobody has judged', () => {
  expect(judged(all('', 'expected')).precision).toBeUndefined();
});
