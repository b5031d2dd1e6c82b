// Which levels may be the new normal? Each waits for a person: accepted, or not.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { EmptyState, LoadingPlaceholder, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { LastRead } from '../../components/LastRead';
import { plural, t } from '../../components/text';
import { toggled } from '../../components/toggled';
import { useAnswer } from '../../components/useAnswer';
import { useIdleRounds } from '../../components/useIdleRounds';
import { useLast } from '../../components/useLast';
import { type BaselineVersion, type Decided, type Proposal } from '../../datasource/resources';
import { ask, type Asked, askedText } from '../address';
import { ChooseAll } from '../ChooseAll';
import { type Source, askResource, changeResource } from '../datasources';
import { DecideDialog } from '../decisions/DecideDialog';
import { askBaseline } from '../decisions/decision';
import { DecisionDialog } from '../decisions/DecisionDialog';
import { type Done, DoneNotice } from '../decisions/DoneNotice';
import { typedMoment } from '../decisions/TypedRange';
import { Failure } from '../Failure';
import { NotDone } from '../NotDone';
import { may } from '../roles';
import { ProposalBulk } from './ProposalBulk';
import { ProposalRow } from './ProposalRow';
import { proposalStates, proposalWord } from './proposalWord';

export function ProposalList({ source, asked }: { source: Source; asked: Asked }) {
  const styles = useStyles2(getStyles);
  const { uid } = source;
  const state = proposalStates.find((each) => each === askedText(asked, 'proposals')) ?? 'open';
  const [round, setRound] = useState(0);
  const idle = useIdleRounds();
  const [accepting, setAccepting] = useState<{ proposal: Proposal; seen: BaselineVersion }>();
  const [dismissing, setDismissing] = useState<Proposal>();
  const [done, setDone] = useState<Done>();
  const [refusal, setRefusal] = useState<unknown>();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const chooses = state === 'open' && may('Editor');
  const last = useLast();
  const answer = useAnswer(`proposals ${uid} ${state}`, () => askProposals(uid, state), { round: round + idle });
  const { value, error, loading } = answer;
  if (!value && error !== undefined) {
    return <Failure source={source} answer={answer} />;
  }
  const accept = (proposal: Proposal) => {
    setRefusal(undefined);
    last(
      askBaseline(uid, { ...proposal, name: proposal.operation }),
      (seen) =>
        seen ? setAccepting({ proposal, seen }) : setRefusal(t('proposals.gone', 'It has no baseline any more.')),
      setRefusal
    );
  };
  const dismiss = (proposal: Proposal) => {
    setRefusal(undefined);
    last(Promise.resolve(proposal), setDismissing);
  };
  const lookAgain = () => setRound((before) => before + 1);
  const close = (refused: boolean) => {
    setAccepting(undefined);
    setDismissing(undefined);
    if (refused) {
      lookAgain();
    }
  };
  const changed = (now: Done | undefined) => {
    close(false);
    setDone(now);
    setChosen(new Set());
    lookAgain();
  };
  return (
    <Stack direction="column" gap={2}>
      <LastRead answer={answer} />
      {done && (
        <DoneNotice uid={uid} done={done} onUndone={() => changed(undefined)} onClose={() => setDone(undefined)} />
      )}
      <NotDone what={t('proposals.accept', 'Accept')} error={refusal} />
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
        options={proposalStates.map((each) => ({ value: each, label: proposalWord(each) }))}
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
      {chooses && value && value.length > 0 && (
        <ProposalBulk
          uid={uid}
          // What is no longer in sight is not decided on.
          chosen={value.filter(({ id }) => chosen.has(id))}
          onClear={() => setChosen(new Set())}
          onDone={changed}
          onOutdated={lookAgain}
        >
          <ChooseAll ids={value.map(({ id }) => id)} chosen={chosen} onChoose={setChosen} />
        </ProposalBulk>
      )}
      <ul className={styles.list} aria-label={t('proposals.title', 'Proposals')}>
        {value?.map((one) => (
          <ProposalRow
            key={one.id}
            uid={uid}
            one={one}
            chosen={chooses ? chosen.has(one.id) : undefined}
            onChoose={() => setChosen(toggled(chosen, one.id))}
            onAccept={() => accept(one)}
            onReject={() => dismiss(one)}
          />
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
          onDismiss={close}
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
          onDismiss={close}
        >
          <p>{dismissing.operation}</p>
        </DecisionDialog>
      )}
    </Stack>
  );
}

const askProposals = async (uid: string, state: string) =>
  (await askResource<{ proposals: Proposal[] }>(uid, 'proposals', { state })).proposals;

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ ...theme.typography.h3, margin: 0 }),
  list: css({ listStyle: 'none' }),
});
