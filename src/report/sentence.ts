/** What does the day come down to, in one sentence, and in three things worse and three better? */
import { isDuration, unitOrSeconds } from '../components/unit';
import { lengthInWords, nounOf } from './moments';
import { type Operation, type Report } from './numbers';
import { type Story, type Tone } from './page';
import { areDurations, bestOf, failedOf, type Slower, slowerOf, stoppedOf, worstOf } from './slower';
import { count, times, withUnit } from './units';

export function sentenceOf(report: Report): string {
  const { summary } = report;
  if (summary.operations === 0) {
    return `Nothing of ${report.title} was measured: Prometheus has no requests of its operations in this time.`;
  }
  if (summary.withBaseline === 0) {
    return `${report.title} is still being learned: none of its ${operations(summary.operations)} has a baseline yet.`;
  }
  return [deviations(report), failures(report), stops(report), targets(report), learning(report)]
    .filter((s) => s !== '')
    .join(' ');
}

function deviations(report: Report): string {
  const slower = slowerOf(report);
  const [worst] = slower;
  if (worst !== undefined) {
    const verb = slower.length === 1 ? 'was' : 'were';
    const state = areDurations(report, slower) ? 'slower than' : 'off';
    const lead = `${slower.length} of ${operations(report.summary.operations)} ${verb} ${state} normal`;
    return `${lead}; worst: ${named(report, worst)}, ${extent(worst)}.`;
  }
  const [mild] = worstOf(report);
  if (mild !== undefined) {
    const enough = areDurations(report, report.operations) ? 'slow enough' : 'far enough off normal';
    const none =
      report.violations.length > 0 ? `No operation was ${enough} for a violation` : 'No operation was in violation';
    return `${none}; furthest from normal: ${named(report, mild)}, ${extent(mild)}.`;
  }
  const { withBaseline, operations: all } = report.summary;
  const state = areDurations(report, report.operations) ? 'as fast as' : 'as';
  const these = withBaseline < all ? ' with a baseline' : '';
  return withBaseline === 1
    ? `The one operation${these} was ${state} normal.`
    : `All ${operations(withBaseline)}${these} were ${state} normal.`;
}

/** What fails at once is no slower than ever. */
function failures(report: Report): string {
  const all = failedOf(report);
  const [worst] = all;
  if (worst === undefined) {
    return '';
  }
  const share = withUnit('percentunit', worst.failed.share);
  return `${operations(all.length)} failed more than usual; worst: ${named(report, worst)}, ${share}.`;
}

/** What completes nothing is neither slow nor does it fail. */
function stops(report: Report): string {
  const all = stoppedOf(report);
  const [longest] = all;
  if (longest === undefined) {
    return '';
  }
  const name = named(report, longest);
  const length = lengthInWords(longest.seconds);
  return all.length === 1
    ? `${name} completed nothing for ${length}.`
    : `${operations(all.length)} completed nothing for a while; longest: ${name}, ${length}.`;
}

/** "up to 7.4x for 42 min", or "2.3x" where only the day as a whole is known. */
function extent(s: Slower): string {
  if (s.violated === null) {
    return times(s.peak);
  }
  return `up to ${times(s.peak)}${s.violated < 60 ? ', briefly' : ` for ${lengthInWords(s.violated)}`}`;
}

function targets(report: Report): string {
  const { met, missed } = report.summary.targets;
  if (missed > 0) {
    return `${missed} of ${met + missed} tested targets ${missed === 1 ? 'was' : 'were'} missed.`;
  }
  return met > 0 ? `All ${met} tested targets were met.` : '';
}

function learning(report: Report): string {
  const open = report.summary.operations - report.summary.withBaseline;
  return open > 0 ? `${operations(open)} ${open === 1 ? 'has' : 'have'} no baseline yet and cannot be judged.` : '';
}

export function worse(report: Report): Story[] {
  return worstOf(report).map((s) => {
    const facts = [s.day === undefined ? 'nothing else measured' : overDay(s.day)];
    if (s.violated !== null) {
      facts.unshift(
        s.violated < 60 ? 'briefly in violation' : `${lengthInWords(s.violated)} in violation`,
        ...(s.day?.ratio == null ? [] : [`over the ${nounOf(report.period)} ${times(s.day.ratio)}`])
      );
    }
    const tone: Tone = s.tier === 'normal' ? 'plain' : s.tier;
    const ratio = s.violated === null ? times(s.peak) : `up to ${times(s.peak)}`;
    return { name: named(report, s), ratio, tone, word: s.tier, text: `${facts.join('; ')}.` };
  });
}

export function better(report: Report): Story[] {
  return bestOf(report).map((o) => ({
    name: named(report, o),
    ratio: times(o.ratio),
    tone: 'better',
    word: isDuration(o.unit) ? 'faster' : 'lower',
    text: `${overDay(o)}.`,
  }));
}

function overDay(o: Operation): string {
  const unit = unitOrSeconds(o.unit);
  const compared = `p95 ${withUnit(unit, o.p95)}, normally ${withUnit(unit, o.baselineP95)}`;
  const interval =
    o.ratioLow !== null && o.ratioHigh !== null ? ` (${times(o.ratioLow)} to ${times(o.ratioHigh)})` : '';
  return `${compared}${interval}; ${tries(o)}`;
}

/** What is executed now and then, and has no rate, is run; a level, or a size, has values. */
function tries(o: Operation): string {
  const word = isDuration(o.unit) ? (o.rate === null ? 'run' : 'request') : 'value';
  return `${count(o.requests)} ${word}${Math.round(o.requests) === 1 ? '' : 's'}`;
}

/** Two sets can share names (starting and stopping the same tool); then the set is part of the name. */
export function named(report: Report, o: { operation: string; set: string }): string {
  const shared = report.operations.some((other) => other.operation === o.operation && other.set !== o.set);
  return shared ? `${o.operation} (${setInWords(report, o.set)})` : o.operation;
}

/** What the catalogue calls a set; without that "tool-init" as a person writes it. */
export function setInWords(report: Report, set: string): string {
  const title = report.operations.find((o) => o.set === set)?.setTitle ?? '';
  return title !== '' ? title : set.charAt(0).toUpperCase() + set.slice(1).replaceAll('-', ' ');
}

const operations = (n: number): string => (n === 1 ? '1 operation' : `${count(n)} operations`);
