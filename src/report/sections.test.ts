import { csvFilesOf } from './csv';
import { exampleReport } from './example';
import { htmlOf } from './html';
import { markdownOf } from './markdown';
import { type Item, type Report, type Row } from './numbers';

const row = (name: string, value: number | null, text = '', unit = ''): Row => ({
  name,
  labels: {},
  value,
  text,
  unit,
});

/** A report whose only documented item has these rows. */
function reportOf(rows: Row[], unit = 'short'): Report {
  const item: Item = {
    ...{ id: 'D3-R02', title: 'What was decided', unit, kind: 'list', anchor: 'D3 l.390' },
    ...{ value: null, word: '', rows, missing: '' },
  };
  return exampleReport({ sections: [{ title: 'Decisions', items: [item] }] });
}

const decided = reportOf([
  row('10 Mar 09:00 exclude: all operations', null, 'ada: move of the database'),
  row('10 Mar 10:00 freeze: graph-build', null, 'bob: no reason given'),
]);

describe('rows with words', () => {
  it('that have no number are a column of words, not of dashes', () => {
    const text = markdownOf(decided);
    expect(text).toContain('| 10 Mar 09:00 exclude: all operations: ada: move of the database |');
    expect(text.slice(text.indexOf('## Decisions')).split('## ')[1]).not.toContain('–');
  });

  it('stand below the name on the page, and never as markup', () => {
    const html = htmlOf(reportOf([row('a', 1, '<img src=x>'), row('b', 2)]));
    expect(html).toContain('<bdi>a</bdi><span class="soft detail"><bdi>&lt;img src=x&gt;</bdi></span>');
  });

  it('keep them where there is only one', () => {
    expect(markdownOf(reportOf([row('graph-query', 3, '1 critical, peak 6.2x')]))).toContain(
      '| graph-query: 1 critical, peak 6.2x | 3 |'
    );
  });

  it('leave for a spreadsheet with author and reason, inert', () => {
    const items = csvFilesOf(reportOf([row('freeze', null, '=HYPERLINK("x")')])).find((f) => f.name === 'items');
    expect(items?.text.split('\r\n')[0]?.endsWith(',word,text')).toBe(true);
    expect(items?.text).toContain(`"'=HYPERLINK(""x"")"`);
  });
});

it('rows with units of their own carry them, others share that of the column', () => {
  const report = reportOf([row('lock wait', 0.12, '', 's'), row('cache hits', 0.4, '', 'percentunit'), row('runs', 3)]);
  const text = markdownOf(report);
  expect(text).toContain('| lock wait | 120 ms |');
  expect(text).toContain('| cache hits | 40% |');
  expect(text).toContain('| runs | 3 |');
  const items = csvFilesOf(report).find((f) => f.name === 'items');
  expect(items?.text).toContain('lock wait,,0.12,s,');
});
