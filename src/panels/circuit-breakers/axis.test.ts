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
  expect(ticks.map(({ text }) => text)).toEqual(['10-31', '11-01', '11-02']);
  expect(new Date(ticks[2]!.time).toISOString()).toBe('2026-11-01T18:30:00.000Z');
});
