// What does the verdict on each operation rest on, and what would settle it?
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { formatCount } from '../../components/numbers';
import { getTableStyles } from '../../components/plainTable';
import { t } from '../../components/text';
import { type GateMeasure, type GateOperation, nameOf } from './answers';
import { intervalOf, twoDigits } from './words';

export function GateTable({ operations }: { operations: GateOperation[] }) {
  const styles = useStyles2(getTableStyles);
  return (
    <ScrollContainer overflowY="visible">
      <table className={styles.table} aria-label={t('gate.table', 'verdicts')}>
        <thead>
          <tr>
            <th>{t('runs.operation', 'Operation')}</th>
            <th>{t('runs.verdict', 'Verdict')}</th>
            <th>{t('gate.measures', 'Measures, with the margin of each')}</th>
            <th>{t('gate.needed', 'What would settle it')}</th>
          </tr>
        </thead>
        <tbody>
          {[...operations].sort(worstFirst).map((one) => (
            <tr key={`${nameOf(one)} ${one.quantity}`}>
              <td className={styles.name}>
                {nameOf(one)}
                <span className={styles.quiet}>
                  {[one.quantity !== 'duration' && one.quantity, one.critical && t('gate.veto', 'has a veto')]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </td>
              <td>
                {verdictWord(one.verdict)}
                <span className={styles.quiet}>{one.reason}</span>
              </td>
              <td>
                {one.measures.map((measure) => (
                  <span key={measure.measure} className={styles.quiet}>
                    {measureText(measure)}
                  </span>
                ))}
              </td>
              <td className={styles.name}>{one.needed === null ? '–' : neededText(one.needed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
}

const order = ['fail', 'inconclusive', 'pass'];

const worstFirst = (a: GateOperation, b: GateOperation) => order.indexOf(a.verdict) - order.indexOf(b.verdict);

const neededText = (needed: number) =>
  t('gate.more', 'about {{count}} executions on each side', { count: formatCount(Math.ceil(needed)) });

function verdictWord(verdict: string): string {
  const words: Record<string, string> = {
    pass: t('gate.wordPass', 'pass'),
    fail: t('gate.wordFail', 'fail'),
    inconclusive: t('gate.wordOpen', 'inconclusive'),
  };
  return words[verdict] ?? verdict;
}

/** Of errors the numbers are differences of shares, not ratios. */
function measureText({ measure, ratio, low, high, margin, verdict }: GateMeasure): string {
  const points = (value: number | null) => (value === null ? '?' : `${(100 * value).toFixed(2)} %`);
  const numbers =
    measure === 'errors' && ratio !== null
      ? t('runs.interval', '{{value}} ({{from}} to {{to}})', {
          value: points(ratio),
          from: points(low),
          to: points(high),
        })
      : intervalOf(ratio, low, high);
  const limit = measure === 'errors' ? points(margin) : twoDigits(margin);
  return t('gate.measure', '{{measure}}: {{numbers}}, margin {{limit}}, {{verdict}}', {
    measure,
    numbers,
    limit,
    verdict: verdictWord(verdict),
  });
}
