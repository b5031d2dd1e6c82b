import { cell, csvFilesOf } from './csv';
import { exampleReport, level, operation } from './example';

const rowsOf = (name: string, report = exampleReport()): string[] =>
  (csvFilesOf(report).find((f) => f.name === name)?.text ?? '').trimEnd().split('\r\n');

describe('the CSV files', () => {
  it('hold every operation in base units, unrounded', () => {
    const many = Array.from({ length: 2000 }, (_, i) => operation({ operation: `op-${i}`, baselineP95: 1 / 3 }));
    const rows = rowsOf('operations', exampleReport({ operations: many }));
    expect(rows).toHaveLength(2001);
    expect(rows[0]?.split(',').length).toBe(rows[1]?.split(',').length);
    expect(rows[1]).toContain('0.3333333333333333');
  });

  it('keep what is no duration out of the columns of seconds, and name its unit', () => {
    const heap = level('heap', 'bytes', { baselineP95: 100, p50: 90, p95: 150, p99: 170, mean: 95 });
    const operations = [heap, level('lag', 's', { p95: 3 }), operation({ operation: 'query' })];
    const [heads = '', ...rows] = rowsOf('operations', exampleReport({ operations }));
    const cells = rows.map((row) => {
      const values = row.split(',');
      return Object.fromEntries(heads.split(',').map((name, i) => [name, values[i]]));
    });
    const empty = { p50_seconds: '', p95_seconds: '', p99_seconds: '', mean_seconds: '', normal_p95_seconds: '' };
    expect(cells[0]).toMatchObject({ ...empty, unit: 'bytes', p50: '90', p95: '150', p99: '170', mean: '95' });
    expect(cells[0]).toMatchObject({ requests: '1440', ratio: '1', normal_p95: '100' });
    expect(cells[1]).toMatchObject({ ...empty, unit: 's', p95: '3' });
    expect(cells[2]).toMatchObject({
      p95_seconds: '0.4',
      normal_p95_seconds: '0.4',
      unit: '',
      p95: '',
      normal_p95: '',
    });
  });

  it('leave a cell empty where nothing was measured', () => {
    const unknown = operation({ operation: 'new', ratio: null, baselineP95: null, p95: 0.3, errors: null });
    expect(rowsOf('operations', exampleReport({ operations: [unknown] }))[1]).toContain(',,,,,normal,active,');
  });

  it('hold every row of every documented item', () => {
    const rows = rowsOf('items');
    expect(rows).toContain(
      'kgas,2026-11-20,Average performance by operation,D2-R02,D2 l.448,Mean duration,query,,0.21,s,,'
    );
    expect(rows.filter((r) => r.includes('D2-R03'))).toHaveLength(3);
  });

  it('hold violations and missed targets', () => {
    expect(rowsOf('violations')[2]).toBe(
      'kgas,2026-11-20,operation,graph-build,,latency,warning,2026-11-20T20:30:00.000Z,,2.6,40'
    );
    expect(rowsOf('targets')[1]).toContain('D2-T11,D2 l.52,Query answer,operation_type=query,2.31,<,2,s');
  });

  it.each([
    ['=1+1', `"'=1+1"`],
    ['+1', `"'+1"`],
    ['-2', `"'-2"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['\r\n=HYPERLINK("x")', `"'\r\n=HYPERLINK(""x"")"`],
    ['＝1+1', `"'＝1+1"`],
    ['\u200b\ufeff=1', `"'\u200b\ufeff=1"`],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['plain', 'plain'],
  ])('write %j so that no spreadsheet runs it', (value, written) => {
    expect(cell(value)).toBe(written);
  });

  it('write numbers as numbers, negative ones too', () => {
    expect([cell(-0.5), cell(1e-7), cell(NaN), cell(null)]).toEqual(['-0.5', '1e-7', '', '']);
  });
});
