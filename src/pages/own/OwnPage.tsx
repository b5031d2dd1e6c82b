// What came of one definition? How far it is learned, its operations, an alert for them, and changing or deleting it.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, EmptyState, LoadingPlaceholder, Stack, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { LinkButton } from '../../components/LinkButton';
import { LastRead } from '../../components/LastRead';
import { ProgressBar } from '../../components/ProgressBar';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Operation } from '../../datasource/resources';
import { ask, type Asked, askedText, go } from '../address';
import { DecisionDialog } from '../decisions/DecisionDialog';
import { ruleLink } from '../operations/detail/links';
import { may, mayUse } from '../roles';
import { addressOf } from '../routes';
import { draftIn, draftOf, takesTime } from './definition';
import { Editor } from './Editor';
import { OperationList } from './OperationList';
import { learnedWords } from './OwnList';
import { deleteOwn, listOwn, operationsOf, type Own, restoreOwn } from './requests';

const refreshSeconds = 10;
/** A rule names its operations while they can be read at a glance; beyond that it is about the whole system. */
const mostNamed = 100;

export default function OwnPage({ uid, id, asked }: { uid: string; id: number; asked: Asked }) {
  const [round, setRound] = useState(0);
  const answer = useAnswer(`own ${uid}`, () => listOwn(uid), {
    everySeconds: refreshSeconds,
    evenUnseen: true,
    round,
  });
  const { value, error, loading } = answer;
  if (loading) {
    return <LoadingPlaceholder text={t('own.reading', 'Reading definitions …')} />;
  }
  if (!value) {
    return <Alert severity="error" title={error ?? ''} />;
  }
  const own = value.find((one) => one.id === id);
  if (!own) {
    return (
      <EmptyState
        variant="not-found"
        message={t('own.unknown', 'There is no such definition')}
        button={
          <LinkButton href={addressOf({ page: 'own' }, { ds: uid })}>{t('own.all', 'All definitions')}</LinkButton>
        }
      />
    );
  }
  const again = () => setRound((before) => before + 1);
  return (
    <>
      <LastRead answer={answer} />
      {askedText(asked, 'edit') === '1' ? (
        <Change uid={uid} own={own} asked={asked} onKept={again} />
      ) : (
        <Shown uid={uid} own={own} asked={asked} onChanged={again} />
      )}
    </>
  );
}

/** The version that was opened is the one that is changed, however long that takes. */
function Change({ uid, own, asked, onKept }: { uid: string; own: Own; asked: Asked; onKept: () => void }) {
  const [seen] = useState(own);
  const initial = draftIn(asked) ?? draftOf(seen.definition);
  return <Editor uid={uid} seen={seen} initial={initial} asked={asked} onKept={onKept} />;
}

function Shown({ uid, own, asked, onChanged }: { uid: string; own: Own; asked: Asked; onChanged: () => void }) {
  const styles = useStyles2(getStyles);
  const { definition, deleted } = own;
  const [operations] = definition.operations;
  const found = useAnswer(
    `operations of ${uid} ${own.set} ${own.version}`,
    () => (deleted ? Promise.resolve([]) : operationsOf(uid, own)),
    { everySeconds: refreshSeconds }
  );
  const title = operations?.title ?? '';
  const shares = own.wanted > 0 ? own.learned / own.wanted : 0;
  return (
    <div className={styles.page}>
      <div>
        <p className={styles.sentence}>{sentenceOf(own, found.value)}</p>
        <p className={styles.quiet}>
          <code>{operations?.metric}</code> {operations?.selector} {(operations?.by ?? []).join(', ')} ·{' '}
          {t('own.version', 'version {{version}} by {{author}}', { version: own.version, author: own.author })}{' '}
          {own.reason}
        </p>
      </div>
      {!deleted && (
        <div>
          <ProgressBar share={shares} label={learnedWords(own)} />
          <span className={styles.quiet}>{learnedWords(own)}</span>
        </div>
      )}
      <Stack direction="row" gap={1} wrap="wrap">
        {!deleted && mayUse('alert.rules:create') && (
          <LinkButton icon="bell" href={ruleLink(uid, judgedOf(own, title, found.value ?? []))}>
            {t('own.alert', 'Create alert')}
          </LinkButton>
        )}
        {!deleted && (
          <LinkButton
            variant="secondary"
            href={addressOf({ page: 'operations' }, { ds: uid, system: definition.system })}
          >
            {t('own.against', 'Against normal')}
          </LinkButton>
        )}
        {may('Editor') && !deleted && (
          <Button variant="secondary" icon="pen" onClick={() => go({ edit: '1' })}>
            {t('own.edit', 'Edit')}
          </Button>
        )}
        {may('Editor') && (
          <Button variant="secondary" icon={deleted ? 'history' : 'trash-alt'} onClick={() => ask({ decide: '1' })}>
            {deleted ? t('own.restore', 'Restore') : t('own.delete', 'Delete')}
          </Button>
        )}
      </Stack>
      {found.error !== undefined && <Alert severity="error" title={found.error} />}
      {found.value && found.value.length > 0 && <OperationList uid={uid} operations={found.value} />}
      {askedText(asked, 'decide') === '1' && may('Editor') && <Decide uid={uid} own={own} onChanged={onChanged} />}
    </div>
  );
}

function sentenceOf({ definition, deleted }: Own, found: Operation[] | undefined): string {
  const [operations] = definition.operations;
  const title = operations?.title ?? '';
  if (deleted) {
    return t('own.isDeleted', '{{title}} is deleted: nothing is learned by it.', { title });
  }
  if (!found) {
    return title;
  }
  const slow = found.filter(({ tier }) => tier === 'warning' || tier === 'critical').length;
  const counted = plural('own.has', '{{title}}: {{count}} operation', '{{title}}: {{count}} operations', found.length, {
    title,
  });
  if (operations && !takesTime(operations)) {
    return slow > 0
      ? plural('own.off', '{{counted}}, {{count}} off normal.', '{{counted}}, {{count}} off normal.', slow, { counted })
      : t('own.noneOff', '{{counted}}, none off normal.', { counted });
  }
  return slow > 0
    ? plural(
        'own.slow',
        '{{counted}}, {{count}} slower than normal.',
        '{{counted}}, {{count}} slower than normal.',
        slow,
        { counted }
      )
    : t('own.normal', '{{counted}}, none slower than normal.', { counted });
}

function judgedOf({ definition: { system, operations } }: Own, name: string, found: Operation[]) {
  const off = operations.some((defined) => !takesTime(defined));
  const names = found.map((operation) => operation.name);
  return { name, system, off, ...(names.length > 0 && names.length <= mostNamed && { operations: names }) };
}

/** What is decided about is what was looked at: the page reads anew behind the dialog. */
function Decide({ uid, own, onChanged }: { uid: string; own: Own; onChanged: () => void }) {
  const [seen] = useState(own);
  const done = () => {
    ask({ decide: undefined });
    onChanged();
  };
  return seen.deleted ? (
    <DecisionDialog
      title={t('own.restore', 'Restore')}
      why={t('own.restoreWhy', 'It is learned again; what is still stored of it counts.')}
      onDecide={(reason) => restoreOwn(uid, seen, reason)}
      onDone={done}
      onDismiss={done}
    />
  ) : (
    <DecisionDialog
      title={t('own.delete', 'Delete')}
      why={t(
        'own.deleteWhy',
        'Its operations are no longer learned, judged or listed. Rules about them find nothing any more, and are yours to remove. The deletion can be taken back.'
      )}
      onDecide={(reason) => deleteOwn(uid, seen, reason)}
      onDone={done}
      onDismiss={done}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  sentence: css({ ...theme.typography.h3, margin: 0, overflowWrap: 'anywhere' }),
  quiet: css({ color: theme.colors.text.secondary, margin: 0, overflowWrap: 'anywhere' }),
});
