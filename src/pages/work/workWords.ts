// What are the states of work called, and what does moving there mean?
import { plural, t } from '../../components/text';
import { type ViolatedSignal, type WorkState } from '../../datasource/resources';
import { addressOf } from '../routes';
import { type JudgedSignal } from './move';

export function stateWord(state: WorkState): string {
  return {
    open: t('state.open', 'open'),
    taken: t('state.taken', 'taken'),
    done: t('state.done', 'done'),
    rejected: t('state.rejected', 'rejected'),
  }[state];
}

/** What a button says that moves there. */
export function moveWord(state: WorkState): string {
  return {
    open: t('move.open', 'Open again'),
    taken: t('move.taken', 'Take'),
    done: t('move.done', 'Done'),
    rejected: t('move.rejected', 'Reject'),
  }[state];
}

/** What was off in a violation. */
export const signalWord = (signal: ViolatedSignal): string =>
  ({
    latency: t('violations.slow', 'duration'),
    errors: t('violations.failed', 'failed requests'),
    rate: t('violations.stopped', 'nothing completed'),
  })[signal];

/** What a violation was that was no false alarm. */
export const realWord = (judged: JudgedSignal): string =>
  ({
    latency: t('violations.true', 'a real slowdown'),
    errors: t('violations.realFailures', 'real failures'),
    rate: t('violations.realOutage', 'a real outage'),
    both: t('violations.real', 'real'),
  })[judged];

export function moveWhy(state: WorkState, judged: ViolatedSignal | undefined): string {
  switch (state) {
    case 'open':
      return t('move.openWhy', 'It waits for somebody again; what was said of it no longer counts.');
    case 'taken':
      return t('move.takenWhy', 'You look after it; others see that.');
    case 'done':
      return {
        latency: t(
          'move.doneWhyJudged',
          'It was right to report it. What was expected is asked about as a possible new normal.'
        ),
        errors: t('move.doneWhyFailed', 'It was right to report it.'),
        rate: t('move.doneWhyFailed', 'It was right to report it.'),
        '': t('move.doneWhy', 'It was good advice, and is followed.'),
      }[judged ?? ''];
    case 'rejected':
      return {
        latency: t('move.rejectedWhyJudged', 'It was a false alarm; this time teaches what is normal.'),
        errors: t('move.rejectedWhyFailed', 'It was a false alarm.'),
        rate: t('move.rejectedWhyFailed', 'It was a false alarm.'),
        '': t('move.rejectedWhy', 'It does not apply here; that counts against the rule.'),
      }[judged ?? ''];
  }
}

/** To the proposals that a move made; undefined where it made none. */
export const leadTo = (uid: string, asked: number): { text: string; href: string } | undefined =>
  asked === 0
    ? undefined
    : {
        text: plural(
          'move.proposalsWait',
          '{{count}} proposal waits for an answer',
          '{{count}} proposals wait for an answer',
          asked
        ),
        href: addressOf({ page: 'work' }, { ds: uid, show: 'proposals' }),
      };

/** The same of several violations. */
export const moveAllWhy = (state: WorkState): string =>
  ({
    open: t('move.openAllWhy', 'They wait for somebody again; what was said of them no longer counts.'),
    taken: t('move.takenAllWhy', 'You look after them; others see that.'),
    done: t(
      'move.doneAllWhy',
      'It was right to report them. Slowdowns that were expected are asked about as a possible new normal.'
    ),
    rejected: t('move.rejectedAllWhy', 'They were false alarms; the time of slowdowns teaches what is normal.'),
  })[state];
