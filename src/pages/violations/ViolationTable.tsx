// Which stretches of time were in breach, and what do people say of them? Editors move each on.
import { css, cx } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { Checkbox, ScrollContainer, useStyles2 } from '@grafana/ui';
import { PageLink } from '../../components/PageLink';
import { formatAgo, formatElapsed, formatRatio } from '../../components/numbers';
import { getTableStyles } from '../../components/plainTable';
import { t } from '../../components/text';
import { TierMark } from '../../components/TierMark';
import { tierNamed, tierWord } from '../../components/tiers';
import { type Violation, type Work } from '../../datasource/resources';
import { idOf } from '../operations/identity';
import { addressOf } from '../routes';
import { WorkState } from '../work/WorkState';
import { realWord, signalWord } from '../work/workWords';
import { around } from './around';

interface Props {
  uid: string;
  violations: Violation[];
  /** Off where all are of the operation whose page it is. */
  named?: boolean;
  onMoved?: (id: number, to: Work) => void;
  /** A change was taken back, or refused because somebody else was first: the list must be read anew. */
  onOutdated?: () => void;
  /** The ids of those that are chosen; without it none can be. */
  chosen?: ReadonlySet<number>;
  onChoose?: (id: number) => void;
}

export function ViolationTable({
  uid,
  violations,
  named = true,
  onMoved,
  onOutdated = () => undefined,
  chosen,
  onChoose,
}: Props) {
  const styles = useStyles2(getStyles);
  return (
    <ScrollContainer overflowY="visible">
      <table className={cx(styles.table, styles.lines)} aria-label={t('violations.title', 'Violations')}>
        <thead>
          <tr>
            {chosen && <td />}
            {named && <th>{t('violations.operation', 'Operation')}</th>}
            <th>{t('violations.tier', 'Tier')}</th>
            <th>{t('violations.start', 'From')}</th>
            <th>{t('violations.length', 'Lasted')}</th>
            <th className={styles.number}>{t('violations.peak', 'Peak')}</th>
            <th>{t('violations.state', 'State')}</th>
          </tr>
        </thead>
        <tbody>
          {violations.map((violation) => (
            <tr
              key={`${violation.system} ${violation.set} ${violation.operation} ${violation.signal} ${violation.start}`}
            >
              {chosen && (
                <td className={styles.choice}>
                  {violation.id !== 0 && (
                    <Checkbox
                      aria-label={t('operations.choose', 'Choose {{name}}', { name: titleOf(violation) })}
                      value={chosen.has(violation.id)}
                      onChange={() => onChoose?.(violation.id)}
                    />
                  )}
                </td>
              )}
              {named && (
                <td className={styles.operation}>
                  <PageLink href={pageOf(uid, violation)}>{violation.operation}</PageLink>
                  <span className={styles.reason}>{violation.reason}</span>
                </td>
              )}
              <td>
                <TierMark tier={tierNamed(violation.tier)} /> {tierWord(tierNamed(violation.tier))}
                {violation.signal !== 'latency' && (
                  <span className={styles.reason}>{signalWord(violation.signal)}</span>
                )}
              </td>
              <td>
                {named ? beganAt(violation) : <PageLink href={pageOf(uid, violation)}>{beganAt(violation)}</PageLink>}
              </td>
              <td>
                {lasted(violation)}
                {!named && <span className={styles.reason}>{violation.reason}</span>}
              </td>
              <td className={cx(styles.number, violation.peak === null && styles.nothing)}>
                {violation.peak === null ? '–' : formatRatio(violation.peak)}
              </td>
              <td>
                <WorkState
                  uid={uid}
                  item={{
                    path: `violations/${violation.id}`,
                    title: titleOf(violation),
                    work: violation.work,
                    judged: violation.signal,
                  }}
                  word={verdictWord(violation)}
                  barred={
                    violation.id === 0
                      ? t('violations.tooYoung', 'It can be taken once the hour has been learned.')
                      : undefined
                  }
                  onMoved={(to) => onMoved?.(violation.id, to)}
                  onOutdated={onOutdated}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
}

/** With the time that it was off: whoever follows it wants to see that. */
const pageOf = (uid: string, { system, set, operation, start, end }: Violation) =>
  addressOf(
    { page: 'operations', item: idOf({ system, set, name: operation }) },
    { ds: uid, ...around(start, end, Date.now()) }
  );

const beganAt = ({ start }: Violation) => dateTimeFormat(start, { timeZone: getTimeZone() });

/** One operation may have many. */
const titleOf = (violation: Violation) => `${violation.operation}, ${beganAt(violation)}`;

function lasted({ start, end }: Violation): string {
  const length = (end === null ? Date.now() : Date.parse(end)) - Date.parse(start);
  return end === null
    ? t('violations.goesOn', 'goes on, {{time}} so far', { time: formatElapsed(length) })
    : formatAgo(length);
}

/** A word on what it was, where somebody said so. */
function verdictWord({ verdict, signal }: Violation): string | undefined {
  return {
    '': undefined,
    true: realWord(signal),
    false: t('violations.false', 'a false alarm'),
    expected: t('violations.expected', 'expected'),
  }[verdict];
}

/** The tables of the pages, with rows that become lines on a narrow screen, where what they say stays in sight. */
const getStyles = (theme: GrafanaTheme2) => ({
  ...getTableStyles(theme),
  lines: css({
    [theme.breakpoints.down('md')]: {
      '& thead': { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' },
      '& tbody tr': { display: 'flex', flexWrap: 'wrap', padding: theme.spacing(0.5, 0) },
      '& tbody td:last-child, & tbody td:first-child:not(:has(input))': { flexBasis: '100%' },
    },
  }),
  choice: css({ width: 1, [theme.breakpoints.down('md')]: { flex: 'none', width: 28 } }),
  operation: css({
    whiteSpace: 'normal !important' as 'normal',
    minWidth: 220,
    overflowWrap: 'anywhere',
    [theme.breakpoints.down('md')]: { flex: '1 0 60%' },
  }),
  nothing: css({ [theme.breakpoints.down('md')]: { display: 'none' } }),
  reason: css({
    display: 'block',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
