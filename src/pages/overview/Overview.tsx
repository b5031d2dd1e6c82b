// How are my systems doing? The sentence, then a card per system that is its evidence.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { locationService, PluginPage } from '@grafana/runtime';
import { Alert, Combobox, EmptyState, InlineField, LinkButton, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Overview as Answer } from '../../datasource/resources';
import { askResource, chooseSource, listSources, type Source } from '../datasources';
import { sentence } from './model';
import { SystemCard } from './SystemCard';

const refreshSeconds = 60;

export default function Overview({ chosen }: { chosen?: string }) {
  const sources = listSources();
  const source = chooseSource(sources, chosen);
  return (
    <PluginPage actions={sources.length > 1 && source && <SourcePicker all={sources} source={source} />}>
      {source ? <Systems key={source.uid} source={source} /> : <NoSource />}
    </PluginPage>
  );
}

function SourcePicker({ all, source }: { all: Source[]; source: Source }) {
  const id = useId();
  return (
    <InlineField label={t('overview.source', 'Data source')} htmlFor={id}>
      <Combobox
        id={id}
        width={30}
        options={all.map(({ uid, name }) => ({ value: uid, label: name }))}
        value={source.uid}
        onChange={({ value }) => locationService.partial({ ds: value })}
      />
    </InlineField>
  );
}

function NoSource() {
  return (
    <EmptyState
      variant="call-to-action"
      message={t('overview.noSource', 'There is no Yardstick data source yet')}
      button={
        <LinkButton href="/connections/datasources/new" icon="plus">
          {t('overview.addSource', 'Add a data source')}
        </LinkButton>
      }
    >
      {t(
        'overview.noSourceWhy',
        'It needs the address of a Prometheus, and learns from there what is normal by itself.'
      )}
    </EmptyState>
  );
}

function Systems({ source }: { source: Source }) {
  const styles = useStyles2(getStyles);
  const ask = () => askResource<Answer>(source.uid, 'overview');
  const { value, error, loading } = useAnswer(`overview of ${source.uid}`, ask, refreshSeconds);
  if (loading) {
    return <LoadingPlaceholder text={t('overview.loading', 'Comparing with normal …')} />;
  }
  if (error !== undefined || !value) {
    return (
      <Alert title={t('overview.unanswered', '{{name}} does not answer', { name: source.name })}>
        <p>{error}</p>
        <LinkButton variant="secondary" href={`/connections/datasources/edit/${source.uid}`}>
          {t('overview.settings', 'Settings of the data source')}
        </LinkButton>
      </Alert>
    );
  }
  if (value.systems.length === 0) {
    return <EmptyState variant="not-found" message={t('overview.noSystems', 'The data source monitors no system')} />;
  }
  return (
    <>
      <p className={styles.sentence}>{sentence(value.systems)}</p>
      <div className={styles.cards}>
        {value.systems.map((system) => (
          <SystemCard key={system.name} system={system} uid={source.uid} />
        ))}
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ ...theme.typography.h3, margin: theme.spacing(0, 0, 2) }),
  cards: css({
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 380px), 1fr))',
    alignItems: 'start',
  }),
});
