import { formattedValueToString, getValueFormat } from '@grafana/data';

import { columnScale, count, inColumn, times, unitOf, withUnit } from './units';

const units = [
  's',
  'ms',
  'percent',
  'percentunit',
  'short',
  'none',
  'bytes',
  'decbytes',
  'bits',
  'Bps',
  'bps',
  'binBps',
];
units.push('celsius', 'ops', 'reqps', 'mps', 'cps', 'eps', 'currencyUSD', 'messages', 'suffix:runs', 'prefix:v');
const values = [
  0, 2.4e-5, 0.0031, 0.25, 0.999, 1, 1.5, 9.3, 41.25, 60, 61.2, 842, 1000, 1024, 5400, 90000, 7e5, 1.23e9,
];

describe('a number in a report', () => {
  it.each(units)('of unit %s reads as in Grafana', (unit) => {
    const read = values.map((v) => withUnit(unit, v));
    expect(read).toEqual(values.map((v) => formattedValueToString(getValueFormat(unit)(v))));
  });

  it('keeps its sign', () => {
    expect(withUnit('s', -0.25)).toBe('-250 ms');
    expect(withUnit('currencyUSD', -3)).toBe('-$3');
  });

  it('is a dash where nothing was measured', () => {
    expect([withUnit('s', null), withUnit('s', NaN), times(null), times(Infinity)]).toEqual(['–', '–', '–', '–']);
  });

  it('shares one unit with its column, that of the middle value', () => {
    const column = [0.004, 0.0093, 0.8, null, 0];
    const scale = columnScale('s', column);
    expect(unitOf(scale)).toBe('ms');
    expect(column.map((v) => inColumn('s', scale, v))).toEqual(['4', '9.30', '800', '–', '0']);
  });

  it('has a unit of its own where its column reaches from milliseconds to minutes', () => {
    const column = [0.014, 0.4, 1500];
    const scale = columnScale('s', column);
    expect(unitOf(scale)).toBe('');
    expect(column.map((v) => inColumn('s', scale, v))).toEqual(['14 ms', '400 ms', '25 mins']);
  });

  it('of an availability tells what is nearly all from all of it', () => {
    const column = [0.9999, 0.9995, 0.994, 1, 0.95];
    expect(column.map((v) => inColumn('percentunit', columnScale('percentunit', column), v))).toEqual([
      '99.99',
      '99.95',
      '99.4',
      '100',
      '95',
    ]);
  });

  it('of a count that Prometheus extrapolated is whole', () => {
    expect([8.01, 62.96, 0.5, 2.4].map((v) => inColumn('short', columnScale('short', [v]), v))).toEqual([
      '8',
      '63',
      '0.500',
      '2.40',
    ]);
  });

  it('has a unit even where the column is empty', () => {
    expect(unitOf(columnScale('s', [null, 0]))).toBe('s');
  });

  it('of ratios has two digits, of counts thousands apart', () => {
    expect([0.61, 1, 5.23, 12.34, 250.4].map(times)).toEqual(['0.61x', '1.0x', '5.2x', '12x', '250x']);
    expect(count(123456.4)).toBe('123,456');
  });
});
