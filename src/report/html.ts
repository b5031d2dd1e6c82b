/**
 * How is the page printed as one file that needs nothing else: no script, no request, every
 * name of the monitored system as inert text?
 */
import { draw } from './chart';
import { markSvg, scaleSvg } from './mark';
import { nounOf } from './moments';
import { type Report } from './numbers';
import {
  type Cell,
  type Column,
  type Drawing,
  type Figure,
  type Group,
  type Page,
  pageOf,
  type Stories,
  type Table,
} from './page';
import { named } from './sentence';
import { sheet } from './sheet';

/** Whose page it stands on decides between light and dark; by itself it follows the reader's system. */
export type Theme = 'light' | 'dark';

export function htmlOf(report: Report, theme?: Theme): string {
  const page = pageOf(report);
  return `<!doctype html>
<html lang="en"${theme === undefined ? '' : ` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(page.title)}</title>
<style>${sheet}</style>
</head>
<body>
<main>
${head(page)}
${figures(page.figures)}
<div class="stories">
${stories(page.worse)}
${stories(page.better)}
</div>
${charts(page.drawings, report)}
<div class="sections">
${page.sections.map(section).join('\n')}
</div>
${page.tables.map(wide).join('\n')}
<footer>${page.notes.map((n) => `<p class="soft">${text(n)}</p>`).join('')}</footer>
</main>
</body>
</html>
`;
}

/** Text that no browser can take for anything else; control characters and switches of the writing direction are gone. */
function text(value: string): string {
  return value
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function head(page: Page): string {
  return `<header><h1>${text(page.title)}</h1><p class="soft">${text(page.subtitle)}</p></header>
<p class="sentence">${together(text(page.sentence))}</p>`;
}

/** Keeps a number and its unit on one line. */
const together = (sentence: string): string =>
  sentence.replace(/(\d) (?=(h|min|s)\b)/g, '$1&nbsp;').replace(/(&nbsp;h) (?=\d)/g, '$1&nbsp;');

function figures(list: Figure[]): string {
  const items = list.map(
    (f) =>
      `<div><dt>${text(f.label)}</dt><dd class="value ${f.tone}">${text(f.value)}</dd><dd class="soft">${text(f.note)}</dd>${f.before === '' ? '' : `<dd class="soft">${text(f.before)}</dd>`}</div>`
  );
  return `<dl class="figures">${items.join('')}</dl>`;
}

function stories({ title, list, empty }: Stories): string {
  const items = list.map(
    (s) =>
      `<li><span class="ratio ${s.tone}">${text(s.ratio)} ${text(s.word)}</span><b>${text(s.name)}</b><br><span class="soft">${text(s.text)}</span></li>`
  );
  const body = items.length > 0 ? `<ol>${items.join('')}</ol>` : `<p class="soft">${text(empty)}</p>`;
  return `<section><h2>${text(title)}</h2>${body}</section>`;
}

function charts(drawings: Drawing[], report: Report): string {
  if (drawings.length === 0) {
    return '';
  }
  const items = drawings.map((d) => {
    const { svg, unit } = draw(d, report);
    const axis = unit === '' ? 'p95' : `p95, ${unit}`;
    const caption = `<b>${text(named(report, d.chart))}</b> <span class="soft">${text(axis)}</span>`;
    return `<figure><figcaption>${caption}</figcaption>${svg}</figure>`;
  });
  const legend = 'line: measured; dashed: normal then; green: its usual spread; shaded: in violation';
  return `<div class="charts"><h2>Over the ${nounOf(report.period)} <span class="soft">${legend}</span></h2>${items.join('\n')}</div>`;
}

function section(table: Table): string {
  const body = table.groups.map((g, i) => group(withoutRepeat(g, table.groups[i - 1]), table)).join('');
  const content = body === '' ? `<p class="soft">${text(table.empty)}</p>` : `<table>${body}</table>`;
  return `<section><h2>${text(table.title)}</h2>${content}</section>`;
}

/** Values of one item of the document stand below one another; its place is named beside the first. */
function withoutRepeat(g: Group, before: Group | undefined): Group {
  const repeats = before !== undefined && g.title === '' && before.title === '' && before.anchor === g.anchor;
  return repeats ? { ...g, anchor: '' } : g;
}

function wide(table: Table): string {
  if (table.groups.length === 0) {
    return `<section class="wide"><h2>${text(table.title)}</h2><p class="soft">${text(table.empty)}</p></section>`;
  }
  const heads = table.columns
    .map((c) => {
      const content = `${text(c.title)}${c.drawn === true ? scaleSvg() : ''}`;
      // A header without a word is none: screen readers would announce nothing.
      return c.title === ''
        ? `<td${columnClass(c)}>${content}</td>`
        : `<th scope="col"${columnClass(c)}>${content}</th>`;
    })
    .join('');
  const body = table.groups.map((g) => group(g, table)).join('');
  const offPaper = table.groups.reduce((n, g) => n + Math.max(0, g.rows.length - g.paper), 0);
  const paper =
    offPaper > 0 ? `<p class="soft onpaper">${offPaper} more are on the screen and in the CSV file.</p>` : '';
  const more = table.more === '' ? '' : `<p class="soft">${text(table.more)}</p>`;
  return `<section class="wide" tabindex="0" aria-label="${text(table.title)}"><h2>${text(table.title)}</h2><table><thead><tr>${heads}</tr></thead>${body}</table>${paper}${more}</section>`;
}

/** One group: a row that names it and its units, then its rows. */
function group(g: Group, table: Table): string {
  const named = g.title !== '' || g.units.some((u) => u !== '');
  const anchor = g.anchor === '' ? '' : `<small>${text(g.anchor)}</small>`;
  const titles = table.columns.map((c, i) => {
    const content = i === 0 ? text(g.title) + anchor : text(g.units[i] ?? '');
    return content === ''
      ? `<td${columnClass(c)}></td>`
      : `<th scope="${i === 0 ? 'rowgroup' : 'col'}"${columnClass(c)}>${content}</th>`;
  });
  const heading = named ? `<tr class="units">${titles.join('')}</tr>` : '';
  const rows = g.rows.map(
    (cells, i) => `<tr${classOf(i < g.paper ? '' : 'late')}>${row(cells, table, named ? '' : anchor)}</tr>`
  );
  const note = g.note === '' ? '' : `<tr class="note"><td colspan="${table.columns.length}">${text(g.note)}</td></tr>`;
  const id = g.id === '' ? '' : ` id="${text(g.id)}"`;
  return `<tbody${id}${classOf(g.paper > 0 ? '' : 'late')}>${heading}${rows.join('')}${note}</tbody>`;
}

const classesOf = (c: Column | undefined): string[] => [
  ...(c?.number === true ? ['number'] : []),
  ...(c?.minor === true ? ['minor'] : []),
];
const columnClass = (c: Column): string => classOf(classesOf(c).join(' '));
const classOf = (name: string): string => (name === '' ? '' : ` class="${name}"`);

function row(cells: Cell[], table: Table, anchor: string): string {
  return cells
    .map((cell, i) => {
      const names = [
        ...classesOf(table.columns[i]),
        ...(cell.tone === undefined || cell.tone === 'plain' ? [] : [cell.tone]),
      ];
      const why = cell.why === undefined || cell.why === '' ? '' : ` title="${text(cell.why)}"`;
      const detail =
        cell.detail === undefined ? '' : `<span class="soft detail"><bdi>${text(cell.detail)}</bdi></span>`;
      const content = cell.mark === undefined ? `<bdi>${text(cell.text)}</bdi>${detail}` : markSvg(cell.mark);
      return `<td${classOf(names.join(' '))}${why}>${content}${i === 0 && anchor !== '' ? anchor : ''}</td>`;
    })
    .join('');
}
