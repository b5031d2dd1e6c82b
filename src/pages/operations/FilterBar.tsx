// How does a person narrow the list? Every choice goes into the address.
import { Button, Stack } from '@grafana/ui';
import { useMemo } from 'react';
import { t } from '../../components/text';
import { TierMark } from '../../components/TierMark';
import { type Tier, tierWord } from '../../components/tiers';
import { ask } from '../address';
import { ChipField, ChoiceField, plainly, SearchField } from '../FilterFields';
import { choicesOf, type Filter, isFiltered, labelsOf } from './filter';
import { type Row } from './rows';

interface Props {
  rows: Row[];
  filter: Filter;
}

export function FilterBar({ rows, filter }: Props) {
  const { system, state, tier } = choicesOf(rows, filter);
  // Of ten thousand rows they are not found anew with every letter that is typed.
  const labels = useMemo(() => labelsOf(rows).map((value) => ({ value, label: value })), [rows]);
  return (
    <Stack direction="column" gap={1}>
      <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
        <SearchField search={filter.search} />
        <ChoiceField name="label" title={t('operations.label', 'Label')} value={filter.label} all={labels} wide />
        {isFiltered(filter) && (
          <Button
            variant="secondary"
            fill="text"
            icon="times"
            onClick={() =>
              ask({ q: undefined, system: undefined, tier: undefined, state: undefined, label: undefined })
            }
          >
            {t('operations.clear', 'Clear filters')}
          </Button>
        )}
      </Stack>
      <Stack direction="row" columnGap={2} rowGap={1} wrap="wrap" alignItems="center">
        <ChipField name="tier" title={t('operations.tier', 'Tier')} value={filter.tier} all={tiersOf(tier)} />
        <ChipField name="system" title={t('operations.system', 'System')} value={filter.system} all={plainly(system)} />
        <ChipField name="state" title={t('operations.state', 'Baseline')} value={filter.state} all={plainly(state)} />
      </Stack>
    </Stack>
  );
}

/** The worst ones first, and before them those that are a warning or worse. */
function tiersOf(counts: Map<string, number>) {
  const slow = t('operations.worseOnes', 'warning or worse');
  return ['slow', '3', '2', '1', '0'].flatMap((value) => {
    const count = counts.get(value);
    const tier = Number(value) as Tier;
    return count === undefined
      ? []
      : [
          value === 'slow'
            ? { value, label: slow, count }
            : { value, label: tierWord(tier), count, mark: <TierMark tier={tier} /> },
        ];
  });
}
