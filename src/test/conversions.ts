// Frames as the data source answers a query of the type conversions.
import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';
import { minutes, noon } from './panelProps';

export interface ConversionRow {
  system?: string;
  source: string;
  target: string;
  dataset_size: string;
  count?: number;
  last?: number | null;
  lastAt?: number | null;
  runningSince?: number | null;
  p50?: number | null;
  p95?: number | null;
  rangeLow?: number | null;
  rangeHigh?: number | null;
  baseline?: number | null;
  ratio?: number | null;
  tier?: number | null;
  state?: string;
  reason?: string;
  lastRatio?: number | null;
  lastTier?: number | null;
}

/** D2 l.25-46: graph to table, small, 5 to 15 seconds; the last run took nine. */
export const graphToTable: ConversionRow = {
  system: 'kgas',
  source: 'graph',
  target: 'table',
  dataset_size: 'small',
  count: 120,
  last: 9,
  lastAt: noon - minutes(4),
  runningSince: null,
  p50: 9,
  p95: 14,
  rangeLow: 5,
  rangeHigh: 15,
  baseline: 14,
  ratio: 0.64,
  tier: 0,
  state: 'active',
  reason: '',
};

const types: Record<string, FieldType> = { lastAt: FieldType.time, runningSince: FieldType.time };
const texts = ['system', 'source', 'target', 'dataset_size', 'state', 'reason'];

export function conversionsTable(rows: ConversionRow[]): DataFrame {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))] as Array<keyof ConversionRow>;
  return toDataFrame({
    name: 'conversions',
    fields: names.map((name) => ({
      name,
      type: types[name] ?? (texts.includes(name) ? FieldType.string : FieldType.number),
      values: rows.map((row) => row[name] ?? null),
    })),
  });
}

export function runsOf(row: ConversionRow, values: number[]): DataFrame {
  const { system = '', source, target, dataset_size } = row;
  return toDataFrame({
    name: `${source}-to-${target} ${dataset_size}`,
    fields: [
      { name: 'time', type: FieldType.time, values: values.map((_, index) => noon - minutes(values.length - index)) },
      { name: 'value', type: FieldType.number, labels: { system, source, target, dataset_size }, values },
    ],
  });
}
