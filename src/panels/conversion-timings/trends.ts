// How did the runs of each conversion go over the time range? One series per conversion, from any frame that has them.
import { type DataFrame, type Field, getFieldDisplayName, type Labels } from '@grafana/data';
import { type RowPlace } from '../../components/dataLinks';
import { readSeconds, seriesOf } from '../../components/fields';

export type Trend = Array<{ time: number; value: number }>;

export interface NamedTrend {
  key: string;
  name: string;
  system: string;
  from: string;
  to: string;
  size: string;
  labels: Labels;
  points: Trend;
  row: RowPlace;
}

type Names = { system: string[]; from: string[]; to: string[]; size: string[] };

export function readTrends(frame: DataFrame, frameIndex: number, names: Names): NamedTrend[] {
  return seriesOf(frame).map(({ time, value }) => {
    const label = (candidates: string[]) => candidates.map((name) => value.labels?.[name]).find(Boolean) ?? '';
    const [system, from, to, size] = [label(names.system), label(names.from), label(names.to), label(names.size)];
    return {
      key: JSON.stringify([system, from, to, size]),
      name: frame.name ?? getFieldDisplayName(value, frame),
      ...{ system, from, to, size },
      labels: value.labels ?? {},
      points: pointsOf(time, value),
      row: { frame: frameIndex, index: frame.length - 1, field: frame.fields.indexOf(value) },
    };
  });
}

/** Nothing takes no time: a zero in a duration is a gauge that was never set. */
export const positive = (value: number | undefined) => (value !== undefined && value > 0 ? value : undefined);

function pointsOf(time: Field<number>, value: Field<number | null>): Trend {
  return Array.from(time.values).flatMap((at, index) => {
    const y = positive(readSeconds(value, index));
    return y === undefined ? [] : [{ time: at, value: y }];
  });
}
