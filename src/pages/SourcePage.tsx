// Which data source is a page about? The one that the address names, with a way to choose another, or the way to get one.
import { locationUtil, type NavModelItem } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { EmptyState, InlineField } from '@grafana/ui';
import { type ReactNode, useId } from 'react';
import { Combobox } from '../components/Combobox';
import { LinkButton } from '../components/LinkButton';
import { t } from '../components/text';
import { ask } from './address';
import { chooseSource, listSources, type Source } from './datasources';
import { addressOf } from './routes';

interface Props {
  chosen: string | undefined;
  /** What of the address is about this data source alone: it is not taken over to another one. */
  own?: string[];
  pageNav?: NavModelItem;
  children: (source: Source) => ReactNode;
}

export function SourcePage({ chosen, own = [], pageNav, children }: Props) {
  const sources = listSources();
  const source = chooseSource(sources, chosen);
  const picker = sources.length > 1 && source && <SourcePicker all={sources} source={source} own={own} />;
  return (
    <PluginPage pageNav={pageNav && placed(pageNav)} actions={picker}>
      {source ? children(source) : <NoSource />}
    </PluginPage>
  );
}

/** Below the path that Grafana is served from: its breadcrumbs are plain links, and join what has the same address. */
function placed({ parentItem, ...own }: NavModelItem): NavModelItem {
  const url = parentItem?.url;
  return parentItem && url !== undefined
    ? { ...own, parentItem: { ...parentItem, url: locationUtil.assureBaseUrl(url) } }
    : { ...own, parentItem };
}

function SourcePicker({ all, source, own }: { all: Source[]; source: Source; own: string[] }) {
  const id = useId();
  return (
    <InlineField label={t('overview.source', 'Data source')} htmlFor={id}>
      <Combobox
        id={id}
        width={30}
        options={all.map(({ uid, name }) => ({ value: uid, label: name }))}
        value={source.uid}
        onChange={({ value }) => ask({ ...Object.fromEntries(own.map((name) => [name, undefined])), ds: value })}
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
        <LinkButton href={addressOf({ page: 'setup' })} icon="plus">
          {t('overview.setUp', 'Set up')}
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
