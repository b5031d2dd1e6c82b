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
