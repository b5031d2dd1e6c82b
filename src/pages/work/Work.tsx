// What waits for a person? Violations without a verdict, and the documents' recommendations that apply now.
import { Stack, Tab, TabsBar } from '@grafana/ui';
import { t } from '../../components/text';
import { type Asked, askedText } from '../address';
import { addressOf } from '../routes';
import { SourcePage } from '../SourcePage';
import { RecommendationList } from './RecommendationList';
import { ViolationList } from './ViolationList';

export default function Work({ asked }: { asked: Asked }) {
  const ds = askedText(asked, 'ds');
  const advice = askedText(asked, 'show') === 'recommendations';
  return (
    <SourcePage chosen={ds}>
      {(source) => (
        <Stack direction="column" gap={2}>
          <TabsBar>
            <Tab
              label={t('work.violations', 'Violations')}
              active={!advice}
              href={addressOf({ page: 'work' }, { ds })}
            />
            <Tab
              label={t('work.recommendations', 'Recommendations')}
              active={advice}
              href={addressOf({ page: 'work' }, { ds, show: 'recommendations' })}
            />
          </TabsBar>
          {advice ? (
            <RecommendationList key={source.uid} source={source} />
          ) : (
            <ViolationList key={source.uid} source={source} asked={asked} />
          )}
        </Stack>
      )}
    </SourcePage>
  );
}
