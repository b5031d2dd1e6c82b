import { exampleReport } from './example';
import { parseReports } from './numbers';

const json = (change: (report: Record<string, unknown>) => void = () => undefined): string => {
  const report: Record<string, unknown> = JSON.parse(JSON.stringify(exampleReport()));
  change(report);
  return JSON.stringify({ reports: [report] });
};

describe('the numbers of a report', () => {
  it('are read as they were written', () => {
    expect(parseReports(json(), 'numbers.json')).toEqual([exampleReport()]);
  });

  it('may lack lists, which Go writes as null, and may have fields of a later version', () => {
    const [report] = parseReports(
      json((r) => Object.assign(r, { charts: null, violations: undefined, new: 1 })),
      'x'
    );
    expect(report).toMatchObject({ charts: [], violations: [] });
    expect(report).not.toHaveProperty('new');
  });

  it('say the unit of what is no duration, and none of a duration', () => {
    const [report] = parseReports(
      json((r) => {
        for (const list of ['operations', 'charts']) {
          Object.assign((r[list] as object[])[0]!, { unit: 'bytes' });
        }
      }),
      'x'
    );
    expect(report?.operations.slice(0, 2).map((o) => o.unit)).toEqual(['bytes', undefined]);
    expect(report?.charts.slice(0, 2).map((c) => c.unit)).toEqual(['bytes', undefined]);
  });

  it('name the path of a field that is wrong, and whose it is', () => {
    const wrong = json((r) => Object.assign((r['operations'] as object[])[2]!, { tier: 'bad' }));
    expect(() => parseReports(wrong, 'day.json')).toThrow(
      /reading the numbers of day\.json: .*normal.*info.*reports\[0\]\.operations\[2\]\.tier/s
    );
  });

  it('are no day that does not exist', () => {
    expect(() =>
      parseReports(
        json((r) => Object.assign(r, { day: '2026-02-30' })),
        'x'
      )
    ).toThrow(/reports\[0\]\.day/);
  });

  it('are JSON of this command, or the message says that they are not', () => {
    expect(() => parseReports('yardstick: no such flag', 'yardstick report')).toThrow(/yardstick report: not JSON/);
    expect(() => parseReports('{"operations":[]}', 'check.json')).toThrow(/check\.json: .*\n.*at reports/);
  });
});
