// Which levels may be the new normal? Each waits for a person: accepted, or not.
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, EmptyState, LoadingPlaceholder, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { LastRead } from '../../components/LastRead';
import { PageLink } from '../../components/PageLink';
import { plural, t } from '../../components/text';
import { messageOf, useAnswer } from '../../components/useAnswer';
import { useLast } from '../../components/useLast';
import { type BaselineVersion, type Decided, type Proposal } from '../../datasource/resources';
import { ask, type Asked, askedText } from '../address';
import { type Source, askResource, changeResource } from '../datasources';
import { DecideDialog } from '../decisions/DecideDialog';
import { askBaseline } from '../decisions/decision';
import { DecisionDialog } from '../decisions/DecisionDialog';
import { type Done, DoneNotice } from '../decisions/DoneNotice';
import { typedMoment } from '../decisions/TypedRange';
import { Failure } from '../Failure';
import { idOf } from '../operations/identity';
import { may } from '../roles';
import { addressOf } from '../routes';

const states = ['open', 'accepted', 'dismissed', 'all'] as const;

export function ProposalList({ source, asked }: { source: Source; asked: Asked }) {
  const styles = useStyles2(getStyles);
  const { uid } = source;
  const state = states.find((each) => each === askedText(asked, 'proposals')) ?? 'open';
  const [round, setRound] = useState(0);
  const [accepting, setAccepting] = useState<{ proposal: Proposal; seen: BaselineVersion }>();
  const [dismissing, setDismissing] = useState<Proposal>();
  const [done, setDone] = useState<Done>();
  const [refusal, setRefusal] = useState<string>();
  const last = useLast();
  const answer = useAnswer(`proposals ${uid} ${state}`, () => askProposals(uid, state), { round });
  const { value, error, loading } = answer;
  if (!value && error !== undefined) {
    return <Failure source={source} error={error} />;
  }
  const accept = (proposal: Proposal) => {
    setRefusal(undefined);
    last(
      askBaseline(uid, { ...proposal, name: proposal.operation }),
      (seen) =>
        seen ? setAccepting({ proposal, seen }) : setRefusal(t('proposals.gone', 'It has no baseline any more.')),
      (failure) => setRefusal(messageOf(failure))
    );
  };
  const dismiss = (proposal: Proposal) => {
    setRefusal(undefined);
    last(Promise.resolve(proposal), setDismissing);
  };
  const changed = (now: Done | undefined) => {
    setAccepting(undefined);
    setDismissing(undefined);
    setDone(now);
    setRound((before) => before + 1);
  };
  return (
    <Stack direction="column" gap={2}>
      <LastRead answer={answer} />
      {done && (
        <DoneNotice uid={uid} done={done} onUndone={() => changed(undefined)} onClose={() => setDone(undefined)} />
      )}
      {refusal !== undefined && <Alert severity="error" title={refusal} />}
      {value && state === 'open' && value.length > 0 && (
        <p className={styles.sentence}>
          {plural(
            'proposals.sentence',
            '{{count}} level may be a new normal.',
            '{{count}} levels may be a new normal.',
            value.length
          )}
        </p>
      )}
      <RadioButtonGroup
        aria-label={t('proposals.state', 'State of the proposals')}
        options={states.map((each) => ({ value: each, label: proposalWord(each) }))}
        value={state}
        onChange={(proposals) => ask({ proposals })}
      />
      {loading && <LoadingPlaceholder text={t('proposals.loading', 'Reading proposals …')} />}
      {value?.length === 0 && (
        <EmptyState
          variant="completed"
          message={
            state === 'open' || state === 'all'
              ? t('proposals.none', 'No level waits for a decision')
              : t('advice.nonePart', 'None of this kind')
          }
        />
      )}
      <ul className={styles.list} aria-label={t('proposals.title', 'Proposals')}>
        {value?.map((one) => (
          <li key={one.id} className={styles.one}>
            <PageLink
              href={addressOf({ page: 'operations', item: idOf({ ...one, name: one.operation }) }, { ds: uid })}
            >
              {one.operation}
            </PageLink>
            <span>{one.text}</span>
            {one.state === 'open' ? (
              <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
                <Button
                  size="sm"
                  disabled={!may('Editor')}
                  aria-label={t('proposals.acceptNamed', 'Accept: {{name}}', { name: one.operation })}
                  onClick={() => accept(one)}
                >
                  {t('proposals.accept', 'Accept')}
                </Button>
                <Button
                  size="sm"
                  variant="secondary"
                  disabled={!may('Editor')}
                  aria-label={t('proposals.rejectNamed', 'Reject: {{name}}', { name: one.operation })}
                  onClick={() => dismiss(one)}
                >
                  {t('move.rejected', 'Reject')}
                </Button>
                {!may('Editor') && <span>{t('life.editors', 'Editors decide about baselines.')}</span>}
              </Stack>
            ) : (
              <span className={styles.quiet}>{decidedText(one)}</span>
            )}
          </li>
        ))}
      </ul>
      {accepting && (
        <DecideDialog
          uid={uid}
          intent={{
            act: 'accept',
            proposal: accepting.proposal.id,
            // A level that drifted has no beginning: what was learned is taken over.
            ...(accepting.proposal.kind !== 'drift' && { since: typedMoment(accepting.proposal.at) }),
          }}
          seen={[accepting.seen]}
          onDone={changed}
          onDismiss={() => setAccepting(undefined)}
        />
      )}
      {dismissing && (
        <DecisionDialog
          title={t('move.rejected', 'Reject')}
          why={t('proposals.rejectWhy', 'It is not normal: the baseline stays where it is.')}
          onDecide={(reason) =>
            changeResource<Pick<Decided, 'acts'>>(uid, `proposals/${dismissing.id}/dismiss`, { reason })
          }
          onDone={({ acts }) =>
            changed({
              sentence: t('proposals.rejected', 'Rejected: the baseline of {{name}} stays.', {
                name: dismissing.operation,
              }),
              acts,
            })
          }
          onDismiss={() => setDismissing(undefined)}
        >
          <p>{dismissing.operation}</p>
        </DecisionDialog>
      )}
    </Stack>
  );
}

const askProposals = async (uid: string, state: string) =>
  (await askResource<{ proposals: Proposal[] }>(uid, 'proposals', { state })).proposals;

function proposalWord(state: (typeof states)[number]): string {
  return {
    open: t('state.open', 'open'),
    accepted: t('proposals.accepted', 'accepted'),
    dismissed: t('state.rejected', 'rejected'),
    all: t('work.all', 'All'),
  }[state];
}

const decidedText = ({ state, by, decided, why }: Proposal) =>
  `${proposalWord(state)}, ${by}${decided ? `, ${dateTimeFormat(decided, { timeZone: getTimeZone() })}` : ''}: ${why}`;

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ ...theme.typography.h3, margin: 0 }),
  list: css({ listStyle: 'none' }),
  one: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
  }),
  quiet: css({ color: theme.colors.text.secondary }),
});
