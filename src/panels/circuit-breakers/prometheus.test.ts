import {
  createTheme,
  type DataFrame,
  type DataTransformerConfig,
  type DataTransformerInfo,
  type Field,
  type FieldConfig,
  FieldType,
  getDisplayProcessor,
  MappingType,
  standardTransformers,
  standardTransformersRegistry,
  toDataFrame,
  transformDataFrame,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { breakersTable, critical } from '../../test/breakers';
import { minutes, noon } from '../../test/panelProps';
import { instantTable, rangeFrames } from '../../test/prometheus';
import { readBreakers } from './model';

const shown = (frames: DataFrame[]) =>
  readBreakers(frames, noon)?.all.map(({ name, state }) => `${name}: ${state}`) ?? 'not about breakers';

const resilience4j = (name: string, now: string, more: Record<string, string> = {}) =>
  ['closed', 'disabled', 'forced_open', 'half_open', 'metrics_only', 'open'].map((state) => ({
    labels: { __name__: 'resilience4j_circuitbreaker_state', application: 'shop', name, state, ...more },
    values: [0, 0, state === now ? 1 : 0],
  }));

describe('a breaker of several instances', () => {
  test('that is open in one of them is seen, whichever comes last', () => {
    const [one, two] = [
      resilience4j('payments', 'open', { instance: 'pod-1:8080' }),
      resilience4j('payments', 'closed', { instance: 'pod-2:8080' }),
    ];
    const both = ['payments, pod-1:8080: open', 'payments, pod-2:8080: closed'];
    expect(shown(rangeFrames([...one, ...two]))).toEqual(both);
    expect(shown(rangeFrames([...two, ...one]))).toEqual(both.reverse());
  });

  test('as numbers has each of them, and the labels that are the same are not in the names', () => {
    const of = (instance: string, value: number) => ({
      labels: { __name__: 'circuit_state', job: 'api', name: 'payments', instance },
      values: [0, value],
    });
    expect(shown(rangeFrames([of('a', 2), of('b', 0)]))).toEqual(['payments, a: open', 'payments, b: closed']);
  });

  test('has the trips of all of them where those are added up', () => {
    const frames = [
      ...rangeFrames([...resilience4j('payments', 'open', { instance: 'a' }), ...resilience4j('stock', 'open')]),
      ...rangeFrames([{ labels: { name: 'payments' }, values: [0, 1, 0], legend: 'trips' }], 'B'),
    ];
    expect(readBreakers(frames, noon)?.all.map(({ name, timeline }) => [name, timeline?.trips])).toEqual([
      ['payments', [noon - minutes(1)]],
      ['stock', []],
    ]);
  });
});

describe('the name of a breaker', () => {
  const of = (labels: Record<string, string>, legend?: string) => ({ labels, values: [0, 2], legend });

  test('is the label that tells it from the others, whatever that is called', () => {
    expect(shown(rangeFrames([of({ upstream: 'db' }), of({ upstream: 'mail' })]))).toEqual(['db: open', 'mail: open']);
    expect(
      shown(rangeFrames([of({ __name__: 'x', upstream: 'db' }), of({ __name__: 'x', upstream: 'mail' })]))
    ).toEqual(['db: open', 'mail: open']);
    expect(shown(rangeFrames([of({ job: 'api', breaker: 'db' }), of({ job: 'api', breaker: 'mail' })]))).toEqual([
      'db: open',
      'mail: open',
    ]);
  });

  test('is the legend of the query, as on every other panel', () => {
    expect(shown(rangeFrames([of({ name: 'db', app: 'shop' }, 'shop / db')]))).toEqual(['shop / db: open']);
  });

  test('is not all of the labels with their braces', () => {
    const verbose = 'circuit_state{app="shop", name="db"}';
    expect(shown(rangeFrames([of({ __name__: 'circuit_state', name: 'db', app: 'shop' }, verbose)]))).toEqual([
      'db: open',
    ]);
  });

  test('is what a transformation or an override renamed it to', () => {
    const [frame] = rangeFrames([of({ name: 'db' })]);
    frame!.fields[1]!.config.displayName = 'Orders database';
    expect(shown([frame!])).toEqual(['Orders database: open']);
  });

  test('of a series per state is none of the states', () => {
    const states = resilience4j('payments', 'open').map((each) => ({ ...each, legend: `x ${each.labels.state}` }));
    expect(shown(rangeFrames(states))).toEqual(['payments: open']);
    const named = resilience4j('payments', 'open').map((each) => ({ ...each, legend: 'Payments' }));
    expect(shown(rangeFrames(named))).toEqual(['Payments: open']);
  });
});

describe('trips', () => {
  const state = rangeFrames([{ labels: { name: 'db' }, values: [0, 2, 2] }]);
  const trips = { labels: { name: 'db' }, values: [0, 1, 0] };

  test.each([
    ['legend', rangeFrames([{ ...trips, legend: 'trips db' }], 'B')],
    ['query', rangeFrames([trips], 'trips')],
  ])('are told by the name of the %s, and are no states', (_, frames) => {
    const [breaker] = readBreakers([...state, ...frames], noon)?.all ?? [];
    expect(breaker).toMatchObject({ name: 'db', state: 'open', trips: 1, lastTripAt: noon - minutes(1) });
  });

  test('are not the states of a breaker that is called so', () => {
    expect(shown(rangeFrames([{ labels: { name: 'trips-api' }, values: [0, 2], legend: 'trips-api' }]))).toEqual([
      'trips-api: open',
    ]);
  });
});

const rowsOf = (name: string, now: string, more: Record<string, string> = {}) =>
  resilience4j(name, now, more).map(({ labels, values }) => ({ labels, value: values.at(-1) ?? null }));

describe('a table of an instant query', () => {
  test('has a row per breaker, with its state as the value', () => {
    const of = (name: string, value: number) => ({ labels: { __name__: 'circuit_state', job: 'api', name }, value });
    expect(shown([instantTable([of('db', 2), of('mail', 0)])])).toEqual(['db: open', 'mail: closed']);
    expect(shown([instantTable([of('db', 71.3), of('mail', 0)])])).toBe('not about breakers');
  });

  test('of a series per state is one breaker each, also beside a second query', () => {
    const rows = [...rowsOf('db', 'open'), ...rowsOf('mail', 'closed')];
    expect(shown([instantTable(rows, 'A')])).toEqual(['db: open', 'mail: closed']);
  });

  test('has each instance of a breaker', () => {
    const rows = [...rowsOf('db', 'closed', { instance: 'a' }), ...rowsOf('db', 'open', { instance: 'b' })];
    expect(shown([instantTable(rows)])).toEqual(['db, a: closed', 'db, b: open']);
  });
});

describe('a table that a transformation has made', () => {
  const transformed = async (config: DataTransformerConfig, frames: DataFrame[]) =>
    shown(await lastValueFrom(transformDataFrame([config], frames)));
  const states = rangeFrames([
    { labels: { __name__: 'circuit_state', name: 'db' }, values: [0, 0, 2] },
    { labels: { __name__: 'circuit_state', name: 'mail' }, values: [2, 2, 0] },
  ]);
  beforeAll(() => {
    const { labelsToFieldsTransformer, seriesToRowsTransformer, reduceTransformer, joinByFieldTransformer } =
      standardTransformers;
    const { organizeFieldsTransformer, mergeTransformer } = standardTransformers;
    const used = [
      ...[labelsToFieldsTransformer, seriesToRowsTransformer, reduceTransformer, joinByFieldTransformer],
      ...[organizeFieldsTransformer, mergeTransformer],
    ];
    standardTransformersRegistry.setInit(() =>
      used.map((each) => ({
        ...{ id: each.id, name: each.name, imageDark: '', imageLight: '' },
        transformation: () => Promise.resolve(each as DataTransformerInfo),
        editor: () => null,
      }))
    );
  });

  test.each<[string, DataTransformerConfig]>([
    ['Labels to fields', { id: 'labelsToFields', options: {} }],
    ['Series to rows', { id: 'seriesToRows', options: {} }],
    ['Reduce', { id: 'reduce', options: { reducers: ['lastNotNull'] } }],
    ['Join by field', { id: 'joinByField', options: { byField: 'Time' } }],
  ])('%s says of each breaker how it is now', async (_, config) => {
    expect(await transformed(config, states)).toEqual([
      expect.stringMatching(/db.*: open/),
      expect.stringMatching(/mail.*: closed/),
    ]);
  });

  test('Labels to fields keeps the series per state together', async () => {
    const config = { id: 'labelsToFields', options: {} };
    expect(await transformed(config, rangeFrames(resilience4j('db', 'open')))).toEqual(['db: open']);
  });

  test('Organize fields names the breaker and its state', async () => {
    const table = instantTable([{ labels: { upstream: 'db' }, value: 2 }]);
    const config = { id: 'organize', options: { renameByName: { upstream: 'component', Value: 'state' } } };
    expect(await transformed(config, [table])).toEqual(['db: open']);
  });

  test('Merge joins the states with the trips', async () => {
    const of = (value: number, refId: string) => instantTable([{ labels: { name: 'db' }, value }], refId);
    const merged = await lastValueFrom(
      transformDataFrame(
        [
          { id: 'merge', options: {} },
          { id: 'organize', options: { renameByName: { 'Value #B': 'trips', 'Value #A': 'state' } } },
        ],
        [of(2, 'A'), of(3, 'B')]
      )
    );
    expect(readBreakers(merged, noon)?.all).toMatchObject([{ name: 'db', state: 'open', trips: 3 }]);
  });
});

/** As the panel gets them: with the value mappings that a person has set, and what displays them. */
function configured(data: DataFrame[], config: FieldConfig): DataFrame[] {
  for (const field of data.flatMap((frame) => frame.fields.slice(1))) {
    field.config = { ...field.config, ...config };
    field.display = getDisplayProcessor({ field, theme: createTheme() });
  }
  return data;
}

describe('the numbers of other libraries', () => {
  const numbered = (values: Array<number | null>, labels = {}) =>
    rangeFrames([{ labels: { name: 'db', ...labels }, values }]);
  const mapping = (words: Record<string, string>): FieldConfig => ({
    mappings: [
      {
        type: MappingType.ValueToText,
        options: Object.fromEntries(Object.entries(words).map(([value, text]) => [value, { text }])),
      },
    ],
  });

  test('are those of Hystrix and gobreaker, unless somebody maps them', () => {
    expect(shown(numbered([0, 1]))).toEqual(['db: half-open']);
    const polly = mapping({ 0: 'Closed', 1: 'Open', 2: 'HalfOpen', 3: 'forced open' });
    expect(shown(configured(numbered([0, 1]), polly))).toEqual(['db: open']);
    expect(shown(configured(numbered([0, 2]), polly))).toEqual(['db: half-open']);
    expect(shown(configured(numbered([0, 3]), polly))).toEqual(['db: open']);
  });

  test('keep their meaning where only some of them are mapped', () => {
    expect(shown(configured(numbered([0, 2]), mapping({ 3: 'forced open' })))).toEqual(['db: open']);
    expect(shown(configured(numbered([1, 2]), mapping({ 1: 'whatever' })))).toEqual(['db: open']);
    expect(shown(configured(numbered([2, 1]), mapping({ 1: 'whatever' })))).not.toEqual(['db: half-open']);
  });

  test('are open and not half-open at 1 where the metric is called so', () => {
    const envoy = { __name__: 'envoy_cluster_circuit_breakers_default_cx_open', envoy_cluster_name: 'db' };
    expect(shown(numbered([0, 1], envoy))).toEqual(['db: open']);
    expect(shown(numbered([1, 0], envoy))).toEqual(['db: closed']);
  });
});

test.each<[string, Partial<Field>, unknown[]]>([
  ['words', { type: FieldType.string }, ['CLOSED', 'HALF_OPEN', 'OPEN']],
  ['booleans', { type: FieldType.boolean }, [false, false, true]],
  ['an enum', { type: FieldType.enum, config: { type: { enum: { text: ['OPEN', 'CLOSED'] } } } }, [1, 1, 0]],
])('%s over time are states, too', (_, field, values) => {
  const frame = toDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: values.map((__, i) => noon - minutes(values.length - 1 - i)) },
      { name: 'Value', labels: { name: 'db' }, ...field, values },
    ],
  });
  expect(shown([frame])).toEqual(['db: open']);
});

test('a state that only its program has is called as the program calls it', () => {
  const words = (now: string) =>
    readBreakers(rangeFrames(resilience4j('db', now)), noon)?.all.map(({ state, word }) => [state, word]);
  expect(words('forced_open')).toEqual([['open', 'forced open']]);
  expect(words('metrics_only')).toEqual([['unknown', 'metrics only']]);
  expect(words('half_open')).toEqual([['half-open', undefined]]);
  expect(readBreakers(rangeFrames(resilience4j('db', 'disabled')), noon + minutes(60))?.all).toMatchObject([
    { state: 'unknown', word: undefined },
  ]);
});

describe('beside another query or data source', () => {
  const states = [{ labels: { name: 'db' }, values: [0, 0, 2] }];
  const failures = (values: number[], name = 'db') => ({ labels: { name }, values });

  test('few failures are not taken for states', () => {
    const ofStates = rangeFrames(states);
    expect(shown([...ofStates, ...rangeFrames([failures([1, 2, 0])], 'B')])).toEqual(['db: open']);
    const other = rangeFrames([failures([1, 2, 0]), failures([3, 9, 7], 'mail'), failures([0, 0, 0], 'web')], 'B');
    expect(shown([...ofStates, ...other])).toEqual(['db: open']);
    expect(shown([...other, ...ofStates])).toEqual(['db: open']);
  });

  test('the query that says state tells it, wherever it stands and whatever else is grouped', () => {
    const named = rangeFrames([{ labels: { __name__: 'circuit_state', name: 'db', pod: 'a' }, values: [0, 2] }], 'B');
    expect(shown([...rangeFrames([failures([0, 0])]), ...named])).toEqual(['db: open']);
    const query = rangeFrames(states, 'state');
    expect(shown([...rangeFrames([failures([0, 0])]), ...query])).toEqual(['db: open']);
  });

  test('states of which one is unknown do not make few failures the states', () => {
    const of = (name: string, value: number) => ({ labels: { __name__: 'circuit_state', name }, values: [0, value] });
    const states = rangeFrames([of('db', 2), of('mail', 3)]);
    expect(shown([...states, ...rangeFrames([failures([0, 0])], 'B')])).toEqual(['db: open', 'mail: unknown']);
  });

  test('a closed breaker of another data source does not hide an open one of the same labels', () => {
    const of = (value: number, refId: string) =>
      rangeFrames([{ labels: { __name__: 'circuit_state', name: 'db' }, values: [0, value] }], refId);
    expect(shown([...of(2, 'A'), ...of(0, 'B')])).toEqual(['db: open']);
    expect(shown([...of(0, 'A'), ...of(2, 'B')])).toEqual(['db: open']);
    const flags = (now: string, refId: string) => rangeFrames(resilience4j('db', now), refId);
    expect(shown([...flags('open', 'A'), ...flags('closed', 'B')])).toEqual(['db: open']);
  });

  test('breakers that only series have are shown beside those of a table', () => {
    const frames = [breakersTable([critical]), ...rangeFrames(resilience4j('db', 'open'), 'B')];
    expect(readBreakers(frames, noon)?.all.map(({ component, state }) => [component, state])).toEqual([
      ['critical', 'closed'],
      ['db', 'open'],
    ]);
  });

  test('series without a system are those of the breaker of a table', () => {
    const trips = rangeFrames([{ labels: { component: 'critical' }, values: [0, 1, 0], legend: 'trips' }], 'B');
    const all = readBreakers([breakersTable([critical]), ...trips], noon)?.all;
    expect(all?.map(({ timeline }) => timeline?.trips)).toEqual([[noon - minutes(1)]]);
  });

  test('a table of trips belongs to the table of states', () => {
    const ofStates = instantTable([{ labels: { name: 'db' }, value: 2 }], 'A');
    const trips = instantTable([{ labels: { name: 'db' }, value: 3 }], 'B');
    trips.fields.at(-1)!.config.displayName = 'trips';
    expect(readBreakers([ofStates, trips], noon)?.all).toMatchObject([{ name: 'db', state: 'open', trips: 3 }]);
  });
});

test('a number of a state that has no word is not measured, and its breaker stays', () => {
  const of = (name: string, ...values: number[]) => ({ labels: { __name__: 'breaker_state', name }, values });
  expect(shown(rangeFrames([of('mail', 0, 3), of('search', 3, 3), of('stock', 0, 2)]))).toEqual([
    'mail: unknown',
    'search: unknown',
    'stock: open',
  ]);
  const words = (frames: DataFrame[]) => readBreakers(frames, noon)?.all.map(({ word }) => word);
  expect(words(rangeFrames([of('mail', 0, 3), of('stock', 0, 2)]))).toEqual(['in state 3', undefined]);
  const now = (name: string, value: number) => ({ labels: { __name__: 'breaker_state', name }, value });
  expect(words([instantTable([now('mail', 3), now('stock', 2)])])).toEqual(['in state 3', undefined]);
  expect(shown(rangeFrames([of('mail', 21, 22)]))).toBe('not about breakers');
  const failures = { labels: { __name__: 'breaker_failures', name: 'mail' }, values: [7, 8] };
  expect(shown(rangeFrames([of('mail', 0, 1), failures]))).toEqual(['mail: half-open']);
});

test('breakers of which only the trips are known are told apart, too', () => {
  const of = (instance: string) => ({ labels: { name: 'payments', instance }, values: [0, 1], legend: 'trips' });
  const all = readBreakers(rangeFrames([of('a'), of('b')]), noon)?.all ?? [];
  expect(all.map(({ name }) => name)).toEqual(['payments, a', 'payments, b']);
  expect(new Set(all.map(({ key }) => key)).size).toBe(2);
});
