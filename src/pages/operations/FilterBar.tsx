// How does a person narrow the list? Every choice goes into the address.
import { Stack } from '@grafana/ui';
import { useMemo } from 'react';
import { t } from '../../components/text';
import { type Tier } from '../../components/tiers';
import { ChipField, ChoiceField, ClearButton, plainly, SearchField, tierChoice } from '../FilterFields';
import { useTitles } from '../useTitles';
import { choicesOf, type Filter, isFiltered, labelsOf, measuredValues } from './filter';
import { type Row } from './rows';

interface Props {
  uid: string;
  rows: Row[];
  filter: Filter;
}

export function FilterBar({ uid, rows, filter }: Props) {
  const titleOf = useTitles(uid);
  const { search, system, tier, state, label, measured } = filter;
  // Of ten thousand rows neither is found anew where something else has changed.
  const counts = useMemo(
    () => choicesOf(rows, { search, system, tier, state, label, measured }),
    [rows, search, system, tier, state, label, measured]
  );
  const labels = useMemo(() => labelsOf(rows).map((value) => ({ value, label: value })), [rows]);
  return (
    <Stack direction="column" gap={1}>
      <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
        <SearchField search={search} />
        <ChoiceField name="label" title={t('operations.label', 'Label')} value={label} all={labels} wide />
        {isFiltered(filter) && <ClearButton names={['q', 'system', 'tier', 'state', 'label', 'measured']} />}
      </Stack>
      <Stack direction="row" columnGap={2} rowGap={1} wrap="wrap" alignItems="center">
        <ChipField name="tier" title={t('operations.tier', 'Tier')} value={tier} all={tiersOf(counts.tier)} />
        <ChipField
          name="system"
          title={t('operations.system', 'System')}
          value={system}
          all={plainly(counts.system, titleOf)}
        />
        <ChipField name="state" title={t('operations.state', 'Baseline')} value={state} all={plainly(counts.state)} />
        <ChipField
          name="measured"
          title={t('operations.measured', 'Measured now')}
          value={measured}
          all={measuredOf(counts.measured)}
        />
      </Stack>
    </Stack>
  );
}

/** Nothing to choose where all are measured. */
const measuredOf = (counts: Map<string, number>) =>
  measuredValues.flatMap((value) => {
    const count = counts.get(value);
    const label =
      value === 'yes' ? t('operations.isMeasured', 'measured now') : t('operations.notMeasured', 'not measured now');
    return count === undefined ? [] : [{ value, label, count }];
  });

/** The worst ones first, and before them those that are a warning or worse. */
function tiersOf(counts: Map<string, number>) {
  const label = t('operations.worseOnes', 'warning or worse');
  return ['slow', '3', '2', '1', '0'].flatMap((value) => {
    const count = counts.get(value);
    if (count === undefined) {
      return [];
    }
    return [value === 'slow' ? { value, label, count } : tierChoice(value, Number(value) as Tier, count)];
  });
}
