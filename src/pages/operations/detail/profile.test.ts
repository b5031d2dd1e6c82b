import { createDataFrame, FieldType } from '@grafana/data';
import { profileOf } from './profile';

const fiveMinutes = 5 * 60 * 1000;
const hourOf = (moment: number) => new Date(moment).getUTCHours();

test('a job in the last minutes of every hour is not what is normal in it', () => {
  const time = Array.from({ length: 24 }, (_, step) => step * fiveMinutes);
  const frame = createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: time },
      {
        name: 'expected',
        type: FieldType.number,
        values: time.map((moment) => (new Date(moment).getUTCMinutes() >= 55 ? 5 : 1 + hourOf(moment))),
      },
    ],
  });
  expect(profileOf(frame, hourOf)).toEqual([
    { hour: 0, value: 1 },
    { hour: 1, value: 2 },
  ]);
});

test('without an expected value there is no shape', () => {
  expect(profileOf(undefined, hourOf)).toEqual([]);
});
