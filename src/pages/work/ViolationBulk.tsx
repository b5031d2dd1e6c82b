// What can be said of the chosen violations? All are moved on together, for one reason.
import { Button } from '@grafana/ui';
import { type ReactNode, useState } from 'react';
import { plural, t } from '../../components/text';
import { type Violation, type WorkState } from '../../datasource/resources';
import { ChosenRow } from '../ChosenRow';
import { type Done, DoneNotice } from '../decisions/DoneNotice';
import { asksOf, type JudgedSignal, moveAll, nextOfAll } from './move';
import { MoveDialog } from './MoveDialog';
import { leadTo, moveAllWhy, moveWhy, moveWord, stateWord } from './workWords';

/** The back end refuses more. */
const most = 1000;

interface Props {
  uid: string;
  chosen: Violation[];
  onClear: () => void;
  /** They were moved, by whomever, or that was taken back. */
  onChanged: () => void;
  /** By what they are chosen. */
  children: ReactNode;
}

export function ViolationBulk({ uid, chosen, onClear, onChanged, children }: Props) {
  const [to, setTo] = useState<WorkState>();
  const [done, setDone] = useState<Done>();
  const next = chosen.length > most ? [] : nextOfAll(chosen.map(({ work }) => work.state));
  const only = chosen.length === 1 ? chosen[0] : undefined;
  const count = plural('work.chosen', '{{count}} violation', '{{count}} violations', chosen.length);
  return (
    <>
      {done && (
        <DoneNotice
          uid={uid}
          done={done}
          onUndone={() => {
            setDone(undefined);
            onChanged();
          }}
          onClose={() => setDone(undefined)}
        />
      )}
      <ChosenRow count={chosen.length} chooser={children} onClear={onClear}>
        {next.map((state) => (
          <Button key={state} size="sm" variant="secondary" onClick={() => setTo(state)}>
            {moveWord(state)}
          </Button>
        ))}
        {next.length === 0 &&
          (chosen.length > most
            ? t('work.tooMany', 'At most {{count}} are moved on at once: choose fewer.', { count: most })
            : t('work.mixed', 'They are in different states: nothing can be done with all of them.'))}
      </ChosenRow>
      {to && (
        <MoveDialog
          to={to}
          why={`${count}. ${only ? moveWhy(to, only.signal) : moveAllWhy(to)}`}
          judged={signalOf(chosen)}
          onMove={(asked) => moveAll(uid, chosen, asked)}
          asks={asksOf(chosen)}
          onDone={({ acts }, asked) => {
            setTo(undefined);
            setDone({ sentence: `${count}: ${stateWord(to)}`, acts, lead: leadTo(uid, asked) });
            onClear();
            onChanged();
          }}
          onDismiss={(refused) => {
            setTo(undefined);
            if (refused) {
              onChanged();
            }
          }}
        />
      )}
    </>
  );
}

function signalOf(chosen: Violation[]): JudgedSignal {
  const [first, ...others] = new Set(chosen.map(({ signal }) => signal));
  return first === undefined || others.length > 0 ? 'both' : first;
}
