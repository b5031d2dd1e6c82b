// How does a person narrow the list of violations? Every choice goes into the address.
import { Button, Stack } from '@grafana/ui';
import { t } from '../../components/text';
import { TierMark } from '../../components/TierMark';
import { type Tier, tierNamed, tierWord } from '../../components/tiers';
import { type Violation } from '../../datasource/resources';
import { ask } from '../address';
import { ChipField, plainly, SearchField } from '../FilterFields';
import { choicesOf, type Filter, isFiltered, signals } from '../violations/filter';
import { signalWord } from './workWords';

export function ViolationFilters({ violations, filter }: { violations: Violation[]; filter: Filter }) {
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
      <ChipField name="system" title={t('operations.system', 'System')} value={filter.system} all={plainly(system)} />
      {isFiltered(filter) && (
        <Button
          variant="secondary"
          fill="text"
          icon="times"
          onClick={() => ask({ q: undefined, system: undefined, tier: undefined, signal: undefined })}
        >
          {t('operations.clear', 'Clear filters')}
        </Button>
      )}
    </Stack>
  );
}

/** The worst ones first. */
const tiersOf = (counts: Map<string, number>) =>
  [...counts]
    .map(([value, count]) => {
      const tier: Tier = tierNamed(value);
      return { value, label: tierWord(tier), count, tier, mark: <TierMark tier={tier} /> };
    })
    .sort((a, b) => b.tier - a.tier);
