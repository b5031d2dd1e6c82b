import { FieldType, standardTransformers, toDataFrame } from '@grafana/data';
import { lastValueFrom, of } from 'rxjs';
import { findField, readMoment, readNumber, readSeconds, readText } from './fields';

const frame = toDataFrame({
  fields: [
    { name: 'Dataset Size', type: FieldType.string, values: ['small', ''] },
    { name: 'last', type: FieldType.number, values: [9_100, null], config: { unit: 'ms' } },
    { name: 'lastAt', type: FieldType.time, values: [1_780_000_000_000, null] },
    { name: 'started', type: FieldType.number, values: [1_780_000_000, 0] },
  ],
});

test('a field is found by its name, whatever its spelling', () => {
  expect(findField(frame, ['size', 'dataset_size'])?.name).toBe('Dataset Size');
  expect(findField(frame, ['nothing'])).toBeUndefined();
});

test('a field is found by the name that a transformation gave it', async () => {
  const rename = standardTransformers.renameFieldsTransformer.operator(
    { renameByName: { last: 'took' } },
    { interpolate: (text) => text }
  );
  const [renamed] = await lastValueFrom(of([frame]).pipe(rename));
  expect(readSeconds(findField(renamed!, ['took']), 0)).toBeCloseTo(9.1);
  expect(findField(renamed!, ['last'])?.name).toBe('last');
});

test('durations are read in seconds, whatever their unit', () => {
  expect(readSeconds(findField(frame, ['last']), 0)).toBeCloseTo(9.1);
});

test.each([
  ['µs', 9_100_000],
  ['dtdurationms', 9_100],
  ['dtdurations', 9.1],
  ['dthms', 9.1],
  ['clockms', 9_100],
  ['clocks', 9.1],
  ['timeticks', 910],
  ['suffix:s', 9.1],
])('a duration in %s is read in seconds', (unit, value) => {
  const field = { name: 'last', type: FieldType.number, values: [value], config: { unit } };
  expect(readSeconds(field, 0)).toBeCloseTo(9.1);
});

test('a start is a moment in milliseconds, from a time field or from seconds since 1970', () => {
  expect(readMoment(findField(frame, ['lastAt']), 0)).toBe(1_780_000_000_000);
  expect(readMoment(findField(frame, ['started']), 0)).toBe(1_780_000_000_000);
});

test('what is missing is undefined, not zero', () => {
  expect(readNumber(findField(frame, ['last']), 1)).toBeUndefined();
  expect(readText(findField(frame, ['dataset_size']), 1)).toBeUndefined();
  expect(readMoment(findField(frame, ['lastAt']), 1)).toBeUndefined();
  // 0 is how a gauge says that nothing runs.
  expect(readMoment(findField(frame, ['started']), 1)).toBeUndefined();
});
