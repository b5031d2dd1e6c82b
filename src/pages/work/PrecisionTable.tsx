// How often were people right to be told, week by week? By operation and tier, and by rule.
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { EmptyState, ScrollContainer, useStyles2 } from '@grafana/ui';
import { formatPercent } from '../../components/numbers';
import { getTableStyles } from '../../components/plainTable';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { useIdleRounds } from '../../components/useIdleRounds';
import { Answered } from '../Answered';
import { askResource, type Source } from '../datasources';
import { type Feedback, type Line, linesOf } from './feedback';

export function PrecisionTable({ source }: { source: Source }) {
  const round = useIdleRounds();
  const answer = useAnswer(`feedback ${source.uid}`, () => askResource<Feedback>(source.uid, 'feedback'), { round });
  return (
    <Answered answer={answer} source={source} waiting={t('precision.loading', 'Counting verdicts …')}>
      {(feedback) => <Counted feedback={feedback} />}
    </Answered>
  );
}

function Counted({ feedback }: { feedback: Feedback }) {
  const { weeks, operations, rules } = linesOf(feedback);
  if (operations.length + rules.length === 0) {
    return (
      <EmptyState variant="not-found" message={t('precision.none', 'Nobody has judged anything in the last 90 days')}>
        {t('precision.noneWhy', 'Each violation or recommendation that is done or rejected counts here.')}
      </EmptyState>
    );
  }
  return (
    <>
      <Weeks title={t('precision.operations', 'Violations, by operation and tier')} weeks={weeks} lines={operations} />
      <Weeks title={t('precision.rules', 'Recommendations, by rule')} weeks={weeks} lines={rules} />
    </>
  );
}

function Weeks({ title, weeks, lines }: { title: string; weeks: string[]; lines: Line[] }) {
  const styles = useStyles2(getStyles);
  if (lines.length === 0) {
    return null;
  }
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>{title}</h2>
      <ScrollContainer overflowY="visible">
        <table className={styles.table} aria-label={title}>
          <thead>
            <tr>
              <th>{t('precision.what', 'What')}</th>
              <th>{t('precision.overall', 'Overall')}</th>
              {weeks.map((week) => (
                <th key={week}>{dateTimeFormat(week, { format: 'D MMM', timeZone: 'utc' })}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.name}>
                <th scope="row" className={styles.name}>
                  {line.name}
                </th>
                <td>{shareText(line.overall)}</td>
                {weeks.map((week) => (
                  <td key={week}>{shareText(line.byWeek.get(week))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollContainer>
    </section>
  );
}

function shareText(share: Line['overall'] | undefined): string {
  return share === undefined || share.judged === 0
    ? '–'
    : t('precision.share', '{{share}} ({{right}} of {{judged}})', {
        share: formatPercent(share.right / share.judged),
        right: share.right,
        judged: share.judged,
      });
}

const getStyles = (theme: GrafanaTheme2) => ({
  ...getTableStyles(theme),
  heading: css({ ...theme.typography.h5, margin: theme.spacing(1, 0) }),
});
