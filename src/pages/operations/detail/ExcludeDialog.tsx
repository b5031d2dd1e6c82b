// Which time must not teach what is normal? The one that the graph shows, unless a person says otherwise.
import { type TimeRange } from '@grafana/data';
import { Field, RadioButtonGroup, TimeRangeInput } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../../../components/text';
import { type BaselineVersion } from '../../../datasource/resources';
import { DecisionDialog } from './DecisionDialog';
import { decide } from './life';
import { wordsOf } from './lifeWords';

interface Props {
  uid: string;
  seen: BaselineVersion;
  range: TimeRange;
  onDone: () => void;
  onDismiss: () => void;
}

type Kind = 'incident' | 'maintenance' | 'warm-up';

export function ExcludeDialog({ uid, seen, range, onDone, onDismiss }: Props) {
  const [kind, setKind] = useState<Kind>('incident');
  const [time, setTime] = useState(range);
  const kinds: Array<{ value: Kind; label: string }> = [
    { value: 'incident', label: t('exclude.incident', 'Incident') },
    { value: 'maintenance', label: t('exclude.maintenance', 'Maintenance') },
    { value: 'warm-up', label: t('exclude.warmUp', 'Warm-up') },
  ];
  const exclude = (reason: string) => {
    return decide(uid, seen, reason, {
      act: 'exclude',
      kind,
      from: time.from.toISOString(),
      to: time.to.toISOString(),
    });
  };
  const words = wordsOf({ act: 'exclude', kind, from: '', to: '' });
  return (
    <DecisionDialog {...words} onDecide={exclude} onDone={onDone} onDismiss={onDismiss}>
      <Field label={t('exclude.time', 'Time')}>
        <TimeRangeInput value={time} onChange={setTime} />
      </Field>
      <Field label={t('exclude.kind', 'What it was')}>
        <RadioButtonGroup options={kinds} value={kind} onChange={setKind} />
      </Field>
    </DecisionDialog>
  );
}
