// Why is a baseline changed? No decision without a reason; a refusal is shown as the back end says it.
import { Button, Field, Modal, TextArea } from '@grafana/ui';
import { type ReactNode, useId, useState } from 'react';
import { t } from '../../components/text';
import { NotDone } from '../NotDone';

interface Props<T> {
  title: string;
  /** What it means. */
  why: string;
  children?: ReactNode;
  /** Offered as a reason; a person may write another one. */
  offered?: string;
  /** Off while something else is missing. */
  ready?: boolean;
  onDecide: (reason: string) => Promise<T>;
  onDone: (answer: T) => void;
  /** Refused: somebody else was first, and what was looked at has to be read anew. */
  onDismiss: (refused: boolean) => void;
}

export function DecisionDialog<T>({
  title,
  why,
  children,
  offered = '',
  ready = true,
  onDecide,
  onDone,
  onDismiss,
}: Props<T>) {
  const id = useId();
  const [reason, setReason] = useState(offered);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const decide = () => {
    setBusy(true);
    setRefusal(undefined);
    onDecide(reason.trim()).then(onDone, (error: unknown) => {
      setRefusal(error);
      setBusy(false);
    });
  };
  // What is on its way cannot be called back: its answer comes here, and not over the next dialog.
  const dismiss = () => busy || onDismiss(refusal !== undefined);
  return (
    <Modal isOpen title={title} onDismiss={dismiss}>
      <p>{why}</p>
      {children}
      <Field label={t('decision.reason', 'Reason')} htmlFor={id} required>
        <TextArea
          id={id}
          value={reason}
          maxLength={2000}
          rows={3}
          // An offered reason gives way to the first letter of another.
          onFocus={(event) => event.currentTarget.value === offered && event.currentTarget.select()}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Field>
      <NotDone what={title} error={refusal} />
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" disabled={busy} onClick={dismiss}>
          {t('decision.cancel', 'Cancel')}
        </Button>
        <Button disabled={busy || !ready || reason.trim() === ''} onClick={decide}>
          {title}
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
