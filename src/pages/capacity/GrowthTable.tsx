// How does the load of each operation grow? A row leads to its graph.
import { Button, ScrollContainer, useStyles2 } from '@grafana/ui';
import { getTableStyles } from '../../components/plainTable';
import { plural, t } from '../../components/text';
import { ask } from '../address';
import { type Growth } from './answers';
import { leastDays, perSecond, perWeek, untilText } from './words';

interface Props {
  series: Growth[];
  chosen: string;
  ahead: number;
}

export function GrowthTable({ series, chosen, ahead }: Props) {
  const styles = useStyles2(getTableStyles);
  return (
    <ScrollContainer overflowY="visible">
      <table className={styles.table} aria-label={t('capacity.table', 'growth')}>
        <thead>
          <tr>
            <th>{t('capacity.operation', 'Operation')}</th>
            <th className={styles.number}>{t('capacity.days', 'Days')}</th>
            <th className={styles.number}>{t('capacity.rate', 'Last day')}</th>
            <th>{t('capacity.week', 'Growth of a week (95 %)')}</th>
            <th>{plural('capacity.then', 'In {{count}} day (80 %)', 'In {{count}} days (80 %)', ahead)}</th>
            <th className={styles.number}>{t('capacity.instances', 'Instances then')}</th>
            <th>{t('capacity.daysUntil', 'Days until the limit (95 %)')}</th>
          </tr>
        </thead>
        <tbody>
          {series.map((one) => (
            <tr key={one.operation} aria-current={one.operation === chosen ? 'true' : undefined}>
              <td className={styles.name}>
                <Button
                  variant="secondary"
                  fill="text"
                  size="sm"
                  onClick={() => ask({ operation: one.operation })}
                  aria-pressed={one.operation === chosen}
                >
                  {one.operation}
                </Button>
              </td>
              <td className={styles.number}>{one.days}</td>
              <td className={styles.number}>{perSecond(one.now)}</td>
              <td>{trendText(one)}</td>
              <td>{thenText(one)}</td>
              <td className={styles.number}>{one.points.at(-1)?.instances ?? '–'}</td>
              <td>{untilText(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
}

function trendText(one: Growth): string {
  if (one.trendShown) {
    return perWeek(one);
  }
  return one.days < leastDays ? t('capacity.tooShort', 'less than two weeks') : t('capacity.noTrend', 'no trend shown');
}

function thenText({ points }: Growth): string {
  const last = points.at(-1);
  return last === undefined
    ? '–'
    : t('capacity.until', '{{value}} ({{from}} to {{to}})', {
        value: perSecond(last.value),
        from: perSecond(last.low80),
        to: perSecond(last.high80),
      });
}
