// How did the runs of each conversion go over the time range? One series per conversion, from any frame that has them.
import { type DataFrame, type Field, getFieldDisplayName, type Labels } from '@grafana/data';
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
}

type Names = { system: string[]; from: string[]; to: string[]; size: string[] };

export function readTrends(frames: DataFrame[], names: Names): NamedTrend[] {
  return frames.flatMap((frame) =>
    seriesOf(frame).map(({ time, value }) => {
      const label = (candidates: string[]) => candidates.map((name) => value.labels?.[name]).find(Boolean) ?? '';
      const [system, from, to, size] = [label(names.system), label(names.from), label(names.to), label(names.size)];
      return {
        key: JSON.stringify([system, from, to, size]),
        name: frame.name ?? getFieldDisplayName(value, frame),
        ...{ system, from, to, size },
        labels: value.labels ?? {},
        points: pointsOf(time, value),
      };
    })
  );
}

function pointsOf(time: Field<number>, value: Field<number | null>): Trend {
  return Array.from(time.values).flatMap((at, index) => {
    const y = readSeconds(value, index);
    return y === undefined ? [] : [{ time: at, value: y }];
  });
}
