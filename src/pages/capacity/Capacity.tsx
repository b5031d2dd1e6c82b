// How does load grow, when is a limit reached, how many instances does it take? From what was learned, or by a model.
import { Stack, TabsBar } from '@grafana/ui';
import { LinkTab } from '../../components/LinkTab';
import { t } from '../../components/text';
import { type Asked, askedText, viewOf } from '../address';
import { SourcePage } from '../SourcePage';
import { LearnedGrowth } from './LearnedGrowth';
import { WhatIf } from './WhatIf';

export default function Capacity({ asked }: { asked: Asked }) {
  const model = askedText(asked, 'show') === 'model';
  return (
    <SourcePage chosen={askedText(asked, 'ds')}>
      {(source) => (
        <Stack direction="column" gap={2}>
          <TabsBar>
            <LinkTab
              label={t('capacity.learned', 'From what was learned')}
              active={!model}
              href={viewOf('capacity', asked, { show: undefined })}
            />
            <LinkTab
              label={t('capacity.whatIf', 'What if')}
              active={model}
              href={viewOf('capacity', asked, { show: 'model' })}
            />
          </TabsBar>
          {model ? <WhatIf asked={asked} /> : <LearnedGrowth key={source.uid} source={source} asked={asked} />}
        </Stack>
      )}
    </SourcePage>
  );
}
