import { type Field, FieldType, toDataFrame } from '@grafana/data';
import { breakersTable, critical, open, series, unmeasured } from '../../test/breakers';
import { minutes, noon } from '../../test/panelProps';
import { byWorst, readBreakers } from './model';
import { toState } from './states';

describe('a breaker', () => {
  test('has what the table says', () => {
    expect(readBreakers([breakersTable([critical])], noon)?.all[0]).toMatchObject({
      name: 'critical',
      state: 'closed',
      since: noon - minutes(192),
      trips: 1,
      health: 2,
      threshold: { now: 5, recommended: 6 },
      timeout: { now: 60, recommended: 60 },
      lastTripAt: noon - 11_520_000,
    });
  });

  test('whose state nothing measures is not closed', () => {
    const breaker = readBreakers([breakersTable([unmeasured])], noon)?.all[0];
    expect(breaker).toMatchObject({ state: 'unknown', since: undefined, health: undefined, trips: 2 });
    expect(breaker?.emit).toContain('omninode_circuit_breaker_state');
  });

  test('of two systems carries the name of its system', () => {
    const view = readBreakers([breakersTable([critical, { ...critical, system: 'shop' }])], noon);
    expect(view?.all.map(({ name }) => name)).toEqual(['omninode critical', 'shop critical']);
  });

  test('is read from a table without looking for the same field in every row', () => {
    const lookups = (rows: number) => {
      const frame = breakersTable(Array.from({ length: rows }, (_, i) => ({ ...critical, component: `c${i}` })));
      let count = 0;
      const [{ name }] = frame.fields as [Field];
      Object.defineProperty(frame.fields[0], 'name', { get: () => (count++, name) });
      expect(readBreakers([frame], noon)?.all).toHaveLength(rows);
      return count;
    };
    expect(lookups(100)).toBe(lookups(10));
  });

  test.each([
    [0, 'closed'],
    [1, 'half-open'],
    [2, 'open'],
    [null, 'unknown'],
    [3, 'unknown'],
    ['HALF_OPEN', 'half-open'],
    ['forced open', 'open'],
    ['metrics only', 'unknown'],
  ])('in the state %p is %s', (value, state) => {
    expect(toState(value)).toBe(state);
  });
});

describe('the order by what is worst', () => {
  test('is open, half-open, not measured, closed; then by trips', () => {
    const rows = [
      critical,
      unmeasured,
      { ...open, component: 'high', state: 1 },
      open,
      { ...open, component: 'flapping', trips: 20 },
    ];
    const view = readBreakers([breakersTable(rows)], noon);
    expect([...view!.all].sort(byWorst).map(({ name }) => name)).toEqual([
      'flapping',
      'medium',
      'high',
      'low',
      'critical',
    ]);
  });
});

describe('the timeline', () => {
  const timelineOf = (values: Array<number | null>) =>
    readBreakers([breakersTable([critical]), series('state', 'critical', values)], noon)?.all[0]?.timeline;

  test('joins equal states into stretches', () => {
    expect(timelineOf([0, 0, 2, 1, 0])?.stretches).toEqual([
      { from: noon - minutes(4), to: noon - minutes(2), state: 'closed' },
      { from: noon - minutes(2), to: noon - minutes(1), state: 'open' },
      { from: noon - minutes(1), to: noon, state: 'half-open' },
    ]);
  });

  test('leaves out what was not measured: no guessed closed', () => {
    expect(timelineOf([0, null, 0, 0])?.stretches).toEqual([
      { from: noon - minutes(3), to: noon - minutes(2), state: 'closed' },
      { from: noon - minutes(1), to: noon, state: 'closed' },
    ]);
  });

  test('does not draw a state over a gap in the data', () => {
    const gap = toDataFrame({
      name: 'state',
      fields: [
        { name: 'time', type: FieldType.time, values: [60, 59, 58, 10, 9, 8].map((ago) => noon - minutes(ago)) },
        { name: 'value', type: FieldType.number, labels: { component: 'critical' }, values: [2, 2, 2, 2, 2, 2] },
      ],
    });
    const view = readBreakers([gap], noon);
    expect(
      view?.all[0]?.timeline?.stretches.map(({ from, to }) => [(noon - from) / 60_000, (noon - to) / 60_000])
    ).toEqual([
      [60, 57],
      [10, 7],
    ]);
  });

  test('has the trips of the second set of series', () => {
    const view = readBreakers([breakersTable([unmeasured]), series('trips', 'low', [1, 1])], noon);
    expect(view?.all[0]?.timeline).toMatchObject({ stretches: [], trips: [noon - minutes(1), noon] });
  });

  test('alone is enough: the last stretch is the state now', () => {
    expect(readBreakers([series('state', 'critical', [0, 2, 2])], noon)?.all[0]).toMatchObject({
      name: 'critical',
      state: 'open',
      since: noon - minutes(1),
    });
  });

  test('alone does not say how a breaker is that has not been measured since', () => {
    const [gone] = readBreakers([series('state', 'critical', [0, 2, 0])], noon + minutes(30))?.all ?? [];
    expect(gone).toMatchObject({ state: 'unknown', since: undefined });
    expect(gone?.timeline?.stretches).toHaveLength(3);
  });

  test('alone that has not changed began before it was seen', () => {
    const of = (values: Array<number | null>) => readBreakers([series('state', 'critical', values)], noon)?.all[0];
    expect(of([0, 0, 0])).toMatchObject({ state: 'closed', since: noon - minutes(2), sinceAtLeast: true });
    expect(of([2, null, 0, 0])).toMatchObject({ since: noon - minutes(1), sinceAtLeast: true });
    expect(of([0, 2, 2])).toMatchObject({ since: noon - minutes(1), sinceAtLeast: false });
    expect(of([0, 0, 2])).toMatchObject({ state: 'open', since: noon, sinceAtLeast: false });
  });

  test('of one sample, as an instant query has it, says the state', () => {
    expect(readBreakers([series('state', 'critical', [2])], noon)?.all[0]).toMatchObject({
      state: 'open',
      since: noon,
    });
  });

  test('of a range that ends tonight is as good as its last sample', () => {
    const tonight = noon + minutes(600);
    expect(readBreakers([series('state', 'critical', [0, 2, 2])], tonight, noon + 10_000)?.all[0]).toMatchObject({
      state: 'open',
    });
  });

  test('of the same component in another system is another one', () => {
    const view = readBreakers(
      [breakersTable([critical, { ...critical, system: 'shop' }]), series('state', 'critical', [2, 2], 'shop')],
      noon
    );
    expect(view?.all.map(({ timeline }) => timeline?.stretches.length)).toEqual([undefined, 1]);
  });
});

test('a series of something else is not a breaker', () => {
  const walk = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [noon] },
      { name: 'A-series', type: FieldType.number, values: [71.3] },
    ],
  });
  expect(readBreakers([walk], noon)).toBeUndefined();
});

describe('a metric with a series per state, as resilience4j has it', () => {
  const words = ['closed', 'disabled', 'forced_open', 'half_open', 'open'];
  const table = (now: Record<string, string>) => {
    const rows = Object.keys(now).flatMap((name) => words.map((word) => ({ name, word })));
    return toDataFrame({
      fields: [
        { name: 'Time', type: FieldType.time, values: rows.map(() => noon) },
        { name: 'name', type: FieldType.string, values: rows.map(({ name }) => name) },
        { name: 'state', type: FieldType.string, values: rows.map(({ word }) => word) },
        { name: 'Value', type: FieldType.number, values: rows.map(({ name, word }) => (now[name] === word ? 1 : 0)) },
      ],
    });
  };
  const over = (path: string[], of = words) =>
    of.map((state) =>
      toDataFrame({
        name: `{name="payments",state="${state}"}`,
        fields: [
          { name: 'Time', type: FieldType.time, values: path.map((_, i) => noon - minutes(path.length - 1 - i)) },
          {
            name: 'Value',
            type: FieldType.number,
            labels: { name: 'payments', state },
            values: path.map((word) => (word === state ? 1 : 0)),
          },
        ],
      })
    );

  test('is one breaker in the one state that is 1', () => {
    const all = readBreakers([table({ payments: 'open', stock: 'closed', mail: 'disabled' })], noon)?.all;
    expect(all?.map(({ name, state }) => [name, state])).toEqual([
      ['payments', 'open'],
      ['stock', 'closed'],
      ['mail', 'unknown'],
    ]);
  });

  test('is one timeline of all its series', () => {
    const [breaker] = readBreakers(over(['closed', 'closed', 'open', 'half_open', 'open']), noon)?.all ?? [];
    expect(breaker).toMatchObject({ name: 'payments', state: 'open', since: noon });
    expect(breaker?.timeline?.stretches.map(({ state }) => state)).toEqual(['closed', 'open', 'half-open']);
  });

  test('of which only one is shown is neither closed nor that one while it is not in it', () => {
    const [breaker] = readBreakers(over(['closed', 'open', 'open', 'closed'], ['open']), noon)?.all ?? [];
    expect(breaker?.timeline?.stretches.map(({ state }) => state)).toEqual(['open']);
    expect(breaker?.state).toBe('unknown');
  });
});
