import { momentOf, stretchOf } from './TypedRange';

test('a time is typed as a date, or relative to now', () => {
  expect(momentOf('2026-11-20 10:00')).toMatch(/^2026-11-/);
  expect(Date.parse(momentOf('now-2h') ?? '')).toBeLessThan(Date.now() - 7_000_000);
});

test.each(['', 'yesterday', 'soon'])('"%s" is no time', (text) => {
  expect(momentOf(text)).toBeUndefined();
});

test('a stretch ends after it began', () => {
  expect(stretchOf({ from: '2026-11-20 10:00', to: '2026-11-20 09:00' })).toEqual({
    wrong: 'The end must be later than the beginning.',
  });
  expect(stretchOf({ from: 'x', to: 'now' })).toEqual({
    wrong: '"x" is not a time: write 2026-03-10 06:00, or now-2h.',
  });
});
