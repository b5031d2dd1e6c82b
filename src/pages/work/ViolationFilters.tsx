// How does a person narrow the list of violations? Every choice goes into the address.
import { Stack } from '@grafana/ui';
import { t } from '../../components/text';
import { tierNamed } from '../../components/tiers';
import { type Violation } from '../../datasource/resources';
import { ChipField, ClearButton, plainly, SearchField, tierChoice } from '../FilterFields';
import { useTitles } from '../useTitles';
import { choicesOf, type Filter, isFiltered, signals } from '../violations/filter';
import { signalWord } from './workWords';

interface Props {
  uid: string;
  violations: Violation[];
  filter: Filter;
}

export function ViolationFilters({ uid, violations, filter }: Props) {
  const titleOf = useTitles(uid);
  const { system, tier, signal } = choicesOf(violations, filter);
  return (
    <Stack direction="row" columnGap={2} rowGap={1} wrap="wrap" alignItems="center">
      <SearchField search={filter.search} />
      <ChipField name="tier" title={t('operations.tier', 'Tier')} value={filter.tier} all={tiersOf(tier)} />
      <ChipField
        name="signal"
        title={t('violations.signal', 'What was off')}
        value={filter.signal}
        all={signals.flatMap((value) => {
          const count = signal.get(value);
          return count === undefined ? [] : [{ value, label: signalWord(value), count }];
        })}
      />
      <ChipField
        name="system"
        title={t('operations.system', 'System')}
        value={filter.system}
        all={plainly(system, titleOf)}
      />
      {isFiltered(filter) && <ClearButton names={['q', 'system', 'tier', 'signal']} />}
    </Stack>
  );
}

/** The worst ones first. */
const tiersOf = (counts: Map<string, number>) =>
  [...counts]
    .sort(([a], [b]) => tierNamed(b) - tierNamed(a))
    .map(([value, count]) => tierChoice(value, tierNamed(value), count));
