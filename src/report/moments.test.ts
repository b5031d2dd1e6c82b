/** @jest-environment node */
import { exampleReport } from './example';
import { htmlOf } from './html';
import { axisTime, moved, nounOf, periodInWords, ticksOf, unfinished } from './moments';
import { pageOf } from './page';

const HOUR = 3600e3;

describe('the period of a report', () => {
  it('reads as people say it', () => {
    expect(periodInWords('daily', '2026-11-20')).toBe('Friday 20 November 2026');
    expect(periodInWords('weekly', '2026-11-16')).toBe('week from Monday 16 November 2026');
    expect(periodInWords('monthly', '2026-11-01')).toBe('November 2026');
    expect(nounOf('run')).toBe('day');
  });

  it.each([
    ['2026-11-20', 'daily', -1, '2026-11-19'],
    ['2026-11-20', 'weekly', -1, '2026-11-13'],
    ['2026-03-31', 'monthly', -1, '2026-02-01'],
    ['2026-12-31', 'monthly', 1, '2027-01-01'],
    ['2026-03-01', 'run', -1, '2026-02-28'],
  ] as const)('from %s, %s, %i is %s', (day, period, steps, expected) => {
    expect(moved(day, period, steps)).toBe(expected);
  });

  it.each([
    ['daily', '2026-03-29', 23, false],
    ['daily', '2026-03-29', 22, true],
    ['weekly', '2026-03-23', 167, false],
    ['weekly', '2026-11-16', 100, true],
    ['monthly', '2026-02-01', 28 * 24, false],
    ['monthly', '2026-01-01', 30 * 24, true],
  ] as const)('%s from %s is over after %d hours or not', (period, day, hours, open) => {
    const from = `${day}T00:00:00Z`;
    const to = new Date(Date.parse(from) + hours * HOUR).toISOString();
    expect(unfinished(period, day, from, to)).toBe(open);
  });

  it('has a handful of marks at the time axis, days for what is longer than some', () => {
    const after = (days: number): string =>
      new Date(Date.parse('2026-11-16T00:00:00Z') + days * 24 * HOUR).toISOString();
    expect(ticksOf('2026-11-16T00:00:00Z', after(1)) / HOUR).toBe(6);
    expect(ticksOf('2026-11-16T00:00:00Z', after(7)) / HOUR).toBe(24);
    expect(ticksOf('2026-11-16T00:00:00Z', after(30)) / HOUR).toBe(5 * 24);
    const six = Date.parse('2026-11-16T06:00:00Z');
    expect([axisTime('daily', six, 'UTC'), axisTime('weekly', six, 'UTC')]).toEqual(['06:00', '16 Nov']);
  });

  it('stands on the page', () => {
    const weekly = exampleReport({
      period: 'weekly',
      day: '2026-11-16',
      from: '2026-11-16T00:00:00Z',
      to: '2026-11-20T00:00:00Z',
    });
    expect(pageOf(weekly)).toMatchObject({
      title: expect.stringMatching(/, week from Monday 16 November 2026$/),
      subtitle: expect.stringMatching(/^Weekly report so far/),
      better: { title: 'Faster', empty: 'Told when the week is over.' },
    });
    expect(htmlOf(weekly)).toContain('Over the week');
  });
});
