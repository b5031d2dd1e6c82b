// Is this level the new normal? One question with what a person can answer, or what was answered.
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { Button, Checkbox, Stack, useStyles2 } from '@grafana/ui';
import { PageLink } from '../../components/PageLink';
import { t } from '../../components/text';
import { type Proposal } from '../../datasource/resources';
import { idOf } from '../operations/identity';
import { may } from '../roles';
import { addressOf } from '../routes';
import { around } from '../violations/around';
import { proposalWord } from './proposalWord';

interface Props {
  uid: string;
  one: Proposal;
  /** Undefined where it cannot be chosen. */
  chosen: boolean | undefined;
  onChoose: () => void;
  onAccept: () => void;
  onReject: () => void;
}

export function ProposalRow({ uid, one, chosen, onChoose, onAccept, onReject }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.row}>
      {chosen !== undefined && (
        <Checkbox
          aria-label={t('operations.choose', 'Choose {{name}}', { name: one.operation })}
          value={chosen}
          onChange={onChoose}
        />
      )}
      <div className={styles.one}>
        <PageLink href={pageOf(uid, one)}>{one.operation}</PageLink>
        <span>{one.text}</span>
        {one.state === 'open' ? (
          <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
            <Button
              size="sm"
              disabled={!may('Editor')}
              aria-label={t('proposals.acceptNamed', 'Accept: {{name}}', { name: one.operation })}
              onClick={onAccept}
            >
              {t('proposals.accept', 'Accept')}
            </Button>
            <Button
              size="sm"
              variant="secondary"
              disabled={!may('Editor')}
              aria-label={t('proposals.rejectNamed', 'Reject: {{name}}', { name: one.operation })}
              onClick={onReject}
            >
              {t('move.rejected', 'Reject')}
            </Button>
            {!may('Editor') && <span>{t('life.editors', 'Editors decide about baselines.')}</span>}
          </Stack>
        ) : (
          <span className={styles.quiet}>{decidedText(one)}</span>
        )}
      </div>
    </li>
  );
}

/** With the time since which its level is another one: that is what is decided on. */
const pageOf = (uid: string, one: Proposal) =>
  addressOf(
    { page: 'operations', item: idOf({ ...one, name: one.operation }) },
    { ds: uid, ...around(one.at, null, Date.now()) }
  );

const decidedText = ({ state, by, decided, why }: Proposal) =>
  `${proposalWord(state)}, ${by}${decided ? `, ${dateTimeFormat(decided, { timeZone: getTimeZone() })}` : ''}: ${why}`;

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  one: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    minWidth: 0,
    overflowWrap: 'anywhere',
  }),
  quiet: css({ color: theme.colors.text.secondary }),
});
