/** @jest-environment node */
// Do the types of the front end still mirror the structs in Go, from which query.schema.json is generated?
import schema from './query.schema.json';
import * as types from './types';

type Of<T extends types.QueryType> = Omit<
  Required<Extract<types.Query, { queryType: T }>>,
  // Grafana's own, for the front end only.
  'datasource' | 'key'
>;

const common = {
  refId: 'A',
  hide: false,
  system: 'kgas',
  operations: ['a'],
  labels: { a: 'b' },
  matchers: [{ label: 'a', operator: '=~' as const, value: 'b' }],
};

/** One query of each type with every field that its TypeScript type has; the compiler sees to that. */
const complete: { [T in types.QueryType]: Of<T> } = {
  series: { ...common, queryType: 'series', stat: 'p95', band: true },
  deviation: { ...common, queryType: 'deviation', signal: 'latency', measure: 'ratio', mode: 'fast' },
  baseline: { ...common, queryType: 'baseline' },
  targets: { ...common, queryType: 'targets', measure: 'value', ids: ['D2-T11'] },
  conversions: { ...common, queryType: 'conversions', measure: 'ratio', format: 'table' },
  breakers: { ...common, queryType: 'breakers', measure: 'state', format: 'table', components: ['critical'] },
  table: {
    ...common,
    queryType: 'table',
    table: 'operations',
    signal: 'errors',
    sort: 'slowest',
    limit: 10,
    baseline: '7d',
    current: '2026-03-10',
    deployment: '1.3',
    ahead: 28,
    format: 'table',
  },
  annotations: { ...common, queryType: 'annotations', kind: 'violation' },
};

interface Definition {
  properties: Record<string, { enum?: string[] }>;
  required: string[];
}

const definitions = schema.$defs as unknown as Record<string, Definition>;

test('both sides know the same query types', () => {
  expect(Object.keys(definitions).sort()).toEqual([...types.queryTypes].sort());
});

test.each(types.queryTypes)('a query of the type %s has the same fields on both sides', (type) => {
  expect(Object.keys(complete[type]).sort()).toEqual(Object.keys(definitions[type]!.properties).sort());
});

test.each([
  ['series', 'stat', types.stats],
  ['deviation', 'signal', types.signals],
  ['deviation', 'measure', types.deviationMeasures],
  ['deviation', 'mode', types.modes],
  ['targets', 'measure', types.targetMeasures],
  ['conversions', 'measure', types.conversionMeasures],
  ['conversions', 'format', types.formats],
  ['breakers', 'measure', types.breakerMeasures],
  ['breakers', 'format', types.formats],
  ['table', 'table', types.tables],
  ['table', 'signal', types.violatedSignals],
  ['table', 'sort', types.sorts],
  ['table', 'format', types.formats],
  ['annotations', 'kind', types.annotationKinds],
])('%s.%s can be the same words on both sides', (type, field, words) => {
  expect([...words]).toEqual(definitions[type]!.properties[field]!.enum);
});

test('every field with fixed words is compared above', () => {
  const withWords = Object.entries(definitions).flatMap(([type, { properties }]) =>
    Object.keys(properties)
      .filter((field) => field !== 'queryType' && properties[field]!.enum)
      .map((field) => `${type}.${field}`)
  );
  expect(withWords).toHaveLength(14);
});
