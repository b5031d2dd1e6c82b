// Where is something moved on to, and why? A violation that is done says what it was.
import { Field, RadioButtonGroup } from '@grafana/ui';
import { useState } from 'react';
import { plural, t } from '../../components/text';
import { type Verdict, type WorkState } from '../../datasource/resources';
import { DecisionDialog } from '../decisions/DecisionDialog';
import { type JudgedSignal, type Move } from './move';
import { moveWord, realWord } from './workWords';

interface Props<T> {
  to: WorkState;
  /** What is moved, and what that means. */
  why: string;
  judged: JudgedSignal | undefined;
  /** So many operations are asked about where it was expected. */
  asks: number;
  onMove: (move: Move) => Promise<T>;
  /** With how many proposals came of it. */
  onDone: (answer: T, asked: number) => void;
  onDismiss: (refused: boolean) => void;
}

export function MoveDialog<T>({ to, why, judged, asks, onMove, onDone, onDismiss }: Props<T>) {
  const [verdict, setVerdict] = useState<Verdict>('true');
  const says = judged !== undefined && to === 'done';
  const asked = says && verdict === 'expected' ? asks : 0;
  return (
    <DecisionDialog
      title={moveWord(to)}
      why={why}
      onDecide={(reason) => onMove({ state: to, reason, ...(says && { verdict }) })}
      onDone={(answer) => onDone(answer, asked)}
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
      {/* Said when it is chosen. */}
      <p role="status">
        {asked > 0 &&
          plural(
            'move.asks',
            'This makes {{count}} proposal: whether that is the new normal, which waits for an answer.',
            'This makes {{count}} proposals, one for each operation: whether that is its new normal. They wait for an answer, and can be answered together.',
            asked
          )}
      </p>
    </DecisionDialog>
  );
}
