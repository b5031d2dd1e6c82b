import { type Row } from '../rows';
import { verdictOf } from './verdict';

const of = (row: Partial<Row>) => verdictOf({ name: 'embed', tier: 0, failing: 0, silent: 0, p95: 0.2, ...row } as Row);
const say = (row: Partial<Row>) => of(row).sentence;
const memory = { unit: 'bytes', p95: 1.5 * 2 ** 30 };

test.each([
  [{ ratio: 1.05 }, 'embed takes its normal time: 200 ms, 1.1x of normal.'],
  [{ ratio: 1.5 }, 'embed is not slow: 200 ms, 1.5x of normal.'],
  [{ ratio: 0.4 }, 'embed is not slow: 200 ms, 0.4x of normal.'],
  [{ ratio: 2.5, tier: 2 }, 'embed takes 2.5x its normal time: 200 ms, warning.'],
  [{ ratio: undefined }, 'embed takes 200 ms; what is normal is still being learned.'],
  [{ p95: undefined }, 'embed has not run lately.'],
  [{ ...memory, ratio: 1.05 }, 'embed is as normal: 1.50 GiB, 1.1x of normal.'],
  [{ ...memory, ratio: 1.5 }, 'embed is not off normal: 1.50 GiB, 1.5x of it.'],
  [{ ...memory, ratio: 2.5, tier: 2 }, 'embed is at 2.5x of normal: 1.50 GiB, warning.'],
  [
    { unit: 'short', p95: 3, normal: 16, ratio: 5.3, tier: 3 },
    'embed is 5.3x below normal: 3 instead of 16, critical.',
  ],
  [{ ...memory, ratio: undefined }, 'embed is at 1.50 GiB; what is normal is still being learned.'],
  [{ unit: 's', ratio: 2.5, tier: 2 }, 'embed is at 2.5x of normal: 200 ms, warning.'],
  [{ ...memory, p95: undefined }, 'Nothing of embed was measured lately.'],
] as Array<[Partial<Row>, string]>)('the one sentence about an operation (%#)', (row, sentence) => {
  expect(say(row)).toBe(sentence);
});

const slow = { ratio: 2.5, tier: 2 } as const;

test.each([
  [{ ratio: 0.7, silent: 2 }, 2, 'embed completes nothing any more, warning.', { failing: 0, silent: 0 }],
  [{ ratio: 1, silent: 2, failing: 3, errors: 0.2 }, 3, '20% of embed fail, more than usual, critical.', { silent: 2 }],
  [{ ...slow, failing: 2, errors: 0.2 }, 2, 'embed takes 2.5x its normal time: 200 ms, warning.', { failing: 2 }],
  [{ ratio: 1, failing: 1, errors: 0.2 }, 0, 'embed takes its normal time: 200 ms, 1x of normal.', { failing: 1 }],
] as Array<[Partial<Row>, number, string, Partial<Row>]>)(
  'the worst of an operation is its sentence, and is not said again (%#)',
  (row, tier, sentence, besides) => {
    expect(of(row)).toMatchObject({ tier, sentence, besides });
  }
);
