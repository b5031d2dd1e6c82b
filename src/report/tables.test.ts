import { exampleReport, level, operation } from './example';
import { operationsTable, targetsTable, violationsTable } from './tables';

const column = (table: ReturnType<typeof operationsTable>, title: string): string[] => {
  const i = table.columns.findIndex((c) => c.title === title);
  return table.groups.flatMap((g) => g.rows.map((r) => r[i]?.text ?? ''));
};

describe('the table of operations', () => {
  it('puts what is furthest from normal first, within sets of one unit', () => {
    const table = operationsTable(exampleReport(), 100);
    expect(table.groups.map((g) => [g.title, g.units[5]])).toEqual([
      ['Operations', 'ms'],
      ['Conversions', 'min'],
    ]);
    expect(column(table, 'Operation')[0]).toBe('entity-extraction');
  });

  it('writes every set in its own unit', () => {
    const operations = [
      level('heap', 'bytes', { baselineP95: 2 ** 30, ratio: 3 }),
      level('queue', 'short', { baselineP95: 12_300, ratio: 2 }),
      level('lag', 's', { baselineP95: 90, ratio: 1.5 }),
      operation({ operation: 'query', baselineP95: 0.2 }),
    ];
    const table = operationsTable(exampleReport({ operations }), 100);
    expect(table.groups.map((g) => g.units[5])).toEqual(['GiB', '', 'min', 'ms']);
    expect(column(table, 'p95')).toEqual(['3', '24,600', '2.25', '200']);
    expect(column(table, 'Normal p95')).toEqual(['1', '12,300', '1.50', '200']);
  });

  it('gives no verdict where the baseline is still being learned', () => {
    const learning = operation({ operation: 'new', ratio: 3, state: 'learning' });
    expect(column(operationsTable(exampleReport({ operations: [learning] }), 100), 'Verdict')).toEqual(['–']);
  });

  it('takes to paper the 20 operations furthest from normal, of whatever set', () => {
    const set = (name: string, ratio: number) =>
      Array.from({ length: 30 }, (_, i) =>
        operation({ operation: `${name}-${i}`, set: name, setTitle: name, ratio: ratio + i / 100 })
      );
    const table = operationsTable(exampleReport({ operations: [...set('calm', 1), ...set('slow', 1.2)] }), 100);
    expect(table.groups.map((g) => [g.title, g.paper])).toEqual([
      ['slow', 20],
      ['calm', 0],
    ]);
  });
});

describe('the table of missed targets', () => {
  it('has one row per target, of the series furthest from it', () => {
    const missed = (route: string, value: number) => ({
      ...exampleReport().targetsMissed[0]!,
      labels: { route },
      value,
    });
    const table = targetsTable(exampleReport({ targetsMissed: [missed('a', 2.1), missed('b', 9), missed('c', 3)] }));
    expect(column(table, 'Target')).toEqual(['Query answer (b), and 2 more']);
    expect(column(table, 'Measured')).toEqual(['9 s']);
  });

  it('of a target with a lower limit takes the smallest', () => {
    const missed = (value: number) => ({ ...exampleReport().targetsMissed[0]!, op: '>=' as const, limit: 10, value });
    const table = targetsTable(exampleReport({ targetsMissed: [missed(9), missed(2)] }));
    expect([column(table, 'Measured'), column(table, 'Wanted')]).toEqual([['2 s'], ['≥ 10 s']]);
  });
});

describe('the table of violations', () => {
  it('says that one goes on, and that one was a single window', () => {
    const [first, second] = exampleReport().violations;
    const table = violationsTable(exampleReport({ violations: [second!, { ...first!, end: first!.start, delay: 0 }] }));
    expect(column(table, 'To')[0]).toBe('still open');
    expect(column(table, 'Length')).toEqual(['3 h 30 min', 'one window']);
    expect(column(table, 'Found after')).toEqual(['40 s', 'at once']);
  });

  it('tells times in the time zone of the system', () => {
    const table = violationsTable(exampleReport({ timeZone: 'Asia/Kolkata' }));
    expect(column(table, 'From')[0]).toBe('20 Nov 19:42');
  });
});
