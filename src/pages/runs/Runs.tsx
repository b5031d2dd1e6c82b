// What did benchmarks and tests measure, what became of it, and may it be deployed? One page with three views.
import { EmptyState, Stack, TabsBar } from '@grafana/ui';
import { type ReactNode, useState } from 'react';
import { LinkTab } from '../../components/LinkTab';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { useIdleRounds } from '../../components/useIdleRounds';
import { type Asked, askedText, viewOf } from '../address';
import { Answered } from '../Answered';
import { askResource, type Source } from '../datasources';
import { SourcePage } from '../SourcePage';
import { type Run } from './answers';
import { CompareView } from './CompareView';
import { GateView } from './GateView';
import { RunList } from './RunList';
import { UploadForm } from './UploadForm';

type View = 'list' | 'compare' | 'gate';

const shownView = (asked: Asked): View => {
  const show = askedText(asked, 'show');
  return show === 'compare' || show === 'gate' ? show : 'list';
};

/** Runs and versions: another data source has others. */
const sides = ['current', 'baseline', 'candidate', 'against'];

export default function Runs({ asked }: { asked: Asked }) {
  const ds = askedText(asked, 'ds');
  const view = shownView(asked);
  const tab = (name: View, label: string) => (
    <LinkTab
      label={label}
      active={view === name}
      href={viewOf('runs', asked, { show: name === 'list' ? undefined : name })}
    />
  );
  return (
    <SourcePage chosen={ds} own={sides}>
      {(source) => (
        <Stack direction="column" gap={2}>
          <TabsBar>
            {tab('list', t('runs.list', 'Runs'))}
            {tab('compare', t('runs.compare', 'Compare'))}
            {tab('gate', t('runs.gate', 'Gate'))}
          </TabsBar>
          <OfSource key={source.uid} source={source} asked={asked} view={view} />
        </Stack>
      )}
    </SourcePage>
  );
}

function OfSource({ source, asked, view }: { source: Source; asked: Asked; view: View }) {
  // What is uploaded or deleted here is in the list at once. That of before stays until then, as far as it was unfolded.
  const [round, setRound] = useState(0);
  const idle = useIdleRounds();
  const again = () => setRound((before) => before + 1);
  const runs = useAnswer(`runs ${source.uid}`, () => askResource<{ runs: Run[] }>(source.uid, 'runs'), {
    round: round + idle,
  });
  const views: Record<View, (all: Run[]) => ReactNode> = {
    list: (all) => <RunList source={source} runs={all} asked={asked} onDeleted={again} />,
    compare: (all) => <CompareView source={source} runs={all} asked={asked} />,
    gate: (all) => <GateView source={source} runs={all} asked={asked} />,
  };
  return (
    <Stack direction="column" gap={2}>
      {/* The form says what became of a file, also when the list was read anew or another view was looked at meanwhile. */}
      <div hidden={view !== 'list'}>
        <UploadForm uid={source.uid} onImported={again} />
      </div>
      <Answered answer={runs} source={source} waiting={t('runs.loading', 'Reading the runs …')}>
        {({ runs: all }) => (all.length === 0 && view === 'list' ? <None /> : views[view](all))}
      </Answered>
    </Stack>
  );
}

/** Days and deployments can be compared without any. */
function None() {
  return (
    <EmptyState variant="call-to-action" message={t('runs.none', 'No run has been imported yet')}>
      {t(
        'runs.noneWhy',
        'A run is the result of a benchmark, a load test or a build: of k6, JMeter, Locust, Gatling, Artillery, pytest-benchmark, dbt, or lines of your own.'
      )}
    </EmptyState>
  );
}
