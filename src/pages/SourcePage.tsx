// Which data source is a page about? The one that the address names, with a way to choose another, or the way to get one.
import { locationUtil, type NavModelItem } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Alert, EmptyState, InlineField } from '@grafana/ui';
import { type ReactNode, useId } from 'react';
import { Combobox } from '../components/Combobox';
import { LinkButton } from '../components/LinkButton';
import { t } from '../components/text';
import { ask } from './address';
import { listSources, type Source } from './datasources';
import { addressOf } from './routes';
import { useSource } from './useSource';

interface Props {
  chosen: string | undefined;
  /** What of the address is about this data source alone: it is not taken over to another one. */
  own?: string[];
  pageNav?: NavModelItem;
  children: (source: Source) => ReactNode;
}

export function SourcePage({ chosen, own = [], pageNav, children }: Props) {
  const sources = listSources();
  const source = useSource(sources, chosen);
  return (
    <PluginPage
      pageNav={pageNav && placed(pageNav)}
      actions={source && <SourcePicker all={sources} source={source} own={own} />}
    >
      {source && <Another chosen={chosen} source={source} />}
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

/** Whoever follows an old link is not to take another system's numbers for those that the link was about. */
export function Another({ chosen, source }: { chosen: string | undefined; source: Source }) {
  return chosen === undefined || chosen === source.uid ? null : (
    <Alert
      severity="warning"
      title={t('source.another', 'Shown is {{name}}: the data source of this address, {{uid}}, is not here', {
        name: source.name,
        uid: chosen,
      })}
    >
      {t('source.anotherWhy', 'It was deleted, or is one of another organisation.')}
    </Alert>
  );
}

interface PickerProps {
  all: Source[];
  source: Source;
  own?: string[];
}

/** Nothing where there is but one. */
export function SourcePicker({ all, source, own = [] }: PickerProps) {
  const id = useId();
  return all.length < 2 ? null : (
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
