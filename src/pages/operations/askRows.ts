// What does the data source know of operations now? Four answers, one row for each operation.
import { type TimeRange } from '@grafana/data';
import { askFrames } from '../frames';
import { type Row, rowsOf } from './rows';

export async function askRows(
  uid: string,
  range: TimeRange,
  about: { system?: string; operations?: string[] } = {}
): Promise<Row[]> {
  const [operations, baselines, errors, rate] = await askFrames(
    uid,
    [
      { ...about, queryType: 'table', table: 'operations', sort: 'degraded' },
      { ...about, queryType: 'baseline' },
      { ...about, queryType: 'deviation', signal: 'errors', measure: 'tier' },
      { ...about, queryType: 'deviation', signal: 'rate', measure: 'tier' },
    ],
    range
  );
  return rowsOf(operations?.[0], baselines?.[0], errors?.[0], rate?.[0]);
}
