/**
 * How is the page printed as Markdown that reads well as plain text, too? Names of the
 * monitored system stay text: no link, image, heading or HTML can come from them.
 */
import { type Report } from './numbers';
import { type Cell, type Figure, type Group, type Page, pageOf, type Stories, type Table } from './page';

export function markdownOf(report: Report): string {
  const page = pageOf(report);
  const blocks = [
    `# ${plain(page.title)}`,
    plain(page.subtitle),
    `**${plain(page.sentence)}**`,
    figures(page.figures),
    stories(page.worse),
    stories(page.better),
    ...page.sections.map((t) => table(t, true)),
    ...page.tables.map((t) => table(t, false)),
    notes(page),
  ];
  return `${blocks.filter((b) => b !== '').join('\n\n')}\n`;
}

/** Escapes what Markdown or GitHub would read as a mark, a table's edge, a link or a mention. */
export function plain(value: string): string {
  return value
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/[\\`*_[\]<>|~&#]/g, '\\$&')
    .replace(/(?<=\w):(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, (m) => `${m.slice(0, -1)}\\.`)
    .replace(/@(?=\w)/g, '\\@')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2')
    .trim();
}

function figures(list: Figure[]): string {
  return list
    .map(
      (f) =>
        `- ${plain(f.label)}: **${plain(f.value)}** (${plain([f.note, f.before].filter((b) => b !== '').join('; '))})`
    )
    .join('\n');
}

function stories({ title, list, empty }: Stories): string {
  const lines = list.map((s, i) => `${i + 1}. **${plain(s.name)}** ${s.ratio}, ${s.word}: ${plain(s.text)}`);
  return `## ${title}\n\n${lines.length > 0 ? lines.join('\n') : empty}`;
}

/** One Markdown table per group, the units in its head. */
function table(t: Table, section: boolean): string {
  const blocks = t.groups.map((g) => group(g, t, section));
  const body = blocks.length > 0 ? blocks.join('\n\n') : plain(t.empty);
  return [`## ${plain(t.title)}`, body, plain(t.more)].filter((b) => b !== '').join('\n\n');
}

function group(g: Group, t: Table, section: boolean): string {
  if (section && g.title === '') {
    const [name, value] = g.rows[0] ?? [];
    return `${plain(name?.text ?? '')}: **${plain(value?.text ?? '')}** (${plain(g.anchor)})`;
  }
  const heading = [g.title === '' ? '' : `### ${plain(g.title)}`, plain(g.anchor)].filter((b) => b !== '').join('\n\n');
  return [heading, rows(g, t), plain(g.note)].filter((b) => b !== '').join('\n\n');
}

function rows(g: Group, t: Table): string {
  if (g.rows.length === 0) {
    return '';
  }
  // A drawn mark says nothing in text; the ratio stands in the next column.
  const kept = t.columns
    .map((c, i) => ({ ...c, i }))
    .filter(({ i }) => g.rows.some((r) => r[i]?.mark === undefined && r[i]?.text !== ''));
  const head = kept.map(({ title, i }) => plain(title) + (g.units[i] ? ` (${plain(g.units[i] ?? '')})` : ''));
  const rule = kept.map(({ number }) => (number ? '---:' : '---'));
  const lines = g.rows.map((r) => line(kept.map(({ i }) => wording(r[i]))));
  return [line(head), line(rule), ...lines].join('\n');
}

function wording(cell: Cell | undefined): string {
  const { text = '', detail } = cell ?? {};
  return plain(detail === undefined ? text : `${text}: ${detail}`);
}

const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;

const notes = (page: Page): string => page.notes.map(plain).join('\n\n');
