// Which of the chosen levels are the new normal? All are accepted together, each from its own moment on, or rejected.
import { Button } from '@grafana/ui';
import { type ReactNode, useState } from 'react';
import { plural, t } from '../../components/text';
import { useLast } from '../../components/useLast';
import { type BaselineVersion, type Decided, type Proposal } from '../../datasource/resources';
import { ChosenRow } from '../ChosenRow';
import { changeResource } from '../datasources';
import { actsFor, askBaselinesOf, atOnce } from '../decisions/decision';
import { DecisionDialog } from '../decisions/DecisionDialog';
import { type Done } from '../decisions/DoneNotice';
import { NameList } from '../decisions/NameList';
import { Subjects } from '../decisions/Subjects';
import { doneSentence } from '../decisions/words';
import { NotDone } from '../NotDone';
import { type Identity, idOf } from '../operations/identity';

interface Props {
  uid: string;
  chosen: Proposal[];
  onClear: () => void;
  onDone: (done: Done) => void;
  /** Somebody else was first: the list must be read anew. */
  onOutdated: () => void;
  /** By what they are chosen. */
  children: ReactNode;
}

export function ProposalBulk({ uid, chosen, onClear, onDone, onOutdated, children }: Props) {
  const [accepting, setAccepting] = useState<{ chosen: Proposal[]; seen: BaselineVersion[] }>();
  const [rejecting, setRejecting] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const last = useLast();
  const accept = () => {
    setRefusal(undefined);
    last(askBaselinesOf(uid, subjectsOf(chosen)), (seen) => setAccepting({ chosen, seen }), setRefusal);
  };
  const clear = () => {
    // An answer that is still out would open a dialog about nobody.
    last(Promise.resolve(), () => setRefusal(undefined));
    onClear();
  };
  const close = (refused: boolean) => {
    setAccepting(undefined);
    setRejecting(false);
    if (refused) {
      onOutdated();
    }
  };
  const done = (now: Done) => {
    close(false);
    onDone(now);
  };
  return (
    <>
      <ChosenRow count={chosen.length} chooser={children} onClear={clear}>
        {chosen.length > atOnce ? (
          t('work.tooMany', 'At most {{count}} are moved on at once: choose fewer.', { count: atOnce })
        ) : (
          <>
            <Button size="sm" onClick={accept}>
              {t('proposals.accept', 'Accept')}
            </Button>
            <Button size="sm" variant="secondary" onClick={() => setRejecting(true)}>
              {t('move.rejected', 'Reject')}
            </Button>
          </>
        )}
      </ChosenRow>
      <NotDone what={t('proposals.accept', 'Accept')} error={refusal} />
      {accepting && <AcceptAll uid={uid} {...accepting} onDone={done} onDismiss={close} />}
      {rejecting && <RejectAll uid={uid} chosen={chosen} onDone={done} onDismiss={close} />}
    </>
  );
}

interface DialogProps {
  uid: string;
  chosen: Proposal[];
  onDone: (done: Done) => void;
  onDismiss: (refused: boolean) => void;
}

function AcceptAll({ uid, chosen, seen, onDone, onDismiss }: DialogProps & { seen: BaselineVersion[] }) {
  const able = seen.filter(({ state }) => actsFor(state).includes('accept'));
  const versions = new Map(able.map((each) => [idOf({ ...each, name: each.operation }), each.version]));
  const proposals = chosen.flatMap((one) => {
    const version = versions.get(idOf(subjectOf(one)));
    return version === undefined ? [] : { id: one.id, version };
  });
  const title = t('proposals.acceptAll', 'Accept the new levels');
  return (
    <DecisionDialog
      title={title}
      why={t(
        'proposals.acceptAllWhy',
        'Of each, what was measured since its level moved is normal from now on, and violations since then count as expected. Where it drifted, what was learned is taken over.'
      )}
      ready={proposals.length > 0}
      onDecide={(reason) => changeResource<Decided>(uid, 'proposals/accept', { reason, proposals })}
      onDone={({ acts }) =>
        onDone({
          sentence: doneSentence(
            title,
            able.map(({ operation }) => operation)
          ),
          acts,
        })
      }
      onDismiss={onDismiss}
    >
      <Subjects able={able} all={seen} />
      {seen.length === 0 && <p role="status">{t('proposals.gone', 'It has no baseline any more.')}</p>}
    </DecisionDialog>
  );
}

function RejectAll({ uid, chosen, onDone, onDismiss }: DialogProps) {
  return (
    <DecisionDialog
      title={t('move.rejected', 'Reject')}
      why={t('proposals.rejectAllWhy', 'They are not normal: the baselines stay where they are.')}
      onDecide={(reason) =>
        changeResource<Pick<Decided, 'acts'>>(uid, 'proposals/dismiss', {
          reason,
          proposals: chosen.map(({ id }) => id),
        })
      }
      onDone={({ acts }) =>
        onDone({
          sentence: plural(
            'proposals.rejectedAll',
            'Rejected: {{count}} baseline stays.',
            'Rejected: {{count}} baselines stay.',
            subjectsOf(chosen).length
          ),
          acts,
        })
      }
      onDismiss={onDismiss}
    >
      <NameList names={subjectsOf(chosen).map(({ name }) => name)} />
    </DecisionDialog>
  );
}

const subjectOf = (one: Proposal): Identity => ({ ...one, name: one.operation });

/** Two proposals can be about one operation. */
const subjectsOf = (chosen: Proposal[]): Identity[] => [
  ...new Map(chosen.map((one) => [idOf(subjectOf(one)), subjectOf(one)])).values(),
];
