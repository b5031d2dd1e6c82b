import { type DataFrame, FieldConfigProperty } from '@grafana/data';
import { ownScalesWithUnit } from '../../components/ownScales';
import { noon } from '../../test/panelProps';
import { instantTable, rangeFrames } from '../../test/prometheus';
import { readConversions } from './model';

const labels = { __name__: 'conversion_duration_milliseconds', source: 'csv', target: 'parquet', size: 'small' };

const inMilliseconds = (frames: DataFrame[]) => {
  frames.forEach(({ fields }) => (fields.at(-1)!.config.unit = 'ms'));
  return frames;
};

test('a unit that a person sets says what the numbers are in', () => {
  expect(ownScalesWithUnit.disableStandardOptions).not.toContain(FieldConfigProperty.Unit);
  for (const frames of [rangeFrames([{ labels, values: [1200, 1500] }]), [instantTable([{ labels, value: 1500 }])]]) {
    expect(readConversions(inMilliseconds(frames), noon)?.all[0]?.last).toBe(1.5);
  }
});

test('series of the same conversion from two instances are two conversions, whichever comes last', () => {
  const of = (instance: string, seconds: number) => ({
    labels: { ...labels, job: 'etl', instance },
    values: [1, seconds],
  });
  const view = readConversions(rangeFrames([of('a', 90), of('b', 2)]), noon);
  expect(view?.rows.map(({ more }) => more)).toEqual(['a', 'b']);
  expect(view?.all.map(({ last, trend }) => [last, trend.at(-1)?.value])).toEqual([
    [90, 90],
    [2, 2],
  ]);
});

test('a table of two instances does not call them by the metric', () => {
  const of = (instance: string, value: number) => ({ labels: { ...labels, instance }, value });
  expect(readConversions([instantTable([of('a', 90), of('b', 2)])], noon)?.rows.map(({ more }) => more)).toEqual([
    'a',
    'b',
  ]);
});
