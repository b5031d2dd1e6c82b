// How does a person say a number that stands in the address? Typed, taken over when the field is left or on Enter.
import { Field, Input } from '@grafana/ui';
import { useId } from 'react';
import { useTyped } from '../../components/useTyped';
import { ask } from '../address';

interface Props {
  name: string;
  label: string;
  value: number | undefined;
  placeholder?: string;
}

export function NumberField({ name, label, value, placeholder }: Props) {
  const id = useId();
  const [typed, setTyped] = useTyped(textOf(value));
  const take = () => {
    if (typed !== textOf(value)) {
      // What is bounded or no number is asked with the value that is there already: the field says that one.
      setTyped(textOf(value));
      ask({ [name]: typed });
    }
  };
  return (
    <Field noMargin label={label} htmlFor={id}>
      <Input
        id={id}
        type="number"
        min={0}
        width={20}
        placeholder={placeholder}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={take}
        onKeyDown={({ key }) => key === 'Enter' && take()}
      />
    </Field>
  );
}

const textOf = (value: number | undefined) => (value === undefined ? '' : String(value));
