// Where is something moved on to, and why? A violation that is done says what it was.
import { Field, RadioButtonGroup } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../../components/text';
import { type Verdict, type WorkState } from '../../datasource/resources';
import { DecisionDialog } from '../decisions/DecisionDialog';
import { type JudgedSignal, type Move } from './move';
import { moveWord, realWord } from './workWords';

interface Props<T> {
  to: WorkState;
  /** What is moved, and what that means. */
  why: string;
  judged: JudgedSignal | undefined;
  onMove: (move: Move) => Promise<T>;
  onDone: (answer: T) => void;
  onDismiss: (refused: boolean) => void;
}

export function MoveDialog<T>({ to, why, judged, onMove, onDone, onDismiss }: Props<T>) {
  const [verdict, setVerdict] = useState<Verdict>('true');
  const says = judged !== undefined && to === 'done';
  return (
    <DecisionDialog
      title={moveWord(to)}
      why={why}
      onDecide={(reason) => onMove({ state: to, reason, ...(says && { verdict }) })}
      onDone={onDone}
      onDismiss={onDismiss}
    >
      {says && (
        <Field label={t('move.verdict', 'What it was')}>
          <RadioButtonGroup
            aria-label={t('move.verdict', 'What it was')}
            options={[
              { value: 'true' as Verdict, label: realWord(judged) },
              { value: 'expected' as Verdict, label: t('violations.expected', 'expected') },
            ]}
            value={verdict}
            onChange={setVerdict}
          />
        </Field>
      )}
    </DecisionDialog>
  );
}
