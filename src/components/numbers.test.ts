import {
  formatAgo,
  formatElapsed,
  formatMemory,
  formatPercent,
  formatRatio,
  formatValue,
  formatWholeSeconds,
} from './numbers';

test('a value is told in its unit, and in seconds where it has none', () => {
  expect(formatValue(0.2)).toBe('200 ms');
  expect(formatValue(0.2, 's')).toBe('200 ms');
  expect(formatValue(1.5 * 2 ** 30, 'bytes')).toBe('1.50 GiB');
  expect(formatValue(12_300, 'short')).toBe('12.3 K');
  expect(formatValue(0.42, 'percentunit')).toBe('42%');
  expect([0.9999, 0.9995, 1].map((v) => formatValue(v, 'percentunit'))).toEqual(['99.99%', '99.95%', '100%']);
  expect([99.99, 99.95, 100, 250].map((v) => formatValue(v, 'percent'))).toEqual(['99.99%', '99.95%', '100%', '250%']);
  expect(formatValue(7, 'messages')).toBe('7 messages');
});

test('a ratio has one decimal while that says something', () => {
  expect([0.94, 2, 2.1, 7.28, 12.4].map(formatRatio)).toEqual(['0.9x', '2x', '2.1x', '7.3x', '12x']);
});

test('a ratio that is nearly nothing does not read as nothing', () => {
  expect([0.96, 0.11, 0.096, 0.04, 0.0023, 0].map(formatRatio)).toEqual([
    '1x',
    '0.1x',
    '0.1x',
    '0.04x',
    '0.002x',
    '0x',
  ]);
});

test('what goes on is told to the second below an hour, to the minute below a day', () => {
  expect(formatElapsed(8_000)).toBe('8s');
  expect(formatElapsed(41 * 60_000 + 3_000)).toBe('41m 3s');
  expect(formatElapsed((3 * 60 + 12) * 60_000 + 40_000)).toBe('3h 12m');
  expect(formatElapsed(50 * 3_600_000 + 59_000)).toBe('2d 2h');
  expect(formatElapsed(400)).toBe('a moment');
});

test('what is over is told to the minute', () => {
  expect(formatAgo(50 * 60_000 + 56_000)).toBe('50m');
  expect(formatAgo(41_000)).toBe('41s');
});

test('a confidence that is not complete does not read as 100 %', () => {
  expect([0.996, 0.999, 0.99964, 0.99998].map(formatPercent)).toEqual(['99.6%', '99.9%', '99.96%', '99.998%']);
  expect(formatPercent(0.5)).toBe('50%');
  expect([0.9994, 0.9995, 0.9996, 0.99996, 1].map(formatPercent)).toEqual([
    '99.9%',
    '99.95%',
    '99.96%',
    '99.996%',
    '100%',
  ]);
});

test('a small share of errors does not read as none', () => {
  expect([0.004, 0.00031, 0.0099, 0, 0.012].map(formatPercent)).toEqual(['0.4%', '0.03%', '1.0%', '0%', '1%']);
});

test('a setting keeps its seconds', () => {
  expect(formatWholeSeconds(70)).toBe('70 s');
});

test('memory is told in the binary multiples of the documents (D5 l.360)', () => {
  expect(formatMemory(47_185_920)).toBe('45 MiB');
});
