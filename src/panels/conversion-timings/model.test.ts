import { type Field, FieldType, toDataFrame } from '@grafana/data';
import { conversionsTable, graphToTable, runsOf } from '../../test/conversions';
import { minutes, noon } from '../../test/panelProps';
import { readConversions } from './model';
import { conversionName } from './sentence';

describe('the matrix', () => {
  test('has a row per conversion and a column per size, small before large whatever the data says', () => {
    const view = readConversions(
      [
        conversionsTable([
          { ...graphToTable, dataset_size: 'large' },
          graphToTable,
          { ...graphToTable, source: 'table', target: 'vector', dataset_size: 'medium' },
        ]),
      ],
      noon
    );
    expect(view?.sizes).toEqual(['small', 'medium', 'large']);
    expect(view?.rows.map(({ from, to }) => [from, to])).toEqual([
      ['graph', 'table'],
      ['table', 'vector'],
    ]);
    expect(view?.rows[0]?.cells.map((cell) => cell?.size)).toEqual(['small', undefined, 'large']);
  });

  test('keeps the order of sizes that it does not know', () => {
    const sizes = ['9k rows', '1k rows'];
    const view = readConversions(
      [conversionsTable(sizes.map((size) => ({ ...graphToTable, dataset_size: size })))],
      noon
    );
    expect(view?.sizes).toEqual(sizes);
  });

  test('tells two systems with the same conversion apart', () => {
    const view = readConversions([conversionsTable([graphToTable, { ...graphToTable, system: 'shop' }])], noon);
    expect(view?.severalSystems).toBe(true);
    expect(view?.rows).toHaveLength(2);
  });
});

describe('conversions that a further label tells apart', () => {
  const byTool = (rows: Array<Partial<typeof graphToTable>>, tools: string[]) => {
    const table = conversionsTable(rows.map((row) => ({ ...graphToTable, ...row })));
    table.fields.push({ name: 'tool', type: FieldType.string, config: {}, values: tools });
    return readConversions([table], noon);
  };

  test('are rows of their own, and none is lost', () => {
    const view = byTool([{ ratio: 6, tier: 3 }, { ratio: 1 }, { dataset_size: 'large' }], ['spark', 'dbt', 'dbt']);
    expect(view?.all.map(({ more, size, tier }) => [more, size, tier])).toEqual([
      ['spark', 'small', 3],
      ['dbt', 'small', 0],
      ['dbt', 'large', 0],
    ]);
    expect(view?.rows.map((row) => [conversionName(row, false), row.cells.length])).toEqual([
      ['graph → table, spark', 2],
      ['graph → table, dbt', 2],
    ]);
    expect(view?.rows[1]?.cells.every(Boolean)).toBe(true);
  });

  test('need no further words where nothing else is of the same name', () => {
    expect(byTool([{}, { target: 'vector' }], ['spark', 'dbt'])?.all.map(({ more }) => more)).toEqual(['', '']);
  });

  test('have their own trend each', () => {
    const table = conversionsTable([graphToTable, graphToTable]);
    table.fields.push({ name: 'tool', type: FieldType.string, config: {}, values: ['spark', 'dbt'] });
    const runsBy = (tool: string, seconds: number) => {
      const runs = runsOf(graphToTable, [seconds]);
      runs.fields[1]!.labels!.tool = tool;
      return runs;
    };
    const view = readConversions([table, runsBy('dbt', 3), runsBy('spark', 8), runsBy('other', 9)], noon);
    expect(view?.all.map(({ more, trend }) => [more, trend.map(({ value }) => value)])).toEqual([
      ['spark', [8]],
      ['dbt', [3]],
    ]);
  });

  test('are the same where two queries answer the same', () => {
    const table = conversionsTable([graphToTable]);
    expect(readConversions([table, table], noon)?.all).toHaveLength(1);
  });
});

test.each([[[6, 1]], [[1, 6]]])('of two data sources with the same conversion the slow one is seen (%p)', (ratios) => {
  const tables = ratios.map((ratio) => conversionsTable([{ ...graphToTable, ratio, tier: ratio > 5 ? 3 : 0 }]));
  expect(readConversions(tables, noon)?.all).toMatchObject([{ ratio: 6, tier: 3 }]);
});

describe('one conversion', () => {
  const only = (row: Partial<typeof graphToTable>) =>
    readConversions([conversionsTable([{ ...graphToTable, ...row }])], noon)?.all[0];

  test('has what the table says', () => {
    expect(only({})).toMatchObject({
      last: 9,
      rangeLow: 5,
      rangeHigh: 15,
      baseline: 14,
      ratio: 0.64,
      tier: 0,
      state: 'active',
    });
  });

  test('is judged by its last run where nothing can be said about now', () => {
    expect(only({ ratio: null, tier: null, lastRatio: 2.4, lastTier: 2 })).toMatchObject({ ratio: 2.4, tier: 2 });
  });

  test('took no time only where it was never run: a zero is not a duration', () => {
    expect(only({ last: 0, ratio: 0 })).toMatchObject({ last: undefined, ratio: undefined });
  });

  test('runs since a moment, or for as many seconds before the end of the range', () => {
    expect(only({ runningSince: noon - minutes(41) })?.runningSince).toBe(noon - minutes(41));
    const age = toDataFrame({
      fields: [
        { name: 'source', type: FieldType.string, values: ['graph'] },
        { name: 'target', type: FieldType.string, values: ['table'] },
        { name: 'runningSince', type: FieldType.number, values: [120] },
      ],
    });
    expect(readConversions([age], noon)?.all[0]?.runningSince).toBe(noon - minutes(2));
    age.fields[2]!.config = { unit: 'm' };
    expect(readConversions([age], noon)?.all[0]?.runningSince).toBe(noon - minutes(120));
  });
});

describe('the trend', () => {
  test('of the second query belongs to the conversion with its labels', () => {
    const view = readConversions([conversionsTable([graphToTable]), runsOf(graphToTable, [8, 9, 10])], noon);
    expect(view?.all).toHaveLength(1);
    expect(view?.all[0]?.trend.map((point) => point.value)).toEqual([8, 9, 10]);
  });

  test('belongs to the conversion that its series is named after, where it has no labels', () => {
    const series = toDataFrame({
      name: 'graph-to-table small',
      fields: [
        { name: 'time', type: FieldType.time, values: [noon] },
        { name: 'value', type: FieldType.number, values: [8] },
      ],
    });
    expect(readConversions([conversionsTable([graphToTable]), series], noon)?.all[0]?.trend).toHaveLength(1);
  });

  test('of another system is not that of a conversion of the same name', () => {
    const shop = { ...runsOf({ ...graphToTable, system: 'shop' }, [700, 800]), name: 'graph-to-table small' };
    const view = readConversions([conversionsTable([{ ...graphToTable, last: null }]), shop], noon);
    expect(view?.all[0]).toMatchObject({ last: undefined, trend: [] });
  });

  test('tells the last run where its program is gone', () => {
    const gone = { ...graphToTable, last: null, lastAt: null, ratio: null, tier: null };
    const view = readConversions([conversionsTable([gone]), runsOf(graphToTable, [8, 9, 31])], noon);
    expect(view?.all[0]).toMatchObject({ last: 31, lastAt: noon - minutes(1) });
  });

  test('alone is enough for a matrix: any series from a source to a target', () => {
    const view = readConversions([runsOf(graphToTable, [8, 9, 10])], noon);
    expect(view?.all[0]).toMatchObject({ from: 'graph', to: 'table', size: 'small', last: 10, state: 'unknown' });
  });
});

test('a series whose gauge was never set has not run, as the row of a table', () => {
  const [never, since] = [runsOf(graphToTable, [0, 0]), runsOf({ ...graphToTable, target: 'vector' }, [0, 0, 9])];
  expect(readConversions([never, since], noon)?.all.map(({ last, trend }) => [last, trend.length])).toEqual([
    [undefined, 0],
    [9, 1],
  ]);
});

test('a table is read without looking for the same field in every row', () => {
  const lookups = (rows: number) => {
    const frame = conversionsTable(Array.from({ length: rows }, (_, i) => ({ ...graphToTable, source: `s${i}` })));
    let count = 0;
    const [{ name }] = frame.fields as [Field];
    Object.defineProperty(frame.fields[0], 'name', { get: () => (count++, name) });
    expect(readConversions([frame], noon)?.all).toHaveLength(rows);
    return count;
  };
  expect(lookups(100)).toBe(lookups(10));
});

test('runs in milliseconds are told in seconds, as the fields of a table are', () => {
  const runs = runsOf(graphToTable, [8_000, 9_100]);
  runs.fields[1]!.config = { unit: 'ms' };
  expect(readConversions([runs], noon)?.all[0]).toMatchObject({ last: 9.1, trend: [{ value: 8 }, { value: 9.1 }] });
});

describe('other data', () => {
  test('without source and target is not about conversions', () => {
    const walk = toDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [noon] },
        { name: 'A-series', type: FieldType.number, values: [1] },
      ],
    });
    expect(readConversions([walk], noon)).toBeUndefined();
    expect(readConversions([], noon)).toBeUndefined();
  });

  test('that measures nothing by a known name is not one of conversions that have not run', () => {
    const values = ['graph', 'table', 'small'];
    const frame = toDataFrame({
      fields: [
        ...['source', 'target', 'dataset_size'].map((name, i) => ({
          name,
          type: FieldType.string,
          values: [values[i]],
        })),
        // As Grafana calls the number of a Prometheus table where a panel has two queries.
        { name: 'Value #A', type: FieldType.number, values: [9] },
      ],
    });
    expect(readConversions([frame], noon)).toBeUndefined();
    frame.fields[3]!.config.displayName = 'last';
    expect(readConversions([frame], noon)?.all[0]?.last).toBe(9);
  });

  test('may call its fields from, to and class', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'From', type: FieldType.string, values: ['csv'] },
        { name: 'To', type: FieldType.string, values: ['parquet'] },
        { name: 'Class', type: FieldType.string, values: ['1 GB'] },
        { name: 'Duration', type: FieldType.number, values: [1500], config: { unit: 'ms' } },
      ],
    });
    expect(readConversions([frame], noon)?.all[0]).toMatchObject({
      from: 'csv',
      to: 'parquet',
      size: '1 GB',
      last: 1.5,
    });
  });
});
