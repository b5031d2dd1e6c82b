// Of which system? Days, deployments and the baseline are of none by themselves.
import { Field } from '@grafana/ui';
import { useId } from 'react';
import { Combobox } from '../../components/Combobox';
import { t } from '../../components/text';

export function SystemChoice({
  systems,
  value,
  onChange,
}: {
  systems: string[];
  value: string | undefined;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <Field noMargin label={t('runs.system', 'System')} htmlFor={id}>
      <Combobox
        id={id}
        width={24}
        options={systems.map((name) => ({ value: name }))}
        value={value ?? null}
        onChange={(option) => onChange(option.value)}
      />
    </Field>
  );
}
