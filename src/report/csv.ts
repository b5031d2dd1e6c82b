/**
 * How do all numbers of a report leave for a spreadsheet? One file per table, in base units
 * (seconds, bytes, shares), nothing rounded, no cell that a spreadsheet would run as a formula.
 */
import { isDuration } from '../components/unit';
import { type Item, type Report } from './numbers';

type Value = string | number | null;

export interface CsvFile {
  /** What the file holds, for its name. */
  name: 'operations' | 'items' | 'violations' | 'targets';
  text: string;
}

export function csvFilesOf(report: Report): CsvFile[] {
  return [
    { name: 'operations', text: csv(operationHeads, operations(report)) },
    { name: 'items', text: csv(itemHeads, items(report)) },
    { name: 'violations', text: csv(violationHeads, violations(report)) },
    { name: 'targets', text: csv(targetHeads, targets(report)) },
  ];
}

const operationHeads =
  'system,day,set,operation,labels,requests,requests_per_second,p50_seconds,p95_seconds,p99_seconds,mean_seconds,error_ratio,normal_p95_seconds,ratio,ratio_low,ratio_high,tier,baseline_state,reason,unit,p50,p95,p99,mean,normal_p95';

/** What is no duration has its numbers in columns of its own, the last, beside their unit. */
function operations({ system, day, operations }: Report): Value[][] {
  return operations.map((o) => {
    const [seconds, other] = isDuration(o.unit) ? [o, nothing] : [nothing, o];
    return [
      ...[system, day, o.set, o.operation, labels(o.labels), o.requests, o.rate],
      ...[seconds.p50, seconds.p95, seconds.p99, seconds.mean, o.errors, seconds.baselineP95],
      ...[o.ratio, o.ratioLow, o.ratioHigh, o.tier, o.state, o.reason],
      ...[o.unit ?? '', other.p50, other.p95, other.p99, other.mean, other.baselineP95],
    ];
  });
}

const nothing = { p50: null, p95: null, p99: null, mean: null, baselineP95: null };

const itemHeads = 'system,day,section,id,anchor,item,name,labels,value,unit,word,text';

function items({ system, day, sections }: Report): Value[][] {
  return sections.flatMap((section) =>
    section.items.flatMap((item) =>
      rowsOf(item).map((r) => [
        ...[system, day, section.title, item.id, item.anchor, item.title],
        ...[r.name, labels(r.labels), r.value, r.unit === '' ? item.unit : r.unit, item.word, r.text],
      ])
    )
  );
}

const rowsOf = (item: Item) =>
  item.kind === 'list' ? item.rows : [{ name: item.title, labels: {}, value: item.value, unit: '', text: '' }];

const violationHeads = 'system,day,set,operation,labels,signal,tier,start,end,peak_ratio,detection_delay_seconds';

function violations({ system, day, violations }: Report): Value[][] {
  return violations.map((v) => [
    system,
    day,
    v.set,
    v.operation,
    labels(v.labels),
    v.signal,
    v.tier,
    v.start,
    v.end,
    v.peak,
    v.delay,
  ]);
}

const targetHeads = 'system,day,id,anchor,target,labels,value,comparison,limit,unit';

function targets({ system, day, targetsMissed }: Report): Value[][] {
  return targetsMissed.map((t) => [
    system,
    day,
    t.id,
    t.anchor,
    t.title,
    labels(t.labels),
    t.value,
    t.op,
    t.limit,
    t.unit,
  ]);
}

const labels = (l: Record<string, string>): string =>
  Object.entries(l)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** RFC 4180, with the line ends that it asks for. */
function csv(heads: string, rows: Value[][]): string {
  return [heads, ...rows.map((r) => r.map(cell).join(','))].join('\r\n') + '\r\n';
}

/**
 * A text that begins like a formula gets an apostrophe, by which spreadsheets know text. Numbers stay numbers. Some
 * spreadsheets take full-width signs for the plain ones, and look past what has no width.
 */
export function cell(value: Value): string {
  if (value === null || typeof value === 'number') {
    return value === null || !Number.isFinite(value) ? '' : String(value);
  }
  const formula = /^[\s\p{C}]*[=+\-@|%＝＋－＠]/u.test(value);
  const inert = formula ? `'${value}` : value;
  return formula || /[",\r\n\t;]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
