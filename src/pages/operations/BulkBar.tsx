// What can be decided about the chosen operations? The baselines are looked at anew when a dialog opens.
import { getDefaultTimeRange } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { type ReactNode, useState } from 'react';
import { t } from '../../components/text';
import { useLast } from '../../components/useLast';
import { type BaselineVersion } from '../../datasource/resources';
import { ChosenRow } from '../ChosenRow';
import { ActButtons } from '../decisions/ActButtons';
import { DecideDialog } from '../decisions/DecideDialog';
import { type Act, acts, askBaselinesOf } from '../decisions/decision';
import { type Done, DoneNotice } from '../decisions/DoneNotice';
import { wordsOf } from '../decisions/words';
import { NotDone } from '../NotDone';
import { intentOf } from './detail/Life';
import { type Row } from './rows';

interface Props {
  uid: string;
  chosen: Row[];
  onClear: () => void;
  onChanged: () => void;
  /** Of what they are chosen. */
  children: ReactNode;
}

export function BulkBar({ uid, chosen, onClear, onChanged, children }: Props) {
  const [opened, setOpened] = useState<{ act: Act; seen: BaselineVersion[] }>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ act: Act; error: unknown }>();
  const [done, setDone] = useState<Done>();
  const last = useLast();
  const look = (act: Act) => {
    setBusy(true);
    setRefusal(undefined);
    last(
      askBaselinesOf(uid, chosen),
      (seen) => {
        setBusy(false);
        setOpened({ act, seen });
      },
      (error) => {
        setBusy(false);
        setRefusal({ act, error });
      }
    );
  };
  const clear = () => {
    // An answer that is still out would open a dialog about nobody: it is no longer waited for.
    last(Promise.resolve(), () => setBusy(false));
    setRefusal(undefined);
    onClear();
  };
  const changed = (now: Done | undefined) => {
    setOpened(undefined);
    setDone(now);
    onClear();
    onChanged();
  };
  return (
    <>
      {done && (
        <DoneNotice uid={uid} done={done} onUndone={() => changed(undefined)} onClose={() => setDone(undefined)} />
      )}
      <ChosenRow count={chosen.length} chooser={children} onClear={clear}>
        <ActButtons acts={acts} onAct={look} />
        {busy && <LoadingPlaceholder text={t('bulk.loading', 'Reading their baselines …')} />}
      </ChosenRow>
      {refusal && <NotDone what={wordsOf({ act: refusal.act }).title} error={refusal.error} />}
      {opened && (
        <DecideDialog
          uid={uid}
          intent={intentOf(opened.act, getDefaultTimeRange())}
          seen={opened.seen}
          onDone={changed}
          onDismiss={() => setOpened(undefined)}
        />
      )}
    </>
  );
}
