// Which past periods are kept as they were? Each leads to its report.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import { PageLink } from '../../components/PageLink';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Period, periodInWords } from '../../report/moments';
import { askResource } from '../datasources';
import { addressOf } from '../routes';

/** As the resource `reports` lists them, the latest periods first. */
interface Kept {
  system: string;
  title: string;
  period: Period;
  day: string;
  at: string;
}

/** More are found by their day. */
const shown = 24;

interface Props {
  uid: string;
  system: string | undefined;
  period: Period;
}

export function KeptReports({ uid, system, period }: Props) {
  const styles = useStyles2(getStyles);
  const heading = useId();
  const { value, error } = useAnswer(`kept ${uid} ${system}`, () =>
    askResource<Kept[]>(uid, 'reports', system === undefined ? {} : { system })
  );
  if (error !== undefined) {
    return (
      <p className={styles.quiet}>
        {t('reports.keptFailed', 'Which reports were kept could not be read. {{error}}', { error })}
      </p>
    );
  }
  if (!value) {
    return null;
  }
  const ofPeriod = value.filter((kept) => kept.period === period);
  const list = (ofPeriod.length > 0 ? ofPeriod : value).slice(0, shown);
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className={styles.heading}>
        {t('reports.kept', 'Kept as they were')}
      </h2>
      {list.length === 0 ? (
        <p className={styles.quiet}>
          {t('reports.noneKept', 'None yet: a report is kept an hour after its day, week or month is over.')}
        </p>
      ) : (
        <ul className={styles.list}>
          {list.map((kept) => (
            <li key={`${kept.system} ${kept.period} ${kept.day}`}>
              <PageLink
                href={addressOf(
                  { page: 'reports' },
                  { ds: uid, system: kept.system, period: kept.period, day: kept.day }
                )}
              >
                {system === undefined
                  ? `${kept.title}, ${periodInWords(kept.period, kept.day)}`
                  : periodInWords(kept.period, kept.day)}
              </PageLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ ...theme.typography.h5, margin: 0 }),
  quiet: css({ color: theme.colors.text.secondary, margin: 0 }),
  list: css({ columns: '3 260px', listStyle: 'none', margin: theme.spacing(1, 0, 0) }),
});
