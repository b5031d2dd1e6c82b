import { type DataFrame, FieldConfigProperty, FieldType } from '@grafana/data';
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

describe('tables of several queries', () => {
  const named = (refId: string, value: number, name: string) => {
    const frame = instantTable([{ labels, value }], refId);
    frame.fields.at(-1)!.config.displayName = name;
    return frame;
  };

  test('that tell different things of a conversion are about one', () => {
    const ofOne = { last: 9, baseline: 14, runningSince: noon - 20_000 };
    const [last, normal, running] = [named('A', 9, 'last'), named('B', 14, 'baseline'), named('C', 20, 'running')];
    expect(readConversions([last, normal, running], noon)?.all).toMatchObject([ofOne]);
    expect(readConversions([running, normal, last], noon)?.all).toMatchObject([ofOne]);
    // What is normal alone says nothing of whether it runs.
    expect(readConversions([normal], noon)).toBeUndefined();
  });

  test('that tell the same of it are about the same at two places, which are not mixed', () => {
    const [here, there] = [named('A', 9, 'last'), named('B', 12, 'last')];
    expect(readConversions([here, there, named('C', 14, 'p95')], noon)?.all).toHaveLength(1);
    const judged = (refId: string, ratio: number, last: number) => {
      const frame = named(refId, last, 'last');
      frame.fields.push({ name: 'ratio', type: FieldType.number, config: {}, values: [ratio] });
      return frame;
    };
    expect(readConversions([judged('A', 3, 30), judged('B', 1, 10)], noon)?.all).toMatchObject([
      { last: 30, ratio: 3 },
    ]);
  });
});
