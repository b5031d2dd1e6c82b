// What do the rows say, in one sentence?
import { formatRatio } from '../../components/numbers';
import { plural } from '../../components/text';
import { areDurations, isDuration } from '../../components/unit';
import { failingNote, noneSlow, silentNote } from '../breaches';
import { isMeasured, type Row } from './rows';

export function sentenceOf(rows: Row[]): string {
  const note = (of: 'failing' | 'silent', words: (count: number, name: string) => string) => {
    const all = rows.filter((row) => row[of] >= 2).sort((a, b) => b[of] - a[of]);
    return all[0] ? [words(all.length, all[0].name)] : [];
  };
  const notes = [...note('failing', failingNote), ...note('silent', silentNote)];
  const slow = rows.some(({ tier }) => tier >= 1);
  const resting = rows.filter((row) => !isMeasured(row)).length;
  return [
    slow || notes.length === 0 ? speedOf(rows) : noneSlow(),
    ...notes,
    // What is gone takes no time at all.
    ...(resting > 0 && resting < rows.length
      ? [plural('operations.resting', '{{count}} is not measured now.', '{{count}} are not measured now.', resting)]
      : []),
  ].join(' ');
}

function speedOf(rows: Row[]): string {
  const off = rows.filter(({ tier }) => tier >= 1).sort((a, b) => b.tier - a.tier || (b.ratio ?? 0) - (a.ratio ?? 0));
  const [worst] = off;
  if (worst) {
    const slow = off.filter(({ tier }) => tier >= 2).length;
    const values = { of: rows.length, name: worst.name, ratio: formatRatio(worst.ratio ?? 1) };
    const durations = off.every(({ tier, unit }) => tier < 2 || isDuration(unit));
    return slow > 0
      ? durations
        ? plural(
            'operations.slow',
            '{{count}} of {{of}} operations is slower than normal: {{name}}, {{ratio}}.',
            '{{count}} of {{of}} operations are slower than normal; worst: {{name}}, {{ratio}}.',
            slow,
            values
          )
        : plural(
            'operations.off',
            '{{count}} of {{of}} operations is off normal: {{name}}, {{ratio}}.',
            '{{count}} of {{of}} operations are off normal; worst: {{name}}, {{ratio}}.',
            slow,
            values
          )
      : // Without the ratio of now: what is above normal may be the p99, or a small shift that lasts.
        plural(
          'operations.above',
          'No warning; {{count}} of {{of}} operations is above normal: {{name}}.',
          'No warning; {{count}} of {{of}} operations are above normal, furthest: {{name}}.',
          off.length,
          values
        );
  }
  // As the overview counts them: a provisional baseline is not sure enough to say that nothing is wrong.
  const known = rows.filter(({ normal, state }) => normal !== undefined && state !== 'provisional');
  if (known.length === 0) {
    return plural(
      'operations.learning',
      '{{count}} operation seen; what is normal is still being learned.',
      '{{count}} operations seen; what is normal is still being learned.',
      rows.length
    );
  }
  const measured = rows.filter(isMeasured).length;
  if (measured === 0) {
    return plural(
      'operations.noneMeasured',
      'The one operation is not measured now.',
      'None of {{count}} operations is measured now.',
      rows.length
    );
  }
  const judged = known.filter(isMeasured).length;
  return areDurations(rows) ? calm(judged, measured) : normal(judged, measured);
}

const calm = (judged: number, of: number) =>
  judged === of
    ? plural(
        'operations.quiet',
        'The one operation takes its normal time.',
        'All {{count}} operations take their normal time.',
        of
      )
    : plural(
        'operations.quietSome',
        '{{count}} of {{of}} operations has a baseline, and it is not slow.',
        '{{count}} of {{of}} operations have a baseline, and none of them is slow.',
        judged,
        { of }
      );

/** Of a queue nobody says that it takes its time. */
const normal = (judged: number, of: number) =>
  judged === of
    ? plural('operations.normalAll', 'The one operation is as normal.', 'All {{count}} operations are as normal.', of)
    : plural(
        'operations.normalSome',
        '{{count}} of {{of}} operations has a baseline, and it is not off normal.',
        '{{count}} of {{of}} operations have a baseline, and none of them is off normal.',
        judged,
        { of }
      );
