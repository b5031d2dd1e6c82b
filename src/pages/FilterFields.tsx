// With what is a list narrowed? Fields whose values stand in the address.
import { Input } from '@grafana/ui';
import { useEffect, useId, useState } from 'react';
import { Combobox } from '../components/Combobox';
import { HiddenLabel } from '../components/HiddenLabel';
import { t } from '../components/text';
import { ask } from './address';

const pauseMilliseconds = 150;

/** The address follows a moment after the last letter, and the field an address that something else has changed. */
export function SearchField({ search }: { search: string }) {
  const [typed, setTyped] = useState(search);
  const [asked, setAsked] = useState(search);
  const [seen, setSeen] = useState(search);
  if (search !== seen) {
    setSeen(search);
    if (search !== asked) {
      setAsked(search);
      setTyped(search);
    }
  }
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed !== search) {
        setAsked(typed);
        ask({ q: typed });
      }
    }, pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [typed, search]);
  return (
    <Input
      width={30}
      value={typed}
      placeholder={t('operations.search', 'Search operations')}
      aria-label={t('operations.search', 'Search operations')}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}

export const plainly = (values: string[]) => values.map((value) => ({ value, label: value }));

interface ChoiceProps {
  name: string;
  title: string;
  value: string | undefined;
  all: Array<{ value: string; label: string }>;
  wide?: boolean;
}

/** Hidden while there is nothing to choose. */
export function ChoiceField({ name, title, value, all, wide }: ChoiceProps) {
  const id = useId();
  if (all.length < 2 && !value) {
    return null;
  }
  return (
    <div>
      <HiddenLabel id={id} text={title} />
      <Combobox
        isClearable
        width={wide ? 26 : 20}
        placeholder={title}
        aria-labelledby={id}
        options={all}
        value={value ?? null}
        onChange={(option) => ask({ [name]: option?.value })}
      />
    </div>
  );
}
