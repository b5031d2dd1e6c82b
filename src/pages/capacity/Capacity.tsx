// How does load grow, when is a limit reached, how many instances does it take? From what was learned, or by a model.
import { Stack, TabsBar } from '@grafana/ui';
import { LinkTab } from '../../components/LinkTab';
import { t } from '../../components/text';
import { type Asked, askedText } from '../address';
import { addressOf } from '../routes';
import { SourcePage } from '../SourcePage';
import { LearnedGrowth } from './LearnedGrowth';
import { WhatIf } from './WhatIf';

export default function Capacity({ asked }: { asked: Asked }) {
  const ds = askedText(asked, 'ds');
  const model = askedText(asked, 'show') === 'model';
  return (
    <SourcePage chosen={ds}>
      {(source) => (
        <Stack direction="column" gap={2}>
          <TabsBar>
            <LinkTab
              label={t('capacity.learned', 'From what was learned')}
              active={!model}
              href={addressOf({ page: 'capacity' }, { ds })}
            />
            <LinkTab
              label={t('capacity.whatIf', 'What if')}
              active={model}
              href={addressOf({ page: 'capacity' }, { ds, show: 'model' })}
            />
          </TabsBar>
          {model ? <WhatIf asked={asked} /> : <LearnedGrowth key={source.uid} source={source} asked={asked} />}
        </Stack>
      )}
    </SourcePage>
  );
}
