// What does a comparison or a gate say in one sentence?
import { formatRatio } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { type Tier } from '../../components/tiers';
import { type Compared, type Comparison, type Gate, nameOf } from './answers';

export function sentenceOf({ operations }: Comparison): string {
  const slower = operations.filter(({ verdict }) => verdict === 'slower');
  const faster = operations.filter(({ verdict }) => verdict === 'faster');
  const parts = [
    slower.length > 0 && t('runs.slower', '{{count}} became slower', { count: slower.length }),
    faster.length > 0 && t('runs.faster', '{{count}} became faster', { count: faster.length }),
  ].filter(Boolean);
  if (parts.length === 0) {
    return plural(
      'runs.noChange',
      'No change is shown in {{count}} operation.',
      'No change is shown in {{count}} operations.',
      operations.length
    );
  }
  const all = plural(
    'runs.ofAll',
    'Of {{count}} operation {{words}}',
    'Of {{count}} operations {{words}}',
    operations.length,
    { words: parts.join(', ') }
  );
  const most = worst(slower.length > 0 ? slower : faster);
  return most?.ratio
    ? t('runs.most', '{{all}}; most: {{name}}, {{ratio}}.', {
        all,
        name: nameOf(most),
        ratio: formatRatio(most.ratio),
      })
    : `${all}.`;
}

const far = ({ ratio }: Compared) => Math.abs(Math.log(ratio ?? 1));

function worst(operations: Compared[]): Compared | undefined {
  return [...operations].sort((a, b) => far(b) - far(a))[0];
}

/** Slower first, then faster, then the rest, the furthest from 1 first. */
export function inOrder(operations: Compared[]): Compared[] {
  const rank = (one: Compared) => ['slower', 'faster', 'no change shown'].indexOf(one.verdict) + 1 || 4;
  return [...operations].sort((a, b) => rank(a) - rank(b) || far(b) - far(a));
}

export function verdictWord({ verdict, where }: Compared): string {
  const words: Record<string, string> = {
    slower: t('runs.verdictSlower', 'slower'),
    faster: t('runs.verdictFaster', 'faster'),
    'no change shown': t('runs.verdictNone', 'no change shown'),
    'not enough data': t('runs.verdictFew', 'not enough data'),
  };
  const word = words[verdict] ?? verdict;
  return where === 'tail' ? t('runs.inTail', '{{word}} in the tail', { word }) : word;
}

/** Slower is a warning, everything else is calm; a tail that grew and a slight change leave the typical ratio calm, too. */
export const tierOf = ({ verdict, where, slight }: Compared): Tier =>
  verdict === 'slower' && where !== 'tail' && !slight ? 2 : 0;

/** "1.5x (1.4x to 1.6x)"; an end that nothing bounds is left open. */
export function intervalOf(value: number | null, low: number | null, high: number | null): string {
  if (value === null) {
    return '–';
  }
  if (low === null && high === null) {
    return twoDigits(value);
  }
  const from = low === null ? '?' : twoDigits(low);
  const to = high === null ? '?' : twoDigits(high);
  return t('runs.interval', '{{value}} ({{from}} to {{to}})', { value: twoDigits(value), from, to });
}

/** Comparisons need a digit more than deviations: 1.03x and 1.00x are not the same verdict. */
export const twoDigits = (ratio: number) => `${ratio.toFixed(ratio < 10 ? 2 : 1)}x`;

export function gateSentence({ verdict, operations }: Gate): string {
  const count = (word: string) => operations.filter((one) => one.verdict === word).length;
  switch (verdict) {
    case 'pass':
      return plural(
        'gate.pass',
        'Pass: {{count}} operation is shown to be within its margins.',
        'Pass: {{count}} operations are shown to be within their margins.',
        count('pass')
      );
    case 'fail':
      return plural(
        'gate.fail',
        'Fail: {{count}} operation is shown to be worse by more than a margin.',
        'Fail: {{count}} operations are shown to be worse by more than a margin.',
        count('fail')
      );
    default:
      return plural(
        'gate.inconclusive',
        'Inconclusive: {{count}} operation is neither shown to be within its margins nor outside of them.',
        'Inconclusive: {{count}} operations are neither shown to be within their margins nor outside of them.',
        count('inconclusive')
      );
  }
}
