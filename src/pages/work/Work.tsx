// What waits for a person, and what did people say? Violations, recommendations, proposals; how often it was right; what was done.
import { Stack, TabsBar } from '@grafana/ui';
import { type ReactNode } from 'react';
import { LinkTab } from '../../components/LinkTab';
import { t } from '../../components/text';
import { type Asked, askedText, viewOf } from '../address';
import { type Source } from '../datasources';
import { Audit } from '../decisions/Audit';
import { SourcePage } from '../SourcePage';
import { PrecisionTable } from './PrecisionTable';
import { ProposalList } from './ProposalList';
import { RecommendationList } from './RecommendationList';
import { ViolationList } from './ViolationList';

interface List {
  /** In the address; the first is there without. */
  show: string;
  title: string;
  list: (source: Source, asked: Asked) => ReactNode;
}

function lists(): List[] {
  return [
    {
      show: 'violations',
      title: t('work.violations', 'Violations'),
      list: (source, asked) => <ViolationList key={source.uid} source={source} asked={asked} />,
    },
    {
      show: 'recommendations',
      title: t('work.recommendations', 'Recommendations'),
      list: (source, asked) => <RecommendationList key={source.uid} source={source} asked={asked} />,
    },
    {
      show: 'proposals',
      title: t('work.proposals', 'Proposals'),
      list: (source, asked) => <ProposalList key={source.uid} source={source} asked={asked} />,
    },
    {
      show: 'precision',
      title: t('work.precisionTab', 'Precision'),
      list: (source) => <PrecisionTable key={source.uid} source={source} />,
    },
    {
      show: 'history',
      title: t('audit.title', 'What was done'),
      list: (source) => <Audit key={source.uid} uid={source.uid} />,
    },
  ];
}

export default function Work({ asked }: { asked: Asked }) {
  const all = lists();
  const shown = all.find(({ show }) => show === askedText(asked, 'show')) ?? all[0];
  return (
    <SourcePage chosen={askedText(asked, 'ds')}>
      {(source) => (
        <Stack direction="column" gap={2}>
          <TabsBar>
            {all.map(({ show, title }, index) => (
              <LinkTab
                key={show}
                label={title}
                active={show === shown?.show}
                href={viewOf('work', asked, { show: index === 0 ? undefined : show })}
              />
            ))}
          </TabsBar>
          {shown?.list(source, asked)}
        </Stack>
      )}
    </SourcePage>
  );
}
