/**
 * What stands on the page of a report, before anybody prints it as Markdown or HTML?
 * The sentence first, five numbers, what got worse and better, then the evidence.
 */
import { type Chart, type Report, type Tier, type Violation } from './numbers';
import { nounOf, periodInWords, spanInWords } from './moments';
import { beforeTable } from './before';
import { operationsTable, targetsTable, violationsTable } from './tables';
import { sectionTables } from './sections';
import { figuresOf } from './figures';
import { areDurations, isWhole, same, slowdowns } from './slower';
import { better, sentenceOf, worse } from './sentence';

/** What a colour would say; always beside a word that says it too. */
export type Tone = Exclude<Tier, 'normal'> | 'better' | 'plain';

export interface Figure {
  label: string;
  value: string;
  note: string;
  /** The same of the period before, "" where it is not known. */
  before: string;
  tone: Tone;
}

/** One of the three things that got worse, or better. */
export interface Story {
  name: string;
  ratio: string;
  tone: Tone;
  word: string;
  text: string;
}

export interface Stories {
  title: string;
  list: Story[];
  /** What an empty list means. */
  empty: string;
}

/** A ratio to normal with its interval, drawn on the logarithmic scale. */
export interface Mark {
  ratio: number;
  low: number | null;
  high: number | null;
  tone: Tone;
}

export interface Cell {
  text: string;
  tone?: Tone;
  mark?: Mark;
  /** Further words for whoever hovers. */
  why?: string;
  /** Words that belong to it, in smaller print. */
  detail?: string;
}

export interface Column {
  title: string;
  number: boolean;
  /** Its cells are marks on the scale of ratios. */
  drawn?: boolean;
  /** It gives way where the page is narrow. */
  minor?: boolean;
}

/** Rows that share the units of their columns. */
export interface Group {
  title: string;
  /** Anchor in the document, and the id under which the group can be linked to. */
  anchor: string;
  id: string;
  /** One per column, "" where there is none. */
  units: string[];
  rows: Cell[][];
  /** How many of the rows, from the first, go on paper. */
  paper: number;
  /** Said instead of rows. */
  note: string;
}

export interface Table {
  title: string;
  columns: Column[];
  groups: Group[];
  /** What an empty table means. */
  empty: string;
  /** What was left out, and where it is. */
  more: string;
}

/** A drawing of one operation's day, and its violations. */
export interface Drawing {
  chart: Chart;
  violations: Violation[];
}

export interface Page {
  title: string;
  subtitle: string;
  sentence: string;
  figures: Figure[];
  worse: Stories;
  better: Stories;
  drawings: Drawing[];
  sections: Table[];
  tables: Table[];
  notes: string[];
}

/** Rows of the operations' table on a page; all of them are in the CSV files. */
const PAGE_ROWS = 100;

export function pageOf(report: Report): Page {
  return {
    title: `${report.title}, ${periodInWords(report.period, report.day)}`,
    subtitle: `${capital(report.period)} report${isWhole(report) ? '' : ' so far'} · ${spanInWords(report.from, report.to, report.timeZone)}`,
    sentence: sentenceOf(report),
    figures: figuresOf(report),
    ...storiesOf(report),
    drawings: report.charts.map((chart) => ({ chart, violations: violationsOf(report, chart) })),
    sections: sectionTables(report),
    tables: [...beforeTable(report), operationsTable(report, PAGE_ROWS), violationsTable(report), targetsTable(report)],
    notes: notesOf(report),
  };
}

/** Their titles stand for all operations of the report, so that they do not change from day to day. */
function storiesOf(report: Report): Pick<Page, 'worse' | 'better'> {
  const words = areDurations(report, report.operations)
    ? { worse: 'Slower', better: 'Faster', none: 'Nothing was slower than normal.' }
    : { worse: 'Worse', better: 'Better', none: 'Nothing was off normal.' };
  const noneBetter = isWhole(report)
    ? `Nothing was clearly ${words.better.toLowerCase()} than normal.`
    : `Told when the ${nounOf(report.period)} is over.`;
  return {
    worse: { title: words.worse, list: worse(report), empty: words.none },
    better: { title: words.better, list: better(report), empty: noneBetter },
  };
}

function violationsOf(report: Report, chart: Chart): Violation[] {
  return slowdowns(report).filter((v) => same(v, chart));
}

function notesOf(report: Report): string[] {
  const durations = areDurations(report, report.operations);
  const notes = [
    `Normal is the learned p95 of the operation, in the charts that of the hour; where too little is learned, the upper end of the documented range. 1x is normal, 2x ${durations ? 'takes twice as long' : 'is twice as much'}; the bar around a mark is the 95 % interval.`,
    'A tier (info, warning, critical) needs its factor and enough certainty; a violation is a stretch at warning or worse, judged minute by minute, or five minutes and more in which nothing was completed. Every formula is in docs/methods of Yardstick.',
  ];
  if (!isWhole(report)) {
    notes.push(
      `The ${nounOf(report.period)} was not over: operations are measured since its first midnight and compared with whole days, so that a quiet night alone looks ${durations ? 'faster' : 'better'} than it is; lists that are called so cover the last 24 hours.`
    );
  }
  if (report.document !== '') {
    notes.push(
      `${report.document} with a line number is the place in the system's document that asks for a number or sets a limit.`
    );
  }
  return notes;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
