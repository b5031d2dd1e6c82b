// What is left to set up? The app itself has no settings: everything is on its data sources.
import { type AppPluginMeta, type PluginConfigPageProps } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { Stack, Text } from '@grafana/ui';
import { LinkButton } from '../../components/LinkButton';
import { later } from '../../components/later';
import { t } from '../../components/text';
import { listSources, type Source } from '../datasources';

const Mapping = later<{ sources: Source[] }>(() => import('./mapping/MappingSection'));

void initPluginTranslations('yardstick-baselines-app');

export default function Configuration({ plugin }: PluginConfigPageProps<AppPluginMeta>) {
  const sources = listSources();
  return (
    <Stack direction="column" gap={2} alignItems="flex-start">
      <Text element="p">
        {plugin.meta.enabled
          ? t(
              'configuration.enabled',
              'Yardstick is enabled. It has no settings of its own: address, systems and learning belong to its data sources.'
            )
          : t(
              'configuration.disabled',
              'Yardstick is disabled: its data source and panels work only while it is enabled.'
            )}
      </Text>
      {sources.map(({ uid, name }) => (
        <LinkButton key={uid} fill="text" icon="cog" href={`/connections/datasources/edit/${uid}`}>
          {t('configuration.source', 'Settings of {{name}}', { name })}
        </LinkButton>
      ))}
      {sources.length === 0 ? (
        <LinkButton href="/connections/datasources/new" icon="plus">
          {t('overview.addSource', 'Add a data source')}
        </LinkButton>
      ) : (
        <LinkButton href="/a/yardstick-baselines-app/overview">
          {t('configuration.open', 'Open the overview')}
        </LinkButton>
      )}
      {plugin.meta.enabled && sources.length > 0 && <Mapping sources={sources} />}
    </Stack>
  );
}
