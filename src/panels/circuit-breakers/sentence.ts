// What does the panel say in one sentence?
import { formatAgo, formatElapsed } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { byWorst, type Breaker } from './model';
import { furtherWord } from './states';

export function sentence(all: Breaker[], now: number): string {
  const open = all.filter((breaker) => breaker.state === 'open').sort(bySince);
  const half = all.filter((breaker) => breaker.state === 'half-open').sort(bySince);
  // A breaker that is switched off is not one that nobody measures.
  const other = all.filter(({ state, word }) => state === 'unknown' && furtherWord(word) !== undefined);
  const unknown = all.filter((breaker) => breaker.state === 'unknown' && !other.includes(breaker));
  const [longest] = [...open, ...half];
  if (longest) {
    return troubled(open.length, half.length, all.length, longest, now);
  }
  if (unknown.length === all.length) {
    return [
      plural(
        'breakers.noneMeasured',
        'The state of the one breaker is not measured.',
        'The state of none of the {{count}} breakers is measured.',
        all.length
      ),
      trips(all, now),
    ].join(' ');
  }
  const closed = all.length - unknown.length - other.length;
  return closed === all.length
    ? plural('breakers.closed', 'The one breaker is closed.', 'All {{count}} breakers are closed.', closed)
    : plural(
        'breakers.closedSome',
        '{{count}} of {{of}} breakers is closed{{others}}{{unmeasured}}.',
        '{{count}} of {{of}} breakers are closed{{others}}{{unmeasured}}.',
        closed,
        { of: all.length, others: otherwise(other), unmeasured: unmeasured(unknown.length) }
      );
}

/** Those that are neither closed nor open, by the word of their program where they share one. */
function otherwise(other: Breaker[]): string {
  const [word, ...more] = new Set(other.map((breaker) => furtherWord(breaker.word)));
  if (word === undefined) {
    return '';
  }
  return more.length === 0
    ? t('breakers.inState', ', {{count}} {{word}}', { count: other.length, word })
    : t('breakers.inOtherStates', ', {{count}} in other states', { count: other.length });
}

const unmeasured = (count: number) =>
  count === 0 ? '' : t('breakers.unmeasured', ', the state of {{count}} is not measured', { count });

const bySince = (a: Breaker, b: Breaker) => (a.since ?? Infinity) - (b.since ?? Infinity);

function troubled(open: number, half: number, of: number, longest: Breaker, now: number): string {
  const values = { of, half, name: longest.name, elapsed: formatElapsed(now - (longest.since ?? now)) };
  const since = longest.since === undefined ? '' : t('breakers.for', ' for {{elapsed}}', values);
  if (open === 0) {
    return plural(
      'breakers.halfOpen',
      '{{count}} of {{of}} breakers is half-open: {{name}}{{since}}.',
      '{{count}} of {{of}} breakers are half-open; longest: {{name}}{{since}}.',
      half,
      { ...values, since }
    );
  }
  return plural(
    'breakers.open',
    '{{count}} of {{of}} breakers is open: {{name}}{{since}}{{halfOpen}}.',
    '{{count}} of {{of}} breakers are open; longest: {{name}}{{since}}{{halfOpen}}.',
    open,
    { ...values, since, halfOpen: half > 0 ? t('breakers.andHalfOpen', '; {{half}} half-open', values) : '' }
  );
}

function trips(all: Breaker[], now: number): string {
  // An increase of a counter is extrapolated: 3.04 trips were 3.
  const total = Math.round(all.reduce((sum, breaker) => sum + (breaker.trips ?? 0), 0));
  const [latest] = all
    .filter((breaker) => breaker.lastTripAt !== undefined)
    .sort((a, b) => (b.lastTripAt ?? 0) - (a.lastTripAt ?? 0) || byWorst(a, b));
  if (total === 0 || !latest) {
    return plural('breakers.trips', '{{count}} trip in this range.', '{{count}} trips in this range.', total);
  }
  return plural(
    'breakers.tripsLast',
    '{{count}} trip in this range, {{elapsed}} ago ({{name}}).',
    '{{count}} trips in this range, the last {{elapsed}} ago ({{name}}).',
    total,
    { name: latest.name, elapsed: formatAgo(now - (latest.lastTripAt ?? now)) }
  );
}
