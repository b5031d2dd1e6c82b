// Which stretches of time were in breach, and what do people say of them? Editors say whether each was real.
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { Alert, Combobox, ScrollContainer, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import { HiddenLabel } from '../../components/HiddenLabel';
import { PageLink } from '../../components/PageLink';
import { formatAgo, formatElapsed, formatRatio } from '../../components/numbers';
import { t } from '../../components/text';
import { TierMark } from '../../components/TierMark';
import { tierWord, toTier } from '../../components/tiers';
import { messageOf } from '../../components/useAnswer';
import { type Verdict, type Violation } from '../../datasource/resources';
import { changeResource } from '../datasources';
import { idOf } from '../operations/identity';
import { may } from '../roles';
import { addressOf } from '../routes';

interface Props {
  uid: string;
  violations: Violation[];
  /** Off where all are of the operation whose page it is. */
  named?: boolean;
}

const tiers: Record<string, number> = { info: 1, warning: 2, critical: 3 };

export function ViolationTable({ uid, violations, named = true }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <ScrollContainer overflowY="visible">
      <table className={styles.table}>
        <thead>
          <tr>
            {named && <th>{t('violations.operation', 'Operation')}</th>}
            <th>{t('violations.tier', 'Tier')}</th>
            <th>{t('violations.start', 'From')}</th>
            <th>{t('violations.length', 'Lasted')}</th>
            <th className={styles.number}>{t('violations.peak', 'Peak')}</th>
            <th>{t('violations.verdict', 'Verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {violations.map((violation) => (
            <tr key={`${violation.system} ${violation.set} ${violation.operation} ${violation.start}`}>
              {named && (
                <td className={styles.name}>
                  <PageLink href={pageOf(uid, violation)}>{violation.operation}</PageLink>
                  <span className={styles.reason}>{violation.reason}</span>
                </td>
              )}
              <td>
                <TierMark tier={toTier(tiers[violation.tier])} /> {tierWord(toTier(tiers[violation.tier]))}
              </td>
              <td>{dateTimeFormat(violation.start, { timeZone: getTimeZone() })}</td>
              <td>{lasted(violation)}</td>
              <td className={styles.number}>{violation.peak === null ? '–' : formatRatio(violation.peak)}</td>
              <td>
                <VerdictChoice uid={uid} violation={violation} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
}

const pageOf = (uid: string, { system, set, operation }: Violation) =>
  addressOf({ page: 'operations', item: idOf({ system, set, name: operation }) }, { ds: uid });

function lasted({ start, end }: Violation): string {
  const length = (end === null ? Date.now() : Date.parse(end)) - Date.parse(start);
  return end === null
    ? t('violations.goesOn', 'goes on, {{time}} so far', { time: formatElapsed(length) })
    : formatAgo(length);
}

function verdicts(): Array<{ value: Verdict; label: string }> {
  return [
    { value: '', label: t('violations.open', 'no verdict yet') },
    { value: 'true', label: t('violations.true', 'a real slowdown') },
    { value: 'false', label: t('violations.false', 'a false alarm') },
    { value: 'expected', label: t('violations.expected', 'expected') },
  ];
}

function VerdictChoice({ uid, violation }: { uid: string; violation: Violation }) {
  const id = useId();
  const [verdict, setVerdict] = useState(violation.verdict);
  const [refused, setRefused] = useState<string>();
  const word = verdicts().find(({ value }) => value === verdict)?.label ?? verdict;
  if (violation.id === 0 || !may('Editor')) {
    const why =
      violation.id === 0
        ? t('violations.tooYoung', 'A verdict can be given once the hour has been learned.')
        : t('violations.editors', 'Editors give verdicts.');
    return <span title={why}>{word}</span>;
  }
  const give = (next: Verdict) => {
    setVerdict(next);
    changeResource(uid, `violations/${violation.id}/verdict`, { verdict: next }).then(
      () => setRefused(undefined),
      (error: unknown) => {
        setVerdict(verdict);
        setRefused(messageOf(error));
      }
    );
  };
  return (
    <>
      <HiddenLabel id={id} text={t('violations.verdictOn', 'Verdict on {{name}}', { name: violation.operation })} />
      <Combobox
        width={22}
        aria-labelledby={id}
        options={verdicts()}
        value={verdict}
        onChange={({ value }) => give(value)}
      />
      {refused !== undefined && <Alert severity="error" title={refused} />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    '& th': {
      textAlign: 'left',
      fontWeight: theme.typography.fontWeightRegular,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    },
    '& th, & td': { padding: theme.spacing(0.75, 2, 0.75, 0), whiteSpace: 'nowrap', verticalAlign: 'top' },
    '& tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
  }),
  name: css({ whiteSpace: 'normal !important' as 'normal', minWidth: 220, overflowWrap: 'anywhere' }),
  reason: css({
    display: 'block',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  number: css({ textAlign: 'right !important' as 'right' }),
});
