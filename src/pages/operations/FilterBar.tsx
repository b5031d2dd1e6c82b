// How does a person narrow the list? Every choice goes into the address.
import { Button, Stack, Text } from '@grafana/ui';
import { useMemo } from 'react';
import { plural, t } from '../../components/text';
import { type Tier, tierWord } from '../../components/tiers';
import { ask } from '../address';
import { ChoiceField, plainly, SearchField } from '../FilterFields';
import { choicesOf, type Filter, isFiltered } from './filter';
import { type Row } from './rows';

interface Props {
  rows: Row[];
  filter: Filter;
  found: number;
}

export function FilterBar({ rows, filter, found }: Props) {
  // Of ten thousand rows they are not found anew with every letter that is typed.
  const { systems, states, labels } = useMemo(() => choices(rows), [rows]);
  const tiers = [
    { value: 'slow', label: t('operations.worseOnes', 'warning or worse') },
    ...([3, 2, 1, 0] as Tier[]).map((tier) => ({ value: String(tier), label: tierWord(tier) })),
  ];
  return (
    <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
      <SearchField search={filter.search} />
      <ChoiceField name="system" title={t('operations.system', 'System')} value={filter.system} all={systems} />
      <ChoiceField name="tier" title={t('operations.tier', 'Tier')} value={filter.tier} all={tiers} />
      <ChoiceField name="state" title={t('operations.state', 'Baseline')} value={filter.state} all={states} />
      <ChoiceField name="label" title={t('operations.label', 'Label')} value={filter.label} all={labels} wide />
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

function choices(rows: Row[]) {
  const { systems, states, labels } = choicesOf(rows);
  return { systems: plainly(systems), states: plainly(states), labels: plainly(labels) };
}
