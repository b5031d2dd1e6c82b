import { createDataFrame, FieldType } from '@grafana/data';
import { rowsOf } from './rows';

const text = (name: string, value: string) => ({ name, type: FieldType.string, values: [value] });
const identity = [text('system', 'shop'), text('operation', 'pay'), text('set', 'http'), text('state', 'active')];
const labelsOf = (...labels: Array<[string, string]>) =>
  rowsOf(createDataFrame({ fields: [...identity, ...labels.map(([name, value]) => text(name, value))] }), undefined)[0]
    ?.labels;

test('labels keep their names', () => {
  expect(labelsOf(['job', 'gateway'], ['exported_job', 'shop'])).toEqual({ job: 'gateway', exported_job: 'shop' });
  expect(labelsOf(['exported_job', 'shop'])).toEqual({ exported_job: 'shop' });
});

test('the unit of the values is no label, and a label of that name is none of the values', () => {
  const fields = [...identity, text('unit', 'bytes'), text('exported_unit', 'shard-3')];
  expect(rowsOf(createDataFrame({ fields }), undefined)[0]).toMatchObject({
    unit: 'bytes',
    labels: { unit: 'shard-3' },
  });
  expect(labelsOf(['exported_unit', 'shard-3'])).toEqual({ unit: 'shard-3' });
});

test('a label with the name of a column comes with a prefix and loses it', () => {
  expect(labelsOf(['exported_state', 'open'])).toEqual({ state: 'open' });
});
