// Which side of a comparison? One of those that are known, or a word that is typed.
import { Field } from '@grafana/ui';
import { useId } from 'react';
import { Combobox } from '../../components/Combobox';
import { type Side } from './sides';

interface Props {
  label: string;
  sides: Side[];
  value: string | undefined;
  onChange: (value: string) => void;
}

export function SideChoice({ label, sides, value, onChange }: Props) {
  const id = useId();
  return (
    <Field noMargin label={label} htmlFor={id}>
      <Combobox
        id={id}
        width={40}
        createCustomValue
        options={sides}
        value={value ?? null}
        onChange={(option) => onChange(option.value)}
      />
    </Field>
  );
}
