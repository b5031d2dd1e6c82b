// When was a system deployed? As the data source marks it on graphs: what was reported, and what metrics tell.
import { createDataFrame, type DataFrame, FieldType, type TimeRange } from '@grafana/data';
import { findField, readMoment, readText } from '../../../components/fields';
import { askFrames } from '../../frames';

/** As Grafana's graph draws single moments. */
export async function askDeployed(uid: string, system: string, range: TimeRange): Promise<DataFrame> {
  const [frames = []] = await askFrames(uid, [{ queryType: 'annotations', kind: 'deployment', system }], range);
  const marks = frames.flatMap((frame) =>
    Array.from({ length: frame.length }, (_, row) => ({
      time: readMoment(findField(frame, ['time']), row),
      title: readText(findField(frame, ['title']), row) ?? '',
      text: readText(findField(frame, ['text']), row) ?? '',
    }))
  );
  return createDataFrame({
    name: 'deployments',
    fields: [
      { name: 'time', type: FieldType.time, values: marks.map(({ time }) => time) },
      { name: 'title', type: FieldType.string, values: marks.map(({ title }) => title) },
      { name: 'text', type: FieldType.string, values: marks.map(({ text }) => text) },
      { name: 'color', type: FieldType.string, values: marks.map(() => 'rgba(87, 148, 242, 1)') },
    ],
  });
}
