// How does a Grafana come to its baselines? Four steps on one page, from a Prometheus to a dashboard with data.
import { PluginPage } from '@grafana/runtime';
import { Stack } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../../components/text';
import { type Asked, askedText } from '../address';
import { linkedSources, listSources, type Source } from '../datasources';
import { DashboardStep } from './DashboardStep';
import { Another, SourcePicker } from '../SourcePage';
import { useSource } from '../useSource';
import { LearningStep } from './LearningStep';
import { SourceStep } from './SourceStep';
import { Step } from './Step';
import { SystemStep } from './SystemStep';

export default function Setup({ asked }: { asked: Asked }) {
  // The list that Grafana holds knows nothing of a data source made a moment ago.
  const [made, setMade] = useState<Source>();
  const prometheus = askedText(asked, 'prometheus');
  // Who came for a Prometheus that nothing learns from yet is to make a data source for it, not to see another one.
  const chosen = askedText(asked, 'ds');
  const all = made || prometheus !== undefined ? [] : listSources();
  const looked = useSource(all, chosen);
  const source = made ?? (prometheus === undefined ? looked : linkedSources(prometheus)[0]);
  return (
    <PluginPage actions={source && <SourcePicker all={all} source={source} />}>
      {source && all.length > 0 && <Another chosen={chosen} source={source} />}
      <Stack direction="column" gap={0}>
        <SourceStep source={source} onMade={setMade} />
        {source ? (
          <>
            <SystemStep key={`systems ${source.uid}`} source={source} />
            <DashboardStep key={`dashboards ${source.uid}`} source={source} />
            <LearningStep key={`learning ${source.uid}`} source={source} />
          </>
        ) : (
          <Waiting />
        )}
      </Stack>
    </PluginPage>
  );
}

function Waiting() {
  const steps = [
    t('setup.systems', 'Systems'),
    t('setup.dashboards', 'Dashboards'),
    t('setup.learning', 'What is normal'),
  ];
  return steps.map((title, index) => (
    <Step key={title} number={index + 2} title={title} done={false}>
      <span>{t('setup.after', 'After the data source.')}</span>
    </Step>
  ));
}
