/** Which five numbers say most about the day? */
import { beforeInWords } from './before';
import { lengthInWords, nounOf } from './moments';
import { type Report } from './numbers';
import { type Figure, type Tone } from './page';
import { areDurations, failedOf, slowerOf } from './slower';
import { count, withUnit } from './units';

export function figuresOf(report: Report): Figure[] {
  const { summary } = report;
  const slower = slowerOf(report);
  const durations = areDurations(report, slower.length > 0 ? slower : report.operations);
  const failing = failedOf(report).length;
  const before = beforeInWords(report);
  const { met, missed, notTested, cannotTell } = summary.targets;
  return [
    {
      label: 'Requests',
      value: count(summary.requests),
      note: `${perSecond(report)} on average`,
      before: before.requests,
      tone: 'plain',
    },
    {
      label: 'Failed',
      value: withUnit('percentunit', summary.errors),
      note:
        summary.errors === null
          ? 'no error signal'
          : failing === 0
            ? 'of all requests that can fail'
            : `${count(failing)} of ${count(summary.operations)} more than usual`,
      before: before.errors,
      tone: toneOf(failing),
    },
    {
      label: durations ? 'Slower than normal' : 'Off normal',
      value: count(slower.length),
      note: `of ${count(summary.operations)}; ${count(summary.withBaseline)} have a baseline`,
      before: before.slower,
      tone: toneOf(slower.length),
    },
    {
      label: 'Violations',
      value: count(summary.violations),
      note: lengthOf(report),
      before: before.violations,
      tone: toneOf(summary.violations),
    },
    {
      label: 'Targets missed',
      value: count(missed),
      note: `of ${count(met + missed)} tested; ${count(notTested)} not tested, ${count(cannotTell)} cannot tell`,
      before: before.missed,
      tone: toneOf(missed),
    },
  ];
}

function lengthOf({ summary, period }: Report): string {
  if (summary.violations === 0) {
    return `none that ${nounOf(period)}`;
  }
  return summary.violationSeconds < 60 ? 'brief ones' : `${lengthInWords(summary.violationSeconds)} in all`;
}

function perSecond(report: Report): string {
  const seconds = (Date.parse(report.to) - Date.parse(report.from)) / 1000;
  return withUnit('reqps', seconds > 0 ? report.summary.requests / seconds : null);
}

const toneOf = (n: number): Tone => (n > 0 ? 'warning' : 'plain');
