// Which frames does the data source answer with? Tables of operations and baselines as its golden answers have them.
import { createDataFrame, type DataFrame, FieldType } from '@grafana/data';
import { type Query } from '../datasource/types';

export interface Measured {
  name: string;
  system?: string;
  ratio?: number | null;
  tier?: number;
  p95?: number | null;
  state?: string;
  reason?: string;
  route?: string;
  unit?: string;
  /** Tiers of what fails, and of how many requests there are. */
  failing?: number;
  silent?: number;
  errors?: number;
  /** Of this hour, and with it that of all. */
  normal?: number;
}

export function operationFrames(all: Measured[]): (query: Query) => DataFrame | undefined {
  const text = (name: string, of: (each: Measured) => string) => ({
    name,
    type: FieldType.string,
    values: all.map(of),
  });
  const number = (name: string, of: (each: Measured) => number | null) => ({
    name,
    type: FieldType.number,
    values: all.map(of),
  });
  const identity = [
    text('system', ({ system = 'kgas' }) => system),
    text('operation', ({ name }) => name),
    text('set', () => 'operation'),
  ];
  const operations = createDataFrame({
    fields: [
      ...identity,
      text('route', ({ route = '' }) => route),
      // As the data source has it: only where one is told.
      ...(all.some(({ unit }) => unit) ? [text('unit', ({ unit = '' }) => unit)] : []),
      number('p95', ({ p95 = 0.2 }) => p95),
      number('baseline', ({ state, normal = 0.19 }) => (state === 'learning' ? null : normal)),
      number('ratio', ({ ratio = 1 }) => ratio),
      number('ratioLow', ({ ratio = 1 }) => ratio && ratio * 0.9),
      number('ratioHigh', ({ ratio = 1 }) => ratio && ratio * 1.1),
      number('tier', ({ tier = 0 }) => tier),
      text('state', ({ state = 'active' }) => state),
      number('confidence', ({ state }) => (state === 'learning' ? 0 : 0.97)),
      number('requests', () => 149.33),
      number('errors', ({ errors = 0 }) => errors),
      number('detectionTime', () => 60),
      text('reason', ({ reason = '' }) => reason),
    ],
  });
  const baselines = createDataFrame({
    fields: [
      ...identity,
      // Of all hours together; at this one it is half as long.
      number('p95', ({ normal = 0.19 }) => 2 * normal),
      number('p95Low', ({ normal = 0.19 }) => (36 / 19) * normal),
      number('p95High', ({ normal = 0.19 }) => (41 / 19) * normal),
      text('source', () => 'learned'),
      number('version', () => 3),
      number('detectable1m', () => 1.84),
      // Nothing smaller is told apart.
      number('detectable5m', () => 1.81),
      number('detectable30m', () => 1.31),
    ],
  });
  const errors = createDataFrame({ fields: [...identity, number('value', ({ failing = 0 }) => failing)] });
  const rate = createDataFrame({ fields: [...identity, number('value', ({ silent = 0 }) => silent)] });
  return (query) => {
    switch (query.queryType) {
      case 'table':
        return operations;
      case 'baseline':
        return baselines;
      case 'deviation':
        return query.signal === 'errors' ? errors : query.signal === 'rate' ? rate : undefined;
    }
    return undefined;
  };
}
