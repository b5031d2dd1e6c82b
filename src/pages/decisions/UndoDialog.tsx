// Why is something taken back? With all that came of it, as far as nobody has decided anything since.
import { t } from '../../components/text';
import { undo } from './decision';
import { DecisionDialog } from './DecisionDialog';

interface Props {
  uid: string;
  acts: number[];
  offered?: string;
  onDone: () => void;
  onDismiss: () => void;
}

export function UndoDialog({ uid, acts, offered, onDone, onDismiss }: Props) {
  return (
    <DecisionDialog
      title={t('undo.title', 'Undo')}
      why={t('undo.why', 'Everything is as if it had not been done; both stay in the list of what was done.')}
      offered={offered}
      onDecide={(reason) => undo(uid, acts, reason)}
      onDone={onDone}
      onDismiss={onDismiss}
    />
  );
}
