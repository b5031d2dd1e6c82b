import { exampleReport, level, operation } from './example';
import { markdownOf, plain } from './markdown';
import { type Operation, type Report } from './numbers';

describe('the Markdown report', () => {
  it('begins with the day and the sentence', () => {
    const [title, , , , sentence] = markdownOf(exampleReport()).split('\n');
    expect(title).toBe('# KGAS, Friday 20 November 2026');
    expect(sentence).toMatch(/^\*\*3 of 18 operations were slower than normal/);
  });

  it('puts the unit of a column into its head and leaves out the drawn column', () => {
    const text = markdownOf(exampleReport());
    expect(text).toContain(
      '| Operation | Ratio | Requests | p50 (ms) | p95 (ms) | Normal p95 (ms) | p99 (ms) | Mean (ms) | Errors (%) | Verdict |'
    );
    expect(text).toContain(
      '| entity-extraction | 5.2x | 120,000 | 1,919 | 4,264 | 820 | 6,822 | 2,132 | 3.10 | critical |'
    );
  });

  it('has tables whose rows are as long as their heads', () => {
    const tables = markdownOf(exampleReport({ operations: [operation({ operation: 'a | b' })] }))
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(4);
    for (const table of tables) {
      const widths = table.split('\n').map((row) => row.replaceAll('\\|', '').split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  it('gives the place in the document for every item', () => {
    const text = markdownOf(exampleReport());
    for (const item of exampleReport().sections.flatMap((s) => s.items)) {
      expect(text).toContain(`${item.id} · ${item.anchor}`);
    }
    expect(text).toContain('CPU, mean: **41.3%** (D2-R03 · D2 l.449)');
  });

  it.each([
    ['all is normal', [{}], {}],
    ['some is not', [{ ratio: 4, tier: 'critical' }, { ratio: 0.5 }], {}],
    ['the day is not over', [{}], { to: '2026-11-20T03:00:00Z' }],
  ] as Array<[string, Array<Partial<Operation>>, Partial<Report>]>)(
    'of levels says nothing of slow or fast where %s',
    (_, levels, more) => {
      const operations = levels.map((one, i) => level(`heap ${i}`, 'bytes', one));
      const text = markdownOf(exampleReport({ operations, violations: [], sections: [], ...more }));
      expect(text).not.toMatch(/slow|fast|as long/i);
      expect(text).toContain('2x is twice as much');
    }
  );

  it.each([
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['[click](http://evil.example)', '\\[click\\](http\\://evil.example)'],
    ['![](x) **b** `c` ~~d~~ | e', '!\\[\\](x) \\*\\*b\\*\\* \\`c\\` \\~\\~d\\~\\~ \\| e'],
    ['www.evil.example @everyone #1 &copy;', 'www\\.evil.example \\@everyone \\#1 \\&copy;'],
    ['two\nlines\u202E', 'two lines'],
    ['- list', '\\- list'],
    ['1. list', '1\\. list'],
    ['graph-to-table small', 'graph-to-table small'],
  ])('shows %j as text', (name, expected) => {
    expect(plain(name)).toBe(expected);
  });
});
