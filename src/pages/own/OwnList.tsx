// What have people defined? A list with what came of each; deleted ones on request, to take the deletion back.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { EmptyState, ScrollContainer, Stack, useStyles2 } from '@grafana/ui';
import { asSentence } from '../../components/failure';
import { LinkButton } from '../../components/LinkButton';
import { LabelledSwitch } from '../../components/LabelledSwitch';
import { PageLink } from '../../components/PageLink';
import { getTableStyles } from '../../components/plainTable';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { ask, type Asked, askedText } from '../address';
import { Answered } from '../Answered';
import { type Source } from '../datasources';
import { may } from '../roles';
import { addressOf } from '../routes';
import { listOwn, type Own } from './requests';

const refreshSeconds = 30;

export function OwnList({ source, asked }: { source: Source; asked: Asked }) {
  const answer = useAnswer(`own ${source.uid}`, () => listOwn(source.uid), { everySeconds: refreshSeconds });
  return (
    <Answered answer={answer} source={source} waiting={t('own.reading', 'Reading definitions …')}>
      {(all) => <Definitions uid={source.uid} all={all} withDeleted={askedText(asked, 'deleted') === '1'} />}
    </Answered>
  );
}

function Definitions({ uid, all, withDeleted }: { uid: string; all: Own[]; withDeleted: boolean }) {
  const styles = useStyles2(getStyles);
  const living = all.filter(({ deleted }) => !deleted);
  const shown = withDeleted ? all : living;
  return (
    <Stack direction="column" gap={2}>
      {living.length > 0 && <p className={styles.sentence}>{sentenceOf(living)}</p>}
      <Stack direction="row" gap={2} wrap="wrap" alignItems="center">
        {living.length > 0 && <NewButton ds={uid} />}
        {living.length < all.length && (
          <LabelledSwitch
            label={t('own.deletedOnes', 'With deleted ones')}
            value={withDeleted}
            onChange={(on) => ask({ deleted: on ? '1' : undefined })}
          />
        )}
      </Stack>
      {living.length === 0 && <Nothing ds={uid} />}
      {shown.length > 0 && <Table uid={uid} all={shown} />}
    </Stack>
  );
}

function sentenceOf(living: Own[]): string {
  const operations = living.reduce((sum, { operations: n }) => sum + n, 0);
  const defined = plural('own.defined', '{{count}} definition gives', '{{count}} definitions give', living.length);
  return `${defined} ${plural('own.gives', '{{count}} operation with a baseline.', '{{count}} operations with a baseline.', operations)}`;
}

function NewButton({ ds }: { ds: string }) {
  return (
    <LinkButton
      icon="plus"
      variant={may('Editor') ? 'primary' : 'secondary'}
      href={addressOf({ page: 'own', item: 'new' }, { ds })}
    >
      {t('own.define', 'Define operations')}
    </LinkButton>
  );
}

function Nothing({ ds }: { ds: string }) {
  return (
    <EmptyState
      variant="call-to-action"
      message={t('own.none', 'Nobody has defined operations here yet')}
      button={<NewButton ds={ds} />}
    >
      {t(
        'own.noneWhy',
        'Whatever Prometheus measures can have a baseline: in any dashboard, open the menu of a panel and choose “Learn a baseline”, or begin with the name of a metric.'
      )}
    </EmptyState>
  );
}

function Table({ uid, all }: { uid: string; all: Own[] }) {
  const styles = useStyles2(getTableStyles);
  return (
    <ScrollContainer overflowY="visible">
      <table className={styles.table} aria-label={t('own.title', 'Your own operations')}>
        <thead>
          <tr>
            <th scope="col">{t('own.name', 'Name')}</th>
            <th scope="col">{t('own.system', 'System')}</th>
            <th scope="col">{t('own.metric', 'Metric')}</th>
            <th scope="col" className={styles.number}>
              {t('own.operations', 'Operations')}
            </th>
            <th scope="col">{t('own.progress', 'Learned')}</th>
            <th scope="col">{t('own.author', 'By')}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((own) => (
            <OwnRow key={own.id} uid={uid} own={own} />
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
}

function OwnRow({ uid, own }: { uid: string; own: Own }) {
  const styles = useStyles2(getTableStyles);
  const { definition, deleted } = own;
  const [operations] = definition.operations;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <PageLink href={addressOf({ page: 'own', item: String(own.id) }, { ds: uid })}>
          {operations?.title || String(own.id)}
        </PageLink>
      </th>
      <td>{definition.title ?? definition.system}</td>
      <td>
        <code>{operations?.metric}</code>
        <span className={styles.quiet}>
          {[operations?.selector, operations?.by?.join(', ')].filter(Boolean).join(' · ')}
        </span>
      </td>
      <td className={styles.number}>{deleted ? '' : own.operations}</td>
      <td className={styles.name}>{deleted ? t('own.deleted', 'deleted') : learnedWords(own)}</td>
      <td>
        {own.author}
        {own.reason !== '' && <span className={styles.quiet}>{own.reason}</span>}
      </td>
    </tr>
  );
}

export function learnedWords({ learned, wanted, lastError }: Own): string {
  if (lastError !== '') {
    return asSentence(lastError);
  }
  return wanted === 0
    ? t('own.begins', 'begins within a minute')
    : t('own.hoursLearned', '{{learned}} of {{wanted}} hours', { learned, wanted });
}

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ ...theme.typography.h3, margin: 0, overflowWrap: 'anywhere' }),
});
