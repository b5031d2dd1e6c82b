// How are my systems doing? The sentence, then a card per system that is its evidence.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { EmptyState, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { LastRead } from '../../components/LastRead';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Overview as Answer } from '../../datasource/resources';
import { type Asked, askedText } from '../address';
import { askResource, type Source } from '../datasources';
import { Failure } from '../Failure';
import { useOpenable } from '../install/useOpenable';
import { Aside } from './Aside';
import { askPast } from './askPast';
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
  const styles = useStyles2(getStyles);
  const ask = () => askResource<Answer>(source.uid, 'overview');
  const answer = useAnswer(`overview of ${source.uid}`, ask, { everySeconds: refreshSeconds });
  const past = useAnswer(`past of ${source.uid}`, () => askPast(source.uid), { everySeconds: refreshSeconds });
  const { value, loading } = answer;
  const openable = useOpenable(dashboardsOf(value));
  if (loading) {
    return <LoadingPlaceholder text={t('overview.loading', 'Comparing with normal …')} />;
  }
  if (!value) {
    return <Failure source={source} answer={answer} />;
  }
  if (value.systems.length === 0) {
    return (
      <EmptyState
        variant="not-found"
        message={t('overview.noSystems', 'The data source monitors no system')}
        button={<SetUpLink uid={source.uid} />}
      />
    );
  }
  const trends = past.value && trendsOf(past.value.violations, past.value.now, ({ system }) => system);
  return (
    <>
      <LastRead answer={answer} />
      <p className={styles.sentence}>{sentence(value.systems)}</p>
      <div className={styles.page}>
        <div className={styles.cards}>
          {inOrder(value.systems).map((system) => (
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
const dashboardsOf = (overview: Answer | undefined) =>
  overview?.systems.map(({ dashboard }) => dashboard).filter(Boolean) ?? [];

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
