// How does a person narrow the list of violations? Every choice goes into the address.
import { Button, Stack } from '@grafana/ui';
import { useMemo } from 'react';
import { t } from '../../components/text';
import { tierNamed, tierWord } from '../../components/tiers';
import { type Violation } from '../../datasource/resources';
import { ask } from '../address';
import { ChoiceField, plainly, SearchField } from '../FilterFields';
import { choicesOf, type Filter, isFiltered } from '../violations/filter';
import { signalWord } from './workWords';

export function ViolationFilters({ violations, filter }: { violations: Violation[]; filter: Filter }) {
  const { systems, tiers, signals } = useMemo(() => choicesOf(violations), [violations]);
  const { tier, signal } = filter;
  return (
    <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
      <SearchField search={filter.search} />
      <ChoiceField
        name="system"
        title={t('operations.system', 'System')}
        value={filter.system}
        all={plainly(systems)}
      />
      <ChoiceField
        name="tier"
        title={t('operations.tier', 'Tier')}
        value={tier}
        all={withChosen(tiers, tier).map((value) => ({ value, label: tierWord(tierNamed(value)) }))}
      />
      <ChoiceField
        name="signal"
        title={t('violations.signal', 'What was off')}
        value={signal}
        all={withChosen(signals, signal).map((value) => ({ value, label: signalWord(value) }))}
      />
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

/** What the address asks for is told in words also where there is none of it. */
const withChosen = <T extends string>(there: T[], chosen: T | undefined) =>
  chosen === undefined || there.includes(chosen) ? there : [...there, chosen];
