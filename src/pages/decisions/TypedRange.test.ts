import { setTimeZoneResolver, systemDateFormats } from '@grafana/data';
import { momentOf, stretchOf, typedMoment } from './TypedRange';

test('a time is typed as a date, or relative to now', () => {
  expect(momentOf('2026-11-20 10:00')).toMatch(/^2026-11-/);
  expect(Date.parse(momentOf('now-2h') ?? '')).toBeLessThan(Date.now() - 7_000_000);
});

test.each(['', 'yesterday', 'soon'])('"%s" is no time', (text) => {
  expect(momentOf(text)).toBeUndefined();
});

describe('in Berlin', () => {
  beforeEach(() => setTimeZoneResolver(() => 'Europe/Berlin'));
  afterEach(() => setTimeZoneResolver(() => 'browser'));

  test.each([
    ['2026-03-10', '2026-03-09T23:00:00.000Z'],
    ['2026-03-10 06:00', '2026-03-10T05:00:00.000Z'],
    ['2026-3-10 6:00', '2026-03-10T05:00:00.000Z'],
    ['2026-03-10T06:00:30', '2026-03-10T05:00:30.000Z'],
    ['2026-03-10T06:00:00Z', '2026-03-10T06:00:00.000Z'],
    ['2026-03-10T06:00Z', '2026-03-10T06:00:00.000Z'],
    ['2026-03-10T06:00:00+05:00', '2026-03-10T01:00:00.000Z'],
    ['2026-03-10 06:00:00 -0800', '2026-03-10T14:00:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(momentOf(text)).toBe(moment);
  });

  test('a time in the form that this Grafana writes is read, and so is the one that is asked for', () => {
    const { fullDate, interval } = systemDateFormats;
    systemDateFormats.update({ fullDate: 'DD.MM.YYYY HH:mm:ss', interval, useBrowserLocale: false });
    try {
      expect(typedMoment('2026-03-10T05:00:00.000Z')).toBe('10.03.2026 06:00:00');
      expect(momentOf('10.03.2026 06:00:00')).toBe('2026-03-10T05:00:00.000Z');
      expect(momentOf('2026-03-10 06:00')).toBe('2026-03-10T05:00:00.000Z');
    } finally {
      systemDateFormats.update({ fullDate, interval, useBrowserLocale: false });
    }
  });
});

test.each([
  'now-2',
  'nowhere',
  '5',
  '10.03.2026 06:00',
  '10.3. 06:00',
  '1773122400000',
  '2026-03-10 6 pm',
  '2026-02-31',
])('"%s" is not read as some other time', (text) => {
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
