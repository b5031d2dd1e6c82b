// Which part of a work list is shown? The choice stands in the address.
import { RadioButtonGroup } from '@grafana/ui';
import { t } from '../../components/text';
import { type WorkState } from '../../datasource/resources';
import { ask, type Asked, askedText } from '../address';
import { workStates } from './move';
import { stateWord } from './workWords';

export type Part = WorkState | 'all';

export function partOf(asked: Asked): Part {
  // Links made before there were states ask for a verdict.
  const text = askedText(asked, 'state') ?? askedText(asked, 'verdict');
  return workStates.find((state) => state === text) ?? 'all';
}

export function StateChoice({ part }: { part: Part }) {
  return (
    <RadioButtonGroup<Part>
      aria-label={t('work.state', 'State')}
      options={[
        { value: 'all', label: t('work.all', 'All') },
        ...workStates.map((state) => ({ value: state, label: stateWord(state) })),
      ]}
      value={part}
      onChange={(state) => ask({ state, verdict: undefined })}
    />
  );
}
