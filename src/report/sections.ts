/** What does the system's document want in its report, item by item? */
import { type Item, type Report, type Row } from './numbers';
import { type Cell, type Group, type Table } from './page';
import { columnScale, count, inColumn, type Scale, unitOf, withUnit } from './units';

/** Rows of one list on the page; the CSV file has all. */
const LIST_ROWS = 12;
const PAPER_ROWS = 6;

export function sectionTables(report: Report): Table[] {
  const ids = new Set<string>();
  return report.sections.map((section) => ({
    title: section.title,
    columns: [
      { title: 'Item', number: false },
      { title: 'Value', number: true },
    ],
    groups: section.items.map((item) => groupOf(item, unique(item.id, ids))),
    empty: 'The document names no item here.',
    more: '',
  }));
}

/** An item of several lines of the catalogue keeps the document's id on its first. */
function unique(id: string, taken: Set<string>): string {
  let candidate = id;
  for (let n = 2; taken.has(candidate); n++) {
    candidate = `${id}-${n}`;
  }
  taken.add(candidate);
  return candidate;
}

function groupOf(item: Item, id: string): Group {
  const anchor = `${item.id} · ${item.anchor}`.replace(/ · $/, '');
  const [only, ...others] = item.rows;
  if (item.kind === 'list' && only !== undefined && others.length === 0 && isNumberAlone(only)) {
    return valueGroup({ ...item, title: `${item.title}: ${only.name}`, value: only.value }, anchor, id);
  }
  return item.kind === 'value' ? valueGroup(item, anchor, id) : listGroup(item, anchor, id);
}

/** A single value carries its unit itself. */
function valueGroup(item: Item, anchor: string, id: string): Group {
  const text = item.word !== '' ? item.word : alone(item);
  const measured = item.value !== null || item.word !== '';
  const rows = measured ? [[{ text: item.title }, { text }]] : [];
  return {
    title: measured ? '' : item.title,
    anchor,
    id,
    units: ['', ''],
    rows,
    paper: 1,
    note: measured ? '' : why(item),
  };
}

/** A row whose number says everything, in the unit of the list. */
const isNumberAlone = (row: Row): boolean => row.unit === '' && row.text === '' && row.value !== null;

function listGroup(item: Item, anchor: string, id: string): Group {
  const scale = columnScale(
    item.unit,
    item.rows.filter((r) => r.unit === '').map((r) => r.value)
  );
  const rows = item.rows
    .slice(0, LIST_ROWS)
    .map((r): Cell[] => [
      r.text === '' ? { text: r.name } : { text: r.name, detail: r.text },
      { text: valueOf(item, scale, r) },
    ]);
  const left = item.rows.length - rows.length;
  const note = rows.length === 0 ? why(item) : left > 0 ? `${count(left)} more in the CSV file` : '';
  return { title: item.title, anchor, id, units: ['', unitOf(scale)], rows, paper: PAPER_ROWS, note };
}

/** Rows of what people did have no number at all. */
function valueOf(item: Item, scale: Scale | null, row: Row): string {
  if (row.value === null && row.text !== '') {
    return '';
  }
  return row.unit === '' ? inColumn(item.unit, scale, row.value) : withUnit(row.unit, row.value);
}

/** A count reads better whole than as "1.71 K". */
const alone = ({ unit, value }: Item): string =>
  unit === 'short' ? inColumn(unit, columnScale(unit, [value]), value) : withUnit(unit, value);

const why = (item: Item): string => (item.missing === '' ? 'not measured' : item.missing);
