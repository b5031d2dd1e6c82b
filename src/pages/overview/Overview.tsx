// How are my systems doing? The sentence, then a card per system that is its evidence.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { EmptyState, useStyles2 } from '@grafana/ui';
import { t } from '../../components/text';
import { type Answer, useAnswer } from '../../components/useAnswer';
import { type Overview as Told, type SystemOverview } from '../../datasource/resources';
import { type Asked, askedText } from '../address';
import { Answered } from '../Answered';
import { askResource, type Source } from '../datasources';
import { useOpenable } from '../install/useOpenable';
import { Aside } from './Aside';
import { askPast, type Past } from './askPast';
import { inOrder, sentence } from './model';
import { SetUpLink } from '../SetUpLink';
import { SourcePage } from '../SourcePage';
import { SystemCard } from './SystemCard';
import { calm, trendsOf } from '../violations/trend';

const refreshSeconds = 60;

export default function Overview({ asked }: { asked: Asked }) {
  return (
    <SourcePage chosen={askedText(asked, 'ds')}>{(source) => <Systems key={source.uid} source={source} />}</SourcePage>
  );
}

function Systems({ source }: { source: Source }) {
  const ask = () => askResource<Told>(source.uid, 'overview');
  const answer = useAnswer(`overview of ${source.uid}`, ask, { everySeconds: refreshSeconds });
  const past = useAnswer(`past of ${source.uid}`, () => askPast(source.uid), { everySeconds: refreshSeconds });
  return (
    <Answered answer={answer} source={source} waiting={t('overview.loading', 'Comparing with normal …')}>
      {({ systems }) =>
        systems.length === 0 ? (
          <EmptyState
            variant="not-found"
            message={t('overview.noSystems', 'The data source monitors no system')}
            button={<SetUpLink uid={source.uid} />}
          />
        ) : (
          <Cards source={source} systems={systems} past={past} />
        )
      }
    </Answered>
  );
}

interface Props {
  source: Source;
  systems: SystemOverview[];
  past: Answer<Past>;
}

function Cards({ source, systems, past }: Props) {
  const styles = useStyles2(getStyles);
  const openable = useOpenable(dashboardsOf(systems));
  const trends = past.value && trendsOf(past.value.violations, past.value.now, ({ system }) => system);
  return (
    <>
      <p className={styles.sentence}>{sentence(systems)}</p>
      <div className={styles.page}>
        <div className={styles.cards}>
          {inOrder(systems).map((system) => (
            <SystemCard
              key={system.name}
              system={system}
              uid={source.uid}
              openable={openable(system.dashboard)}
              trend={trends && (trends.get(system.name) ?? calm)}
            />
          ))}
        </div>
        <Aside source={source} past={past} />
      </div>
    </>
  );
}

/** None of a system of one's own. */
const dashboardsOf = (systems: SystemOverview[]) => systems.map(({ dashboard }) => dashboard).filter(Boolean);

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ ...theme.typography.h3, margin: theme.spacing(0, 0, 2) }),
  page: css({
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 1fr) 300px',
    alignItems: 'start',
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  cards: css({
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))',
    alignItems: 'start',
  }),
});
