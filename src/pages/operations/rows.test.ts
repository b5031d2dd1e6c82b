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

test('a label with the name of a column comes with a prefix and loses it', () => {
  expect(labelsOf(['exported_state', 'open'])).toEqual({ state: 'open' });
});
