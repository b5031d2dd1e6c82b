/** How was it in the period before? Beside the five numbers, and operation by operation. */
import { unitOrSeconds } from '../components/unit';
import { nounOf } from './moments';
import { type Operation, type Report } from './numbers';
import { type Group, type Table } from './page';
import { isWhole, same, slowdowns } from './slower';
import { named, setInWords } from './sentence';
import { columnScale, count, inColumn, times, unitOf, withUnit } from './units';

/** Rows of the comparison; all operations are in the CSV files of both periods. */
const ROWS = 12;
const PAPER_ROWS = 8;
/** Fewer requests than these on either side compare nothing; of runs, one is something. */
const LEAST_REQUESTS = 20;

/** "week before 1.2 M, now 8 % more a second"; "" where nothing is known of it. */
export function beforeInWords(
  report: Report
): Record<'requests' | 'errors' | 'slower' | 'violations' | 'missed', string> {
  const { before } = report;
  if (!before || before.summary.operations === 0) {
    return { requests: '', errors: '', slower: '', violations: '', missed: '' };
  }
  const lead = `${nounOf(report.period)} before`;
  const { summary } = before;
  return {
    requests: `${lead}: ${count(summary.requests)}${moreOrLess(perSecond(report), perSecond(before))}`,
    errors: summary.errors === null ? '' : `${lead}: ${withUnit('percentunit', summary.errors)}`,
    slower: `${lead}: ${count(slowerThen(before))}`,
    violations: `${lead}: ${count(summary.violations)}${isWhole(report) ? '' : ', the whole of it'}`,
    missed: `${lead}: ${count(summary.targets.missed)}`,
  };
}

const slowerThen = (before: Report) => new Set(slowdowns(before).map((v) => `${v.set} ${v.operation}`)).size;

function perSecond({ from, to, summary }: Report): number {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return seconds > 0 ? summary.requests / seconds : 0;
}

function moreOrLess(now: number, before: number): string {
  if (before <= 0) {
    return '';
  }
  const change = Math.round(100 * (now / before - 1));
  return change === 0 ? ', as many a second' : `, now ${Math.abs(change)} % ${change > 0 ? 'more' : 'fewer'} a second`;
}

interface Pair {
  now: Operation;
  then: Operation;
  change: number;
}

/** The operations whose p95 moved most, by set: a set shares its units. */
export function beforeTable(report: Report): Table[] {
  const { before } = report;
  if (!before || before.operations.length === 0) {
    return [];
  }
  const pairs = pairsOf(report, before).sort((a, b) => Math.abs(Math.log(b.change)) - Math.abs(Math.log(a.change)));
  const shown = pairs.slice(0, ROWS);
  const onPaper = new Set(shown.slice(0, PAPER_ROWS));
  const sets = [...new Set(shown.map(({ now }) => now.set))];
  const left = pairs.length - shown.length;
  return [
    {
      title: `Against the ${nounOf(report.period)} before`,
      columns: [
        { title: 'Operation', number: false },
        { title: 'Change', number: true },
        { title: 'p95', number: true },
        { title: 'p95 before', number: true },
        { title: 'Requests', number: true },
        { title: 'Requests before', number: true },
      ],
      groups: sets.map((set) => {
        const own = shown.filter(({ now }) => now.set === set);
        return { ...groupOf(report, set, own), paper: own.filter((pair) => onPaper.has(pair)).length };
      }),
      empty: `No operation had enough requests in both this ${nounOf(report.period)} and the one before.`,
      more: left > 0 ? `${count(left)} more changed less.` : '',
    },
  ];
}

function pairsOf(report: Report, before: Report): Pair[] {
  return report.operations.flatMap((now) => {
    const then = before.operations.find((one) => same(one, now));
    const least = now.rate === null ? 1 : LEAST_REQUESTS;
    if (!then || !now.p95 || !then.p95 || now.requests < least || then.requests < least) {
      return [];
    }
    // Who defines an operation can give it another unit: then its numbers are no longer those of before.
    return unitOrSeconds(now.unit) === unitOrSeconds(then.unit) ? [{ now, then, change: now.p95 / then.p95 }] : [];
  });
}

function groupOf(report: Report, set: string, pairs: Pair[]): Omit<Group, 'paper'> {
  const measured = unitOrSeconds(pairs[0]?.now.unit);
  const scale = columnScale(
    measured,
    pairs.flatMap(({ now, then }) => [now.p95, then.p95])
  );
  const unit = unitOf(scale);
  return {
    title: setInWords(report, set),
    anchor: '',
    id: '',
    units: ['', '', unit, unit, '', ''],
    note: '',
    rows: pairs.map(({ now, then, change }) => [
      { text: named(report, now) },
      { text: times(change) },
      { text: inColumn(measured, scale, now.p95) },
      { text: inColumn(measured, scale, then.p95) },
      { text: count(now.requests) },
      { text: count(then.requests) },
    ]),
  };
}
