// Frames as Grafana's own Prometheus data source hands them to a panel.
import { type DataFrame, DataFrameType, FieldType, getFieldDisplayName, type Labels, toDataFrame } from '@grafana/data';
import { minutes, noon } from './panelProps';

/** A sample set with its labels; `legend` is what the query's own legend says of it. */
export interface Sampled {
  labels: Labels;
  values: Array<number | null>;
  legend?: string;
}

/**
 * A range query in the format "Time series" with the legend "Auto", or one of the query's own: a frame per series, one
 * sample a minute, the last at noon. The value is called after the metric, where the query keeps its name.
 */
export function rangeFrames(all: Sampled[], refId = 'A'): DataFrame[] {
  const frames = all.map(({ labels, values, legend }) =>
    toDataFrame({
      refId,
      meta: { type: DataFrameType.TimeSeriesMulti, typeVersion: [0, 1], custom: { resultType: 'matrix' } },
      fields: [
        {
          name: 'Time',
          type: FieldType.time,
          config: { interval: minutes(1) },
          values: values.map((_, index) => noon - minutes(values.length - 1 - index)),
        },
        {
          name: labels.__name__ ?? 'Value',
          type: FieldType.number,
          labels,
          config: legend === undefined ? {} : { displayNameFromDS: legend },
          values,
        },
      ],
    })
  );
  for (const frame of frames) {
    const [, value] = frame.fields;
    if (value?.labels?.__name__ !== undefined && value.config.displayNameFromDS === undefined) {
      value.config.displayNameFromDS = getFieldDisplayName({ ...value, name: 'Value' }, frame, frames);
    }
  }
  return frames;
}

/** An instant query in the format "Table": the labels in alphabetical order, `Value #B` where there are several queries. */
export function instantTable(rows: Array<{ labels: Labels; value: number | null }>, refId?: string): DataFrame {
  const labels = [...new Set(rows.flatMap((row) => Object.keys(row.labels)))].sort();
  return toDataFrame({
    refId: refId ?? 'A',
    meta: { preferredVisualisationType: 'rawPrometheus' },
    fields: [
      { name: 'Time', type: FieldType.time, values: rows.map(() => noon) },
      ...labels.map((label) => ({
        name: label,
        type: FieldType.string,
        config: { filterable: true },
        values: rows.map((row) => row.labels[label] ?? ''),
      })),
      {
        name: refId ? `Value #${refId}` : 'Value',
        type: FieldType.number,
        values: rows.map(({ value }) => value),
      },
    ],
  });
}
