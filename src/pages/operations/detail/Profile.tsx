// How does normal change over the week? A bar for each hour where all days are alike, else a map of days and hours.
import { css, cx } from '@emotion/css';
import { dateTime, dateTimeForTimeZone, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { formatDate } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import { HiddenLabel } from '../../../components/HiddenLabel';
import { formatValue } from '../../../components/numbers';
import { t } from '../../../components/text';
import { isDuration } from '../../../components/unit';
import { useAnswer } from '../../../components/useAnswer';
import { useNow } from '../../../components/useNow';
import { Answered } from '../../Answered';
import { askFrames } from '../../frames';
import { type Row } from '../rows';
import { alike, type Days, type Hour, type Moment, weekOf } from './profile';

function momentOf(moment: number): Moment {
  const at = dateTimeForTimeZone(getTimeZone(), moment);
  return { day: Number(at.isoWeekday()) - 1, hour: at.hour?.() ?? 0 };
}

async function askProfile(uid: string, { system, set, name, labels }: Row): Promise<Days[]> {
  const to = dateTime();
  const from = dateTime(to).subtract(7, 'days');
  const [frames = []] = await askFrames(
    uid,
    [{ queryType: 'series', stat: 'p95', band: true, system, operations: [name], labels }],
    { from, to, raw: { from, to } }
  );
  return weekOf(
    frames.find((frame) => frame.fields[1]?.labels?.set === set),
    momentOf
  );
}

interface Props {
  uid: string;
  row: Row;
  /** Another number reads what is normal anew. */
  round: number;
}

export function Profile({ uid, row, round }: Props) {
  const answer = useAnswer(`profile ${uid} ${row.id}`, () => askProfile(uid, row), { round });
  return (
    <Answered answer={answer} waiting={t('operation.loading', 'Reading the past …')}>
      {(week) => <Week row={row} week={week} />}
    </Answered>
  );
}

function Week({ row, week }: { row: Row; week: Days[] }) {
  const styles = useStyles2(getStyles);
  const all = week.flatMap(({ hours }) => hours);
  const [low, high] = [least(all), least(all, -1)];
  if (!low || !high) {
    return <p>{t('profile.none', 'Not known yet: it needs three days.')}</p>;
  }
  if (high.value - low.value <= alike * high.value) {
    return <p>{t('profile.flat', 'The same at every hour: {{time}}.', { time: formatValue(high.value, row.unit) })}</p>;
  }
  const [first, ...others] = week;
  const days = (hour: Hour) => week.find(({ hours }) => hours.includes(hour))?.days ?? [];
  const values = {
    low: formatValue(low.value, row.unit),
    lowOn: daysWord(days(low)),
    lowAt: clock(low.hour),
    high: formatValue(high.value, row.unit),
    highOn: daysWord(days(high)),
    highAt: clock(high.hour),
  };
  return (
    <>
      <p className={styles.sentence}>
        {others.length === 0
          ? t('profile.range', 'From {{low}} at {{lowAt}} to {{high}} at {{highAt}}.', values)
          : t(
              'profile.weekRange',
              'From {{low}} on {{lowOn}} at {{lowAt}} to {{high}} on {{highOn}} at {{highAt}}.',
              values
            )}
      </p>
      {others.length === 0 && first ? (
        <DayBars row={row} hours={first.hours} most={high.value} />
      ) : (
        <WeekMap row={row} rows={week} low={low.value} high={high.value} />
      )}
    </>
  );
}

function DayBars({ row, hours, most }: { row: Row; hours: Hour[]; most: number }) {
  const styles = useStyles2(getStyles);
  const now = momentOf(useNow());
  return (
    <ol className={styles.hours} aria-label={profileTitle(row)}>
      {hours.map((hour) => {
        const words = `${clock(hour.hour)} ${formatValue(hour.value, row.unit)}`;
        const isNow = hour.hour === now.hour;
        return (
          <li key={hour.hour} className={styles.hour} title={words} aria-current={isNow ? 'time' : undefined}>
            <HiddenLabel text={words} />
            <span className={cx(styles.bar, isNow && styles.now)} style={{ height: `${(100 * hour.value) / most}%` }} />
            <span className={styles.clock} aria-hidden="true">
              {hour.hour % 6 === 0 ? clock(hour.hour) : ''}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

const clockHours = Array.from({ length: 24 }, (_, hour) => hour);

function WeekMap({ row, rows, low, high }: { row: Row; rows: Days[]; low: number; high: number }) {
  const styles = useStyles2(getStyles);
  const now = momentOf(useNow());
  const named = useMemo(() => rows.map((one) => ({ ...one, name: daysWord(one.days) })), [rows]);
  return (
    <table className={styles.map} aria-label={profileTitle(row)}>
      <thead>
        <tr>
          <td />
          {clockHours.map((hour) => (
            <th key={hour} scope="col" className={styles.clock}>
              {hour % 6 === 0 ? clock(hour) : <HiddenLabel text={clock(hour)} />}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {named.map(({ days, name, hours }) => (
          <tr key={name}>
            <th scope="row" className={styles.day}>
              {name}
            </th>
            {clockHours.map((hour) => {
              const value = hours.find((one) => one.hour === hour)?.value;
              const words = value === undefined ? t('profile.unknown', 'not known') : formatValue(value, row.unit);
              const isNow = hour === now.hour && days.includes(now.day);
              return (
                <td
                  key={hour}
                  className={cx(styles.cell, isNow && styles.present)}
                  title={`${name} ${clock(hour)} ${words}`}
                  aria-current={isNow ? 'time' : undefined}
                >
                  {value !== undefined && (
                    <span
                      className={styles.shade}
                      style={{ opacity: faint + ((1 - faint) * (value - low)) / (high - low) }}
                    />
                  )}
                  <HiddenLabel text={words} />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The least that is normal is told from what is not known. */
const faint = 0.08;

/** What is no duration has no quantiles. */
export const profileTitle = ({ unit }: Row) =>
  isDuration(unit) ? t('operation.profile', 'Normal p95 by hour') : t('operation.profileOf', 'Normal by hour');

/** The hour with the least, or with sign -1 the most. */
const least = (hours: Hour[], sign = 1) => [...hours].sort((a, b) => sign * (a.value - b.value))[0];

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

/** The short name of a weekday in the language of the words around it; 1 January 2024 was a Monday. */
const dayWord = (day: number) =>
  formatDate(new Date(Date.UTC(2024, 0, 1 + day)), { weekday: 'short', timeZone: 'UTC' });

/** Days in a row are told by the first and the last of them. */
function daysWord(days: number[]): string {
  const stretches: Array<{ first: number; last: number }> = [];
  for (const day of days) {
    const before = stretches.at(-1);
    if (before?.last === day - 1) {
      before.last = day;
    } else {
      stretches.push({ first: day, last: day });
    }
  }
  return stretches
    .map(({ first, last }) => (first === last ? dayWord(first) : `${dayWord(first)}–${dayWord(last)}`))
    .join(', ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ color: theme.colors.text.secondary }),
  hours: css({ display: 'flex', gap: 2, height: 110, listStyle: 'none', alignItems: 'stretch', maxWidth: 640 }),
  hour: css({
    position: 'relative',
    flex: 1,
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'flex-end',
    minWidth: 0,
  }),
  bar: css({ display: 'block', background: theme.colors.border.strong, borderRadius: '2px 2px 0 0' }),
  now: css({ background: theme.colors.primary.main }),
  clock: css({
    height: 18,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'visible',
  }),
  map: css({
    tableLayout: 'fixed',
    borderCollapse: 'separate',
    borderSpacing: 2,
    width: '100%',
    maxWidth: 720,
    '& thead td': { width: 80 },
    '& thead th': { position: 'relative', maxWidth: 0, textAlign: 'left' },
  }),
  day: css({
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
    color: theme.colors.text.secondary,
    paddingRight: theme.spacing(1),
  }),
  cell: css({ position: 'relative', height: 24, border: `1px solid ${theme.colors.border.weak}`, borderRadius: 2 }),
  present: css({ outline: `2px solid ${theme.colors.text.primary}` }),
  shade: css({ position: 'absolute', inset: 0, background: theme.colors.primary.main, borderRadius: 2 }),
});
