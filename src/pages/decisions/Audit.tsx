// Who did what, when and why? The newest first; each can be taken back where that means something.
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { PageLink } from '../../components/PageLink';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { useIdleRounds } from '../../components/useIdleRounds';
import { type Acted } from '../../datasource/resources';
import { Answered } from '../Answered';
import { askResource } from '../datasources';
import { idOf } from '../operations/identity';
import { may } from '../roles';
import { addressOf } from '../routes';
import { UndoDialog } from './UndoDialog';

interface Props {
  uid: string;
  /** Only what was done to this one. */
  operation?: number;
  /** Another number reads anew. */
  round?: number;
  onUndone?: () => void;
}

const shownAtFirst = 25;

export function Audit({ uid, operation, round = 0, onUndone }: Props) {
  const [again, setAgain] = useState(0);
  const idle = useIdleRounds();
  const answer = useAnswer(`audit ${uid} ${operation ?? ''}`, () => askActs(uid, operation), {
    round: round + again + idle,
  });
  const undone = () => {
    setAgain((before) => before + 1);
    onUndone?.();
  };
  return (
    <Answered answer={answer} waiting={t('audit.loading', 'Reading what was done …')}>
      {(acts) =>
        acts.length === 0 ? (
          <p>{t('audit.none', 'Nobody has decided anything yet.')}</p>
        ) : (
          <Acts uid={uid} acts={acts} named={operation === undefined} onUndone={undone} />
        )
      }
    </Answered>
  );
}

interface ActsProps {
  uid: string;
  acts: Acted[];
  /** Off where all are of the operation whose page it is. */
  named: boolean;
  onUndone: () => void;
}

function Acts({ uid, acts, named, onUndone }: ActsProps) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const [undoing, setUndoing] = useState<number>();
  const shown = all ? acts : acts.slice(0, shownAtFirst);
  return (
    <>
      <ol className={styles.list} aria-label={t('audit.title', 'What was done')}>
        {shown.map((act) => (
          <li key={act.id} className={styles.act}>
            <span>{dateTimeFormat(act.time, { timeZone: getTimeZone() })}</span>
            <strong>{act.author}</strong>
            <span>{act.action}</span>
            <span className={styles.what}>
              {named && <Subject uid={uid} act={act} />}
              <span className={styles.quiet}>{act.reason}</span>
              {act.undone && <span className={styles.quiet}>{undoneText(act.undone)}</span>}
            </span>
            <span>
              {act.undone === null && act.permanent === '' && may('Editor') && (
                <Button
                  size="sm"
                  fill="text"
                  aria-label={t('audit.undo', 'Undo {{action}} of {{name}}', {
                    action: act.action,
                    name: act.operation,
                  })}
                  onClick={() => setUndoing(act.id)}
                >
                  {t('undo.title', 'Undo')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ol>
      {acts.length > shown.length && (
        <Button size="sm" fill="text" onClick={() => setAll(true)}>
          {t('audit.all', 'All {{count}}', { count: acts.length })}
        </Button>
      )}
      {undoing !== undefined && (
        <UndoDialog
          uid={uid}
          acts={[undoing]}
          onDone={() => {
            setUndoing(undefined);
            onUndone();
          }}
          onDismiss={() => setUndoing(undefined)}
        />
      )}
    </>
  );
}

async function askActs(uid: string, operation?: number): Promise<Acted[]> {
  const asked = operation === undefined ? undefined : { operation: String(operation) };
  return (await askResource<{ acts: Acted[] }>(uid, 'baselines/audit', asked)).acts;
}

function Subject({ uid, act }: { uid: string; act: Acted }) {
  const { system, set, operation } = act;
  if (operation === '') {
    return <span>{system === '' ? t('audit.everything', 'everything') : system}</span>;
  }
  // A violation's title has a time beside the name: it is no address.
  return set === '' || act.version === 0 ? (
    <span>{operation}</span>
  ) : (
    <PageLink href={addressOf({ page: 'operations', item: idOf({ system, set, name: operation }) }, { ds: uid })}>
      {operation}
    </PageLink>
  );
}

const undoneText = ({ time, author, reason }: NonNullable<Acted['undone']>) =>
  t('audit.undone', 'taken back by {{author}} on {{time}}: {{reason}}', {
    author,
    time: dateTimeFormat(time, { timeZone: getTimeZone() }),
    reason,
  });

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', fontVariantNumeric: 'tabular-nums' }),
  act: css({
    display: 'grid',
    gridTemplateColumns: '160px 110px 150px minmax(120px, 1fr) 70px',
    columnGap: theme.spacing(2),
    alignItems: 'baseline',
    padding: theme.spacing(0.5, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
    [theme.breakpoints.down('md')]: { display: 'flex', flexWrap: 'wrap' },
  }),
  what: css({ display: 'flex', flexDirection: 'column', minWidth: 0 }),
  quiet: css({ color: theme.colors.text.secondary }),
});
