// How did each operation change: verdict, ratio with its interval, tail, spread and effect?
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { getTableStyles } from '../../components/plainTable';
import { formatCount, formatMemory, formatSeconds } from '../../components/numbers';
import { RatioMark } from '../../components/RatioMark';
import { t } from '../../components/text';
import { type Compared, nameOf } from './answers';
import { inOrder, intervalOf, tierOf, twoDigits, verdictWord } from './words';

export function ComparedTable({ operations }: { operations: Compared[] }) {
  const styles = useStyles2(getTableStyles);
  const rated = operations.some((one) => one.performance_rating);
  return (
    <ScrollContainer overflowY="visible">
      <table className={styles.table} aria-label={t('runs.comparison', 'comparison')}>
        <thead>
          <tr>
            <th>{t('runs.operation', 'Operation')}</th>
            <th>{t('runs.verdict', 'Verdict')}</th>
            <th>{t('runs.ratio', 'Typical ratio (95 %)')}</th>
            <th>{t('runs.tail', 'p95 ratio (95 %)')}</th>
            <th className={styles.number}>{t('runs.spread', 'Spread')}</th>
            <th>{t('runs.effect', 'Effect')}</th>
            <th className={styles.number}>{t('runs.means', 'Means')}</th>
            <th className={styles.number}>{t('runs.change', 'Change')}</th>
            {rated && <th>{t('runs.rating', 'Rating')}</th>}
          </tr>
        </thead>
        <tbody>
          {inOrder(operations).map((one) => (
            <tr key={`${nameOf(one)} ${one.quantity}`}>
              <td className={styles.name}>
                {nameOf(one)}
                {one.quantity !== 'duration' && <span className={styles.quiet}>{one.quantity}</span>}
              </td>
              <td>
                {verdictWord(one)}
                {one.reason && <span className={styles.quiet}>{one.reason}</span>}
              </td>
              <td>
                <RatioMark
                  ratio={one.ratio ?? undefined}
                  low={one.low ?? undefined}
                  high={one.high ?? undefined}
                  tier={tierOf(one)}
                />
                {intervalOf(one.ratio, one.low, one.high)}
              </td>
              <td>{intervalOf(one.p95Ratio, one.p95Low, one.p95High)}</td>
              <td className={styles.number}>{one.spreadRatio === null ? '–' : twoDigits(one.spreadRatio)}</td>
              <td>{one.effectSize === '' ? '–' : one.effectSize}</td>
              <td className={styles.number}>
                {amount(one, one.baseline)} → {amount(one, one.current)}
              </td>
              <td className={styles.number}>{percentOf(one.change_percentage)}</td>
              {rated && <td>{one.performance_rating || '–'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
}

/** Of what is no time. */
const amounts: Record<string, (value: number) => string> = {
  memory: formatMemory,
  requests: formatCount,
  'rate limit': formatCount,
};

const amount = ({ quantity }: Compared, value: number | null) =>
  value === null ? '–' : (amounts[quantity] ?? formatSeconds)(value);

const percentOf = (value: number | null) => (value === null ? '–' : `${value > 0 ? '+' : ''}${value.toFixed(1)} %`);
