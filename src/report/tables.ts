/** Which tables give the evidence: operations, violations, targets missed? */
import { unitOrSeconds } from '../components/unit';
import { dayAndTime, lengthInWords, timeOfDay } from './moments';
import { type Operation, type Report, type Target, type Tier, type Violation } from './numbers';
import { type Cell, type Column, type Group, type Mark, type Table, type Tone } from './page';
import { named, setInWords } from './sentence';
import { columnScale, count, inColumn, onScale, times, unitOf, withUnit } from './units';

const word = (title: string): Column => ({ title, number: false });
const figure = (title: string): Column => ({ title, number: true });

const operationColumns = [
  word('Operation'),
  { ...word('To normal'), drawn: true },
  figure('Ratio'),
  figure('Requests'),
  { ...figure('p50'), minor: true },
  figure('p95'),
  figure('Normal p95'),
  { ...figure('p99'), minor: true },
  { ...figure('Mean'), minor: true },
  figure('Errors'),
  word('Verdict'),
  word('Baseline'),
];

/** Rows on paper; the rest is on the screen. */
const PAPER_OPERATIONS = 20;
const PAPER_ROWS = 8;

/** The first `limit` operations, furthest from normal first, by set: a set shares its units. */
export function operationsTable(report: Report, limit: number): Table {
  const shown = [...report.operations].sort(furthestFirst).slice(0, limit);
  const onPaper = new Set(shown.slice(0, PAPER_OPERATIONS));
  const sets = [...new Set(shown.map((o) => o.set))];
  const left = report.operations.length - shown.length;
  return {
    title: 'Operations',
    columns: operationColumns,
    groups: sets.map((set) => {
      const rows = shown.filter((o) => o.set === set);
      return { ...operationGroup(report, set, rows), paper: rows.filter((o) => onPaper.has(o)).length };
    }),
    empty: 'No operation had requests in this time.',
    more: left > 0 ? `${count(left)} more, all closer to normal, are in the CSV file.` : '',
  };
}

/** Those without a ratio last, the busiest of them first. */
function furthestFirst(a: Operation, b: Operation): number {
  return (b.ratio ?? -1) - (a.ratio ?? -1) || b.requests - a.requests;
}

function operationGroup(report: Report, set: string, rows: Operation[]): Omit<Group, 'paper'> {
  const measured = unitOrSeconds(rows[0]?.unit);
  const scale = columnScale(
    measured,
    rows.flatMap((o) => [o.p95, o.baselineP95])
  );
  const unit = unitOf(scale);
  return {
    title: setInWords(report, set),
    anchor: '',
    id: '',
    units: ['', '', '', '', unit, unit, unit, unit, unit, '%', '', ''],
    note: '',
    rows: rows.map((o) => [
      { text: o.operation },
      { text: '', mark: markOf(o) },
      { text: times(o.ratio), tone: toneOf(o.tier) },
      { text: count(o.requests) },
      ...[o.p50, o.p95, o.baselineP95, o.p99, o.mean].map((v) => ({ text: inColumn(measured, scale, v) })),
      { text: onScale({ divisor: 0.01, prefix: '', suffix: '%' }, o.errors) },
      { text: verdict(o), tone: toneOf(o.tier), why: o.reason },
      { text: o.state === 'none' ? 'none yet' : o.state },
    ]),
  };
}

/** A tier counts only beside a ratio to a baseline that may judge. */
function verdict(o: Operation): string {
  return o.ratio === null || o.state === 'learning' || o.state === 'none' ? '–' : o.tier;
}

function markOf(o: Operation): Mark | undefined {
  return o.ratio === null ? undefined : { ratio: o.ratio, low: o.ratioLow, high: o.ratioHigh, tone: toneOf(o.tier) };
}

const toneOf = (tier: Tier): Tone => (tier === 'normal' ? 'plain' : tier);

/** Of latencies nothing has to be said. */
const whatWasOff = ({ signal }: Violation) =>
  signal === 'errors' ? ', failed requests' : signal === 'rate' ? ', nothing completed' : '';

export function violationsTable(report: Report): Table {
  const rows = report.violations.map((v): Cell[] => [
    { text: named(report, v) },
    { text: v.tier + whatWasOff(v), tone: toneOf(v.tier) },
    { text: dayAndTime(v.start, report.timeZone) },
    { text: v.end === null ? 'still open' : timeOfDay(v.end, report.timeZone) },
    { text: lengthOf(v, report) },
    { text: times(v.peak) },
    { text: foundAfter(v.delay) },
  ]);
  const columns = [
    word('Operation'),
    word('Worst'),
    word('From'),
    word('To'),
    figure('Length'),
    figure('Peak'),
    figure('Found after'),
  ];
  return table('Violations', columns, rows, 'No operation was in violation.');
}

/** A violation that starts and ends with the same window was one window long. */
function lengthOf(v: Violation, report: Report): string {
  const seconds = (Date.parse(v.end ?? report.to) - Date.parse(v.start)) / 1000;
  return seconds === 0 ? 'one window' : lengthInWords(seconds);
}

function foundAfter(delay: number | null): string {
  if (delay === null) {
    return '–';
  }
  return delay === 0 ? 'at once' : lengthInWords(delay);
}

/** One row per documented target; of several series that miss it the one furthest from it. */
export function targetsTable(report: Report): Table {
  const ids = [...new Set(report.targetsMissed.map((t) => t.id))];
  const rows = ids.flatMap((id) => {
    const all = report.targetsMissed.filter((t) => t.id === id).sort(furthestFromLimit);
    return all
      .slice(0, 1)
      .map((worst): Cell[] => [
        { text: worst.title + labelsOf(worst) + (all.length > 1 ? `, and ${all.length - 1} more` : '') },
        { text: withUnit(worst.unit, worst.value), tone: 'warning' },
        { text: `${signs[worst.op]} ${withUnit(worst.unit, worst.limit)}` },
        { text: `${worst.id} ${worst.anchor}`.trim() },
      ]);
  });
  const { met, missed, notTested } = report.summary.targets;
  const empty =
    met + missed === 0
      ? 'No target could be tested.'
      : `All ${met} tested targets were met; ${notTested} were not tested.`;
  return table('Targets missed', [word('Target'), figure('Measured'), figure('Wanted'), word('Document')], rows, empty);
}

const signs = { '<': '<', '<=': '≤', '>': '>', '>=': '≥', '==': '=' } as const;

function furthestFromLimit(a: Target, b: Target): number {
  const off = (t: Target): number => Math.abs((t.value ?? t.limit) - t.limit);
  return off(b) - off(a);
}

const labelsOf = (t: Target): string => {
  const values = Object.values(t.labels).filter((v) => v !== '');
  return values.length > 0 ? ` (${values.join(', ')})` : '';
};

function table(title: string, columns: Column[], rows: Cell[][], empty: string): Table {
  const group = { title: '', anchor: '', id: '', units: columns.map(() => ''), rows, paper: PAPER_ROWS, note: '' };
  return { title, columns, groups: rows.length > 0 ? [group] : [], empty, more: '' };
}
