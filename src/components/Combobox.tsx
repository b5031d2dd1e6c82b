// Grafana's combobox, for pages that are drawn anew while somebody types: it takes other objects of the same choices for
// another choice, and puts its name in place of what was typed. Here they stay the same objects.
import { Combobox as Plain, type ComboboxOption } from '@grafana/ui';
import { useCallback, useEffect, useRef, useState } from 'react';

type Props<T extends string | number> = Parameters<typeof Plain<T>>[0];
type Value = string | number;

export function Combobox<T extends Value>({ options, value, ...props }: Props<T>) {
  const list = useSteady(typeof options === 'function' ? undefined : options);
  const search = useNewest(typeof options === 'function' ? options : undefined);
  const [chosen] = useSteady(typeof value === 'object' && value !== null ? [value] : undefined) ?? [value];
  // The rest of the props are those of one of Grafana's cases; without its own two they are of none.
  return <Plain {...({ ...props, options: list ?? search, value: chosen } as Props<T>)} />;
}

/** The options as they were where they still are. */
function useSteady<T extends Value>(now: Array<ComboboxOption<T>> | undefined): Array<ComboboxOption<T>> | undefined {
  const [kept, setKept] = useState(now);
  const next = kept && now ? merged(kept, now) : now;
  if (next !== kept) {
    setKept(next);
  }
  return next;
}

function merged<T extends Value>(before: Array<ComboboxOption<T>>, now: Array<ComboboxOption<T>>) {
  const known = new Map(before.map((option) => [option.value, option]));
  const next = now.map((option) => {
    const same = known.get(option.value);
    return same && alike(same, option) ? same : option;
  });
  return next.length === before.length && next.every((option, index) => option === before[index]) ? before : next;
}

const alike = <T extends Value>(a: ComboboxOption<T>, b: ComboboxOption<T>) =>
  Object.keys({ ...a, ...b }).every((key) => a[key as keyof typeof a] === b[key as keyof typeof b]);

/** One function that asks as the last one given would. */
function useNewest<T extends Value>(search: ((text: string) => Promise<Array<ComboboxOption<T>>>) | undefined) {
  const newest = useRef(search);
  useEffect(() => {
    newest.current = search;
  });
  return useCallback(async (text: string) => (await newest.current?.(text)) ?? [], []);
}
