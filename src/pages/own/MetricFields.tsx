// What does the metric measure, and in which unit? Guessed by its name until somebody chooses.
import { Combobox, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../../components/text';
import { mayCount } from './definition';
import { FieldOf, type FormProps } from './DraftForm';
import { unitsOf } from './units';

/** Only for a gauge, and for what may be one: of other types it is known. */
export function GaugeField({ draft, check, onChange }: FormProps) {
  const id = useId();
  return (
    <FieldOf id={id} label={t('own.tells', 'What the gauge tells')} error={check?.errors.kind}>
      <RadioButtonGroup<'level' | 'gauge' | 'counter'>
        id={id}
        aria-label={t('own.tells', 'What the gauge tells')}
        options={[
          { value: 'level', label: t('own.tellsLevel', 'its value at any time') },
          { value: 'gauge', label: t('own.tellsRun', 'how long the last run took') },
          ...(check && mayCount(check)
            ? [{ value: 'counter' as const, label: t('own.tellsCount', 'a count, which rises') }]
            : []),
        ]}
        value={draft.kind === 'level' || draft.kind === 'counter' ? draft.kind : 'gauge'}
        onChange={(kind) => onChange({ kind })}
      />
    </FieldOf>
  );
}

export function UnitField({ draft: { kind, unit }, check, onChange }: FormProps) {
  const id = useId();
  const known = unitsOf(kind);
  const options = known.some(({ value }) => value === unit) ? known : [{ value: unit, label: unit }, ...known];
  return (
    <FieldOf
      id={id}
      label={kind === 'counter' ? t('own.unitOfRate', 'Unit of its rate') : t('own.unit', 'Unit of the metric')}
      description={
        kind === 'gauge'
          ? undefined
          : t('own.unitWhy', "One of these, the id of another of Grafana's units, or a word.")
      }
      error={check?.errors.unit}
    >
      <Combobox
        id={id}
        createCustomValue={kind !== 'gauge'}
        options={options}
        value={unit}
        onChange={({ value }) => onChange({ unit: value.trim() })}
      />
    </FieldOf>
  );
}
