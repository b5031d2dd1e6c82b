import { systemDateFormats } from '@grafana/data';
import { minutes, noon } from '../../test/panelProps';
import { ticksOf } from './axis';

test('the axis names round moments, as many as fit', () => {
  const ticks = ticksOf(noon - minutes(60), noon, 500, 'utc');
  expect(ticks.map(({ text }) => text)).toEqual(['11:00', '11:10', '11:20', '11:30', '11:40', '11:50', '12:00']);
});

test('a short range is named to the second', () => {
  expect(ticksOf(noon - 20_000, noon, 500, 'utc')[0]?.text).toBe('11:59:40');
});

test('days begin at midnight of the time zone of the dashboard', () => {
  // In Kolkata (UTC+5:30) the 2nd of November began at 18:30 UTC of the 1st.
  const ticks = ticksOf(noon - 3 * 86_400_000, noon, 300, 'Asia/Kolkata');
  expect(ticks.map(({ text }) => text)).toEqual(['10/31', '11/01', '11/02']);
  expect(new Date(ticks[2]!.time).toISOString()).toBe('2026-11-01T18:30:00.000Z');
});

test('days and hours stay round after the clocks have changed', () => {
  // In Berlin the 25th of October 2026 has 25 hours.
  const days = ticksOf(Date.parse('2026-10-22T12:00:00Z'), Date.parse('2026-10-29T12:00:00Z'), 720, 'Europe/Berlin');
  expect(days.map(({ text }) => text)).toEqual(['10/23', '10/24', '10/25', '10/26', '10/27', '10/28', '10/29']);
  const hours = ticksOf(Date.parse('2026-10-24T22:00:00Z'), Date.parse('2026-10-25T22:00:00Z'), 720, 'Europe/Berlin');
  expect(hours.map(({ text }) => text)).toEqual([
    ...['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00'],
  ]);
});

test('an hour that the clocks leave out is not named, and one that comes twice has its minutes twice', () => {
  // In Berlin they go from 02:00 to 03:00 on the 29th of March 2026, 01:00 UTC.
  const spring = ticksOf(Date.parse('2026-03-28T23:00:00Z'), Date.parse('2026-03-29T04:00:00Z'), 500, 'Europe/Berlin');
  expect(spring.map(({ text }) => text)).toEqual(['00:00', '01:00', '03:00', '04:00', '05:00', '06:00']);
  // And from 03:00 back to 02:00 on the 25th of October, 01:00 UTC.
  const autumn = ticksOf(Date.parse('2026-10-25T00:00:00Z'), Date.parse('2026-10-25T01:30:00Z'), 300, 'Europe/Berlin');
  expect(autumn.map(({ text }) => text)).toEqual(['02:00', '02:30', '02:00', '02:30']);
});

test('over several days each day is named where it begins', () => {
  const ticks = ticksOf(noon - 2 * 86_400_000, noon, 500, 'utc');
  expect(ticks.map(({ text }) => text)).toEqual(['12:00', '11/01', '12:00', '11/02', '12:00']);
});

test('moments are written as this Grafana writes them', () => {
  const { fullDate, interval } = systemDateFormats;
  const german = { ...interval, day: 'DD.MM.', minute: 'H [Uhr] mm' };
  systemDateFormats.update({ fullDate, interval: german, useBrowserLocale: false });
  try {
    expect(ticksOf(noon - 3 * 86_400_000, noon, 300, 'utc').at(-1)?.text).toBe('02.11.');
    expect(ticksOf(noon - minutes(60), noon, 500, 'utc')[0]?.text).toBe('11 Uhr 00');
  } finally {
    systemDateFormats.update({ fullDate, interval, useBrowserLocale: false });
  }
});
