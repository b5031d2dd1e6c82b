// What does the verdict rest on? Before and after, in numbers and words; what else moved; single slow requests.
import { css, cx } from '@emotion/css';
import { dateTimeFormat, formattedValueToString, getTimeZone, getValueFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { asSentence } from '../../../components/failure';
import { LinkButton } from '../../../components/LinkButton';
import { PageLink } from '../../../components/PageLink';
import { formatElapsed, formatPercent, formatValue } from '../../../components/numbers';
import { getTableStyles } from '../../../components/plainTable';
import { plural, t } from '../../../components/text';
import { isDuration } from '../../../components/unit';
import { useAnswer } from '../../../components/useAnswer';
import { type SlowRequest, type Why } from '../../../datasource/resources';
import { Answered } from '../../Answered';
import { askResource } from '../../datasources';
import { unknown, valueText } from '../columns';
import { type Row } from '../rows';
import { logsLink, traceLink } from './traces';

export function Evidence({ uid, row, everySeconds }: { uid: string; row: Row; everySeconds: number }) {
  const { system, set, name: operation } = row;
  const answer = useAnswer(`why ${uid} ${row.id}`, () => askResource<Why>(uid, 'why', { system, set, operation }), {
    everySeconds,
  });
  return (
    <Answered answer={answer} waiting={t('evidence.loading', 'Looking for what else moved …')}>
      {(why) => <Parts uid={uid} row={row} why={why} />}
    </Answered>
  );
}

function Parts({ uid, row, why }: { uid: string; row: Row; why: Why }) {
  const styles = useStyles2(getStyles);
  const logs = logsLink(why);
  return (
    <div className={styles.parts}>
      <Distribution why={why} />
      <ul className={styles.words}>
        {wordsOf(why, row).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {logs && (
          <li>
            <PageLink href={logs}>{t('evidence.logs', 'Logs with the same labels')}</PageLink>
          </li>
        )}
      </ul>
      {why.exemplars.length > 0 && <SlowRequests uid={uid} requests={why.exemplars} unit={why.unit} />}
    </div>
  );
}

const decimals = (value: number, digits: number) => formattedValueToString(getValueFormat('none')(value, digits));

/** "0.95x": here the hundredths are what one came for. */
const twoDigits = (ratio: number) => `${decimals(ratio, 2)}x`;

const quantiles = ['p50', 'p95', 'p99'] as const;

function Distribution({ why: { before, after, unit } }: { why: Why }) {
  const { table, number } = useStyles2(getTableStyles);
  const styles = useStyles2(getStyles);
  const single = isSingle({ before, after });
  return (
    <table className={cx(table, styles.narrow)} aria-label={t('evidence.distribution', 'Normal and now')}>
      <thead>
        <tr>
          <td />
          <th className={number}>{t('evidence.before', 'Normal at this hour')}</th>
          <th className={number}>{t('evidence.after', 'Now')}</th>
          <th className={number}>{t('evidence.ratio', 'Ratio')}</th>
        </tr>
      </thead>
      <tbody>
        {quantiles.map((name) => {
          const [was, is] = [before[name], after[name]];
          if (single && name !== 'p50') {
            return undefined;
          }
          return (
            <tr key={name}>
              <th scope="row">{single ? t('evidence.value', 'Value') : name}</th>
              <td className={number}>{valueText(was ?? undefined, unit)}</td>
              <td className={number}>{valueText(is ?? undefined, unit)}</td>
              <td className={number}>{was && is !== null ? twoDigits(is / was) : unknown}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Of a level there is one value now, and one that is usual. */
const isSingle = ({ before, after }: Pick<Why, 'before' | 'after'>) =>
  after.p50 !== null && [before, after].every(({ p95, p99 }) => p95 === null && p99 === null);

/** By how much buckets leave more open than chance does, to be told of. */
const worthSaying = 1.1;

function wordsOf(answer: Why, { system, tier }: Row): string[] {
  const { requests, seconds, ratio, ratioLow, ratioHigh, ratioLeast, ratioMost, z, ...why } = answer;
  const words = why.besides.map(({ reason }) => asSentence(reason));
  const span = formatElapsed(seconds * 1000);
  if (ratio !== null && ratioLow !== null && ratioHigh !== null) {
    const interval = { low: twoDigits(ratioLow), high: twoDigits(ratioHigh) };
    words.push(
      why.run
        ? t('evidence.run', 'From one run of {{span}}, which is {{low}} to {{high}} of the normal p95.', {
            span,
            ...interval,
          })
        : isDuration(why.unit)
          ? plural(
              'evidence.interval',
              'From one request in {{span}}; with 95 % certainty the ratio is between {{low}} and {{high}}.',
              'From {{count}} requests in {{span}}; with 95 % certainty the ratio is between {{low}} and {{high}}.',
              Math.round(requests),
              { span, ...interval }
            )
          : plural(
              'evidence.values',
              'From one value in {{span}}; with 95 % certainty the ratio is between {{low}} and {{high}}.',
              'From {{count}} values in {{span}}; with 95 % certainty the ratio is between {{low}} and {{high}}.',
              Math.round(requests),
              { span, ...interval }
            )
    );
    const [least, most] = [ratioLeast ?? ratioLow, ratioMost ?? ratioHigh];
    if (tier > 0 && Math.max(ratioLow / least, most / ratioHigh) >= worthSaying) {
      words.push(
        t(
          'evidence.buckets',
          'Where in their buckets the requests were nobody knows: the true ratio is between {{least}} and {{most}}.',
          { least: twoDigits(least), most: twoDigits(most) }
        )
      );
    }
  }
  if (z !== null && Math.abs(z) >= leastDistance) {
    words.push(distanceText(z, why.run, isSingle(why)));
  }
  words.push(cellText(why.cell));
  if (why.drift && why.drift.tier !== 'normal') {
    words.push(why.drift.reason);
  }
  if (why.deployment) {
    words.push(
      t('evidence.deployed', '{{text}} ({{time}}).', { text: why.deployment.text, time: timeText(why.deployment.at) })
    );
  }
  for (const { label, value, moving, of } of why.together) {
    words.push(
      t(
        'evidence.together',
        '{{moving}} of the {{of}} operations of {{system}} with {{label}} {{value}} deviate too.',
        {
          moving,
          of,
          system,
          label,
          value,
        }
      )
    );
  }
  return words;
}

/** A distance that would be told as 0.0 says nothing the ratio does not. */
const leastDistance = 0.05;

function distanceText(z: number, run: boolean, single: boolean): string {
  const distance = { z: decimals(Math.abs(z), 1) };
  if (run) {
    return z > 0
      ? t('evidence.zOfRunAbove', 'That is {{z}} standard deviations of single runs above their middle.', distance)
      : t('evidence.zOfRunBelow', 'That is {{z}} standard deviations of single runs below their middle.', distance);
  }
  if (single) {
    return z > 0
      ? t('evidence.zOfLevelAbove', 'That is {{z}} standard deviations of its values above normal.', distance)
      : t('evidence.zOfLevelBelow', 'That is {{z}} standard deviations of its values below normal.', distance);
  }
  return z > 0
    ? t('evidence.zAbove', 'That is {{z}} standard errors above normal.', distance)
    : t('evidence.zBelow', 'That is {{z}} standard errors below normal.', distance);
}

function cellText({ level, factor }: Why['cell']): string {
  const share = formatPercent(factor);
  switch (level) {
    case 'hour':
      return t('evidence.hour', 'At this hour of the day normal is {{share}} of the average.', { share });
    case 'weekend':
      return t('evidence.weekend', 'At this hour, weekdays and weekends apart, normal is {{share}} of the average.', {
        share,
      });
    case 'week':
      return t('evidence.week', 'At this hour of the week normal is {{share}} of the average.', { share });
    case 'moment':
      return t('evidence.moment', 'At these minutes normal is {{share}} of the average: they are so every day.', {
        share,
      });
    default:
      return t('evidence.noSeason', 'No season was found: normal is the same at every hour.');
  }
}

const timeText = (at: string) => dateTimeFormat(at, { timeZone: getTimeZone() });

function SlowRequests({ uid, requests, unit }: { uid: string; requests: SlowRequest[]; unit: string | undefined }) {
  const { table, number, quiet, name } = useStyles2(getTableStyles);
  const durations = isDuration(unit);
  const title = durations
    ? t('evidence.slow', 'Slow requests of the last half hour')
    : t('evidence.large', 'Large values of the last half hour');
  return (
    <table className={table} aria-label={title}>
      <caption className={quiet}>{title}</caption>
      <thead>
        <tr>
          <th>{t('evidence.at', 'Time')}</th>
          <th className={number}>{durations ? t('evidence.took', 'Took') : t('evidence.value', 'Value')}</th>
          <th>{t('evidence.trace', 'Trace')}</th>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => {
          const { at, seconds, traceId } = request;
          const href = traceLink(uid, request);
          return (
            <tr key={`${at} ${traceId} ${seconds}`}>
              <td>{timeText(at)}</td>
              <td className={number}>{formatValue(seconds, unit)}</td>
              <td className={name}>
                {href ? (
                  <LinkButton size="sm" fill="text" icon="gf-traces" href={href}>
                    {traceId}
                  </LinkButton>
                ) : (
                  traceId || unknown
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  parts: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(3), alignItems: 'flex-start' }),
  narrow: css({ width: 'auto', minWidth: 320 }),
  words: css({ flex: '1 1 320px', margin: 0, paddingLeft: theme.spacing(2), overflowWrap: 'anywhere' }),
});
