// How does normal change over the day? One bar per hour, the present one marked.
import { css, cx } from '@emotion/css';
import { dateTime, dateTimeForTimeZone, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { HiddenLabel } from '../../../components/HiddenLabel';
import { formatValue } from '../../../components/numbers';
import { t } from '../../../components/text';
import { isDuration } from '../../../components/unit';
import { useAnswer } from '../../../components/useAnswer';
import { useNow } from '../../../components/useNow';
import { askFrames } from '../../frames';
import { type Row } from '../rows';
import { type Hour, profileOf } from './profile';

const hourOf = (moment: number) => dateTimeForTimeZone(getTimeZone(), moment).hour?.() ?? 0;

async function askProfile(uid: string, { system, set, name, labels }: Row): Promise<Hour[]> {
  const to = dateTime();
  const from = dateTime(to).subtract(24, 'hours');
  const [frames = []] = await askFrames(
    uid,
    [{ queryType: 'series', stat: 'p95', band: true, system, operations: [name], labels }],
    { from, to, raw: { from, to } }
  );
  return profileOf(
    frames.find((frame) => frame.fields[1]?.labels?.set === set),
    hourOf
  );
}

export function Profile({ uid, row }: { uid: string; row: Row }) {
  const styles = useStyles2(getStyles);
  const now = hourOf(useNow());
  const { value, error, loading } = useAnswer(`profile ${uid} ${row.id}`, () => askProfile(uid, row));
  if (loading) {
    return <LoadingPlaceholder text={t('operation.loading', 'Reading the past …')} />;
  }
  if (!value) {
    return <p role="alert">{error}</p>;
  }
  const [low, high] = [least(value), least(value, -1)];
  const most = high?.value ?? 0;
  if (!low || !high || most <= 0) {
    return <p>{t('profile.none', 'Not known yet: it needs three days.')}</p>;
  }
  if (most - low.value < most / 100) {
    return <p>{t('profile.flat', 'The same at every hour: {{time}}.', { time: formatValue(most, row.unit) })}</p>;
  }
  const values = {
    low: formatValue(low.value, row.unit),
    lowAt: clock(low.hour),
    high: formatValue(most, row.unit),
    highAt: clock(high.hour),
  };
  return (
    <>
      <p className={styles.sentence}>
        {t('profile.range', 'From {{low}} at {{lowAt}} to {{high}} at {{highAt}}.', values)}
      </p>
      <ol className={styles.hours} aria-label={profileTitle(row)}>
        {value.map((hour) => {
          const words = `${clock(hour.hour)} ${formatValue(hour.value, row.unit)}`;
          const isNow = hour.hour === now;
          return (
            <li key={hour.hour} className={styles.hour} title={words} aria-current={isNow ? 'time' : undefined}>
              <HiddenLabel text={words} />
              <span
                className={cx(styles.bar, isNow && styles.now)}
                style={{ height: `${(100 * hour.value) / most}%` }}
              />
              <span className={styles.clock} aria-hidden="true">
                {hour.hour % 6 === 0 ? clock(hour.hour) : ''}
              </span>
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** What is no duration has no quantiles. */
export const profileTitle = ({ unit }: Row) =>
  isDuration(unit)
    ? t('operation.profile', 'Normal p95 by hour of the day')
    : t('operation.profileOf', 'Normal by hour of the day');

/** The hour with the least, or with sign -1 the most. */
const least = (hours: Hour[], sign = 1) => [...hours].sort((a, b) => sign * (a.value - b.value))[0];

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

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
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'visible',
  }),
});
