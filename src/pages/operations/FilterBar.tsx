// How does a person narrow the list? Every choice goes into the address.
import { Button, Combobox, Input, Stack, Text } from '@grafana/ui';
import { useEffect, useId, useMemo, useState } from 'react';
import { HiddenLabel } from '../../components/HiddenLabel';
import { plural, t } from '../../components/text';
import { type Tier, tierWord } from '../../components/tiers';
import { ask } from '../address';
import { choicesOf, type Filter, isFiltered } from './filter';
import { type Row } from './rows';

interface Props {
  rows: Row[];
  filter: Filter;
  found: number;
}

const pauseMilliseconds = 150;

export function FilterBar({ rows, filter, found }: Props) {
  // Of ten thousand rows they are not found anew with every letter that is typed.
  const { systems, states, labels } = useMemo(() => choices(rows), [rows]);
  const tiers = [
    { value: 'slow', label: t('operations.worseOnes', 'warning or worse') },
    ...([3, 2, 1, 0] as Tier[]).map((tier) => ({ value: String(tier), label: tierWord(tier) })),
  ];
  return (
    <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
      <Search search={filter.search} />
      <Choice name="system" title={t('operations.system', 'System')} value={filter.system} all={systems} />
      <Choice name="tier" title={t('operations.tier', 'Tier')} value={filter.tier} all={tiers} />
      <Choice name="state" title={t('operations.state', 'Baseline')} value={filter.state} all={states} />
      <Choice name="label" title={t('operations.label', 'Label')} value={filter.label} all={labels} wide />
      {isFiltered(filter) && (
        <Button
          variant="secondary"
          fill="text"
          icon="times"
          onClick={() => ask({ q: undefined, system: undefined, tier: undefined, state: undefined, label: undefined })}
        >
          {t('operations.clear', 'Clear filters')}
        </Button>
      )}
      <Text color="secondary">
        <span role="status">{plural('operations.found', '{{count}} operation', '{{count}} operations', found)}</span>
      </Text>
    </Stack>
  );
}

/** The address follows a moment after the last letter, and the field an address that something else has changed. */
function Search({ search }: { search: string }) {
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

const plainly = (values: string[]) => values.map((value) => ({ value, label: value }));

function choices(rows: Row[]) {
  const { systems, states, labels } = choicesOf(rows);
  return { systems: plainly(systems), states: plainly(states), labels: plainly(labels) };
}

interface ChoiceProps {
  name: string;
  title: string;
  value: string | undefined;
  all: Array<{ value: string; label: string }>;
  wide?: boolean;
}

function Choice({ name, title, value, all, wide }: ChoiceProps) {
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
