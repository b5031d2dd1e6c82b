// What does the panel say in one sentence? The answer that somebody under stress reads first.
import { formatAgo, formatElapsed, formatRatio } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { byWorst, hasBaseline, isMeasured, type Judged } from './judgement';

export function conversionName(
  c: { system: string; from: string; to: string; more?: string },
  withSystem: boolean
): string {
  const name = `${c.from} → ${c.to}${c.more ? `, ${c.more}` : ''}`;
  return withSystem && c.system ? `${c.system}: ${name}` : name;
}

export function cellName(c: Judged, withSystem: boolean): string {
  return c.size ? `${conversionName(c, withSystem)}, ${c.size}` : conversionName(c, withSystem);
}

export function sentence(all: Judged[], withSystem: boolean, now: number): string {
  const measured = all.filter(isMeasured);
  if (measured.length === 0) {
    return plural(
      'conversions.noneMeasured',
      'The one conversion has not run yet.',
      'None of the {{count}} conversions has run yet.',
      all.length
    );
  }
  const slow = all.filter((c) => c.worstTier > 0).sort(byWorst);
  const [worst] = slow;
  if (worst) {
    return burning(slow.length, all.length, worst, withSystem, now);
  }
  return [quiet(measured), goingOn(measured, withSystem)].filter(Boolean).join(' ');
}

function burning(slow: number, of: number, worst: Judged, withSystem: boolean, now: number): string {
  const values = {
    of,
    name: cellName(worst, withSystem),
    ratio: formatRatio(worst.worstRatio ?? 0),
    elapsed: formatElapsed((worst.running ?? 0) * 1000),
  };
  if (worst.running !== undefined) {
    return plural(
      'conversions.burningRunning',
      '{{count}} of {{of}} conversions is slower than normal: {{name}}, {{ratio}} and running for {{elapsed}}.',
      '{{count}} of {{of}} conversions are slower than normal; worst: {{name}}: {{ratio}} and running for {{elapsed}}.',
      slow,
      values
    );
  }
  const ago =
    worst.lastAt === undefined
      ? ''
      : t('conversions.ago', ', {{elapsed}} ago', { elapsed: formatAgo(now - worst.lastAt) });
  return plural(
    'conversions.burning',
    '{{count}} of {{of}} conversions is slower than normal: {{name}}, {{ratio}}{{ago}}.',
    '{{count}} of {{of}} conversions are slower than normal; worst: {{name}}: {{ratio}}{{ago}}.',
    slow,
    { ...values, ago }
  );
}

function quiet(measured: Judged[]): string {
  const judged = measured.filter(hasBaseline).length;
  if (measured.every((c) => c.state === 'unknown' && c.baseline === undefined)) {
    return plural(
      'conversions.noBaseline',
      '{{count}} conversion measured; the data does not say what is normal.',
      '{{count}} conversions measured; the data does not say what is normal.',
      measured.length
    );
  }
  if (judged === 0) {
    return plural(
      'conversions.learning',
      '{{count}} conversion measured; what is normal is still being learned.',
      '{{count}} conversions measured; what is normal is still being learned.',
      measured.length
    );
  }
  return judged === measured.length
    ? plural(
        'conversions.quiet',
        'The one measured conversion takes its normal time.',
        'All {{count}} measured conversions take their normal time.',
        judged
      )
    : plural(
        'conversions.quietSome',
        '{{count}} of {{measured}} measured conversions has a baseline, and takes its normal time.',
        '{{count}} of {{measured}} measured conversions have a baseline, and take their normal time.',
        judged,
        { measured: measured.length }
      );
}

function goingOn(measured: Judged[], withSystem: boolean): string {
  const [longest] = measured.filter((c) => c.running !== undefined).sort((a, b) => (b.running ?? 0) - (a.running ?? 0));
  return longest
    ? t('conversions.running', '{{name}} has been running for {{elapsed}}.', {
        name: cellName(longest, withSystem),
        elapsed: formatElapsed((longest.running ?? 0) * 1000),
      })
    : '';
}
