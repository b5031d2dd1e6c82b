/** What does a report of a made-up day hold? For tests only: every kind of content once, deterministic. */
import { type Operation, type Point, type Report } from './numbers';

const DAY = Date.parse('2026-11-20T00:00:00Z');
const at = (hour: number): string => new Date(DAY + hour * 3600e3).toISOString();

/** Between -1 and 1, the same on every run. */
const wobble = (i: number): number => Math.sin(i * 12.9898) * Math.cos(i * 4.1414);

function points(normal: number, factor: (hour: number) => number): Point[] {
  return Array.from({ length: 288 }, (_, i) => {
    const hour = i / 12;
    const expected = normal * (1 + 0.2 * Math.sin(((hour - 8) / 24) * 2 * Math.PI));
    const gap = hour > 3 && hour < 3.6;
    const p95 = gap ? null : expected * factor(hour) * Math.exp(0.08 * wobble(i));
    return { t: at(hour), p95, expected, lower: expected / 1.35, upper: expected * 1.35, rate: 4 };
  });
}

export function operation(over: Partial<Operation> & { operation: string }): Operation {
  const baselineP95 = over.baselineP95 === undefined ? 0.4 : over.baselineP95;
  const ratio = over.ratio === undefined ? 1 : over.ratio;
  const p95 = over.p95 !== undefined ? over.p95 : ratio === null ? baselineP95 : ratio * (baselineP95 ?? 0.4);
  return {
    ...{
      set: 'operation',
      setTitle: 'Operations',
      labels: {},
      requests: 120000,
      rate: 1.39,
      p50: (p95 ?? 0) * 0.45,
      p95,
      p99: (p95 ?? 0) * 1.6,
    },
    ...{
      mean: (p95 ?? 0) * 0.5,
      errors: 0.004,
      baselineP95,
      ratio,
      ratioLow: ratio && ratio * 0.93,
      ratioHigh: ratio && ratio * 1.08,
    },
    ...{ tier: 'normal', state: 'active', reason: '', failed: null },
    ...over,
  };
}

/** A level: it has a value at any time, and no duration. */
export const level = (name: string, unit: string, more: Partial<Operation> = {}): Operation =>
  operation({
    operation: name,
    set: unit,
    setTitle: `In ${unit}`,
    unit,
    requests: 1440,
    rate: null,
    errors: null,
    ...more,
  });

const conversion = (name: string, baselineP95: number, ratio: number | null, more: Partial<Operation> = {}) =>
  operation({
    ...{
      operation: name,
      set: 'conversion',
      setTitle: 'Conversions',
      baselineP95,
      ratio,
      requests: 48,
      rate: null,
      errors: null,
    },
    ...more,
  });

const operations: Operation[] = [
  operation({
    operation: 'entity-extraction',
    baselineP95: 0.82,
    ratio: 5.2,
    tier: 'critical',
    errors: 0.031,
    reason: '5.2x normal, certainly above 4.8x',
  }),
  operation({ operation: 'graph-build', baselineP95: 2.4, ratio: 2.3, tier: 'warning' }),
  operation({ operation: 'relationship-mapping', baselineP95: 1.1, ratio: 1.2, tier: 'info' }),
  ...['text-chunking', 'embedding', 'query', 'theory-extraction', 'document-load', 'vector-search', 'table-export'].map(
    (name, i) =>
      operation({ operation: name, baselineP95: 0.1 + i * 0.21, ratio: 1 + 0.06 * wobble(i), requests: 9000 * (i + 1) })
  ),
  operation({ operation: 'ontology-alignment', baselineP95: 0.9, ratio: 0.62 }),
  operation({ operation: 'new-operation', baselineP95: null, ratio: null, p95: 0.3, state: 'learning', requests: 41 }),
  conversion('graph-to-table small', 15, 2.1, { tier: 'warning', state: 'documented' }),
  conversion('table-to-vector small', 21.3, 0.85),
  conversion('vector-to-graph small', 34.2, 1.02),
  conversion('graph-to-table medium', 90, 0.7, { state: 'documented' }),
  conversion('table-to-vector medium', 186, 0.9),
  conversion('graph-to-table large', 840, 1.1, { tier: 'info' }),
];

const rows = (values: [string, number][]) =>
  values.map(([name, value]) => ({ name, labels: {}, value, unit: '', text: '' }));
const item = { anchor: '', value: null, word: '', rows: [], missing: '' };

export function exampleReport(over: Partial<Report> = {}): Report {
  return {
    ...{
      system: 'kgas',
      title: 'KGAS',
      document: 'D2',
      period: 'daily',
      day: '2026-11-20',
      timeZone: 'UTC',
      from: at(0),
      to: at(24),
    },
    summary: {
      ...{ operations: 18, withBaseline: 17, requests: 1_238_412, errors: 0.0062 },
      ...{ violations: 3, violationSeconds: 5220, targets: { met: 21, missed: 2, notTested: 6, cannotTell: 1 } },
    },
    sections: [
      {
        title: 'Operation counts and types',
        items: [
          {
            ...item,
            id: 'D2-R01',
            title: 'Operations by type',
            unit: 'short',
            kind: 'list',
            anchor: 'D2 l.447',
            rows: rows([
              ['entity-extraction', 120031],
              ['query', 27011],
              ['graph-build', 8120],
            ]),
          },
        ],
      },
      {
        title: 'Average performance by operation',
        items: [
          {
            ...item,
            id: 'D2-R02',
            title: 'Mean duration',
            unit: 's',
            kind: 'list',
            anchor: 'D2 l.448',
            rows: rows([
              ['entity-extraction', 1.92],
              ['query', 0.21],
              ['graph-build', 2.75],
            ]),
          },
        ],
      },
      {
        title: 'Resource usage trends',
        items: [
          {
            ...item,
            id: 'D2-R03',
            title: 'CPU, mean',
            unit: 'percent',
            kind: 'value',
            anchor: 'D2 l.449',
            value: 41.3,
          },
          {
            ...item,
            id: 'D2-R03',
            title: 'Memory, mean',
            unit: 'bytes',
            kind: 'value',
            anchor: 'D2 l.449',
            value: 6.2e9,
          },
          {
            ...item,
            id: 'D2-R03',
            title: 'File handles',
            unit: 'short',
            kind: 'value',
            anchor: 'D2 l.449',
            missing: 'Emit process_open_fds from the application.',
          },
          {
            ...item,
            id: 'D4-R01',
            title: 'System health',
            unit: 'none',
            kind: 'value',
            anchor: 'D4 l.334-335',
            value: 2,
            word: 'Healthy',
          },
        ],
      },
      {
        title: 'Error rates and types',
        items: [
          {
            ...item,
            id: 'D2-R04',
            title: 'Failed share by operation',
            unit: 'percentunit',
            kind: 'list',
            anchor: 'D2 l.450',
            rows: rows([
              ['entity-extraction', 0.031],
              ['query', 0.004],
            ]),
          },
        ],
      },
    ],
    operations,
    violations: [
      {
        set: 'operation',
        operation: 'entity-extraction',
        labels: {},
        signal: 'latency',
        tier: 'critical',
        start: at(14.2),
        end: at(14.9),
        delay: 20,
        peak: 7.4,
      },
      {
        set: 'operation',
        operation: 'graph-build',
        labels: {},
        signal: 'latency',
        tier: 'warning',
        start: at(20.5),
        end: null,
        delay: 40,
        peak: 2.6,
      },
      {
        set: 'conversion',
        operation: 'graph-to-table small',
        labels: {},
        signal: 'latency',
        tier: 'warning',
        start: at(9),
        end: at(9.25),
        delay: null,
        peak: 2.1,
      },
    ],
    targetsMissed: [
      {
        id: 'D2-T11',
        title: 'Query answer',
        labels: { operation_type: 'query' },
        value: 2.31,
        op: '<',
        limit: 2,
        unit: 's',
        anchor: 'D2 l.52',
      },
      {
        id: 'D2-T29',
        title: 'Error rate',
        labels: {},
        value: 0.031,
        op: '<',
        limit: 0.01,
        unit: 'percentunit',
        anchor: 'D2 l.410',
      },
    ],
    charts: [
      {
        set: 'operation',
        operation: 'entity-extraction',
        labels: {},
        points: points(0.82, (h) => (h > 14.2 && h < 14.9 ? 6 : 1)),
      },
      { set: 'operation', operation: 'graph-build', labels: {}, points: points(2.4, (h) => (h > 20.5 ? 2.3 : 1)) },
      {
        set: 'conversion',
        operation: 'graph-to-table small',
        labels: {},
        points: points(9, (h) => (h > 9 && h < 9.25 ? 3 : 1)),
      },
      { set: 'operation', operation: 'ontology-alignment', labels: {}, points: points(0.9, () => 0.62) },
      { set: 'operation', operation: 'query', labels: {}, points: points(0.31, () => 1) },
      { set: 'conversion', operation: 'table-to-vector medium', labels: {}, points: points(186, () => 0.9) },
    ],
    ...over,
  };
}
