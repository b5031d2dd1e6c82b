// How does a person say a number that stands in the address? Typed, taken over when the field is left or on Enter.
import { Field, Input } from '@grafana/ui';
import { useId } from 'react';
import { ask } from '../address';

interface Props {
  name: string;
  label: string;
  description?: string;
  value: number | undefined;
  placeholder?: string;
}

export function NumberField({ name, label, description, value, placeholder }: Props) {
  const id = useId();
  return (
    <Field noMargin label={label} description={description} htmlFor={id}>
      <Input
        key={value}
        id={id}
        type="number"
        min={0}
        width={20}
        placeholder={placeholder}
        defaultValue={value}
        onBlur={(event) => ask({ [name]: event.currentTarget.value })}
        onKeyDown={(event) => event.key === 'Enter' && ask({ [name]: event.currentTarget.value })}
      />
    </Field>
  );
}
