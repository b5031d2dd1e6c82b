// Which Prometheus, and what in it? The address is all that must be given.
import { type DataSourcePluginOptionsEditorProps } from '@grafana/data';
import {
  Auth,
  AuthMethod,
  ConfigSection,
  ConfigSubSection,
  ConnectionSettings,
  convertLegacyAuthProps,
  SecureSocksProxyToggle,
} from '@grafana/plugin-ui';
import { config as runtime } from '@grafana/runtime';
import { Divider, Field, Input, Stack } from '@grafana/ui';
import { useId } from 'react';
import { Combobox } from '../components/Combobox';
import { t } from '../components/text';
import { LearningSettings } from './LearningSettings';
import { SystemsSettings } from './SystemsSettings';
import { type SecureSettings, type Settings } from './types';

/** Who is signed in, or the person's cookies, cannot be passed on: the learner and alert rules have neither. */
const visibleMethods = [AuthMethod.NoAuth, AuthMethod.BasicAuth];

type Props = DataSourcePluginOptionsEditorProps<Settings, SecureSettings>;

export default function ConfigEditor({ options, onOptionsChange }: Props) {
  const id = useId();
  const change = (jsonData: Partial<Settings>) =>
    onOptionsChange({ ...options, jsonData: { ...options.jsonData, ...jsonData } });
  return (
    <>
      <ConnectionSettings
        config={options}
        onChange={onOptionsChange}
        urlLabel={t('config.url', 'Prometheus URL')}
        urlPlaceholder="http://localhost:9090"
        urlTooltip={t(
          'config.urlWhy',
          'Prometheus, or anything that answers its HTTP API: Mimir, Thanos, VictoriaMetrics.'
        )}
      />
      <Divider />
      <Auth
        {...convertLegacyAuthProps({ config: options, onChange: onOptionsChange })}
        visibleMethods={visibleMethods}
      />
      <Divider />
      <SystemsSettings
        uid={options.uid}
        version={options.version}
        settings={options.jsonData}
        onChange={change}
        disabled={options.readOnly}
      />
      <Divider />
      <LearningSettings settings={options.jsonData} onChange={change} disabled={options.readOnly} />
      <Divider />
      <ConfigSection title={t('config.advanced', 'Advanced settings')} isCollapsible isInitiallyOpen={false}>
        <ConfigSubSection title={t('config.queries', 'Queries')}>
          <Stack direction="column" gap={2}>
            <Field
              noMargin
              label={t('config.timeout', 'Time-out in seconds')}
              description={t(
                'config.timeoutWhy',
                'How long Prometheus may take for one answer; empty: what Grafana is set to for all data sources.'
              )}
              htmlFor={`${id}-timeout`}
            >
              <Input
                id={`${id}-timeout`}
                type="number"
                min={1}
                width={20}
                value={options.jsonData.timeout ?? ''}
                disabled={options.readOnly}
                onChange={({ currentTarget: { value, valueAsNumber } }) =>
                  change({ timeout: value === '' ? undefined : valueAsNumber })
                }
              />
            </Field>
            <Field
              noMargin
              label={t('config.method', 'HTTP method')}
              description={t('config.methodWhy', 'GET only for proxies that let nothing else pass.')}
              htmlFor={`${id}-method`}
            >
              <Combobox
                id={`${id}-method`}
                width={20}
                options={[{ value: 'POST' as const }, { value: 'GET' as const }]}
                value={options.jsonData.httpMethod ?? 'POST'}
                disabled={options.readOnly}
                onChange={({ value }) => change({ httpMethod: value })}
              />
            </Field>
            <Field
              noMargin
              label={t('config.parameters', 'Custom query parameters')}
              description={t(
                'config.parametersWhy',
                'They go with every request, for a proxy that filters by them. Everybody who may see these settings reads them.'
              )}
              htmlFor={`${id}-parameters`}
            >
              <Input
                id={`${id}-parameters`}
                width={40}
                placeholder="namespace=shop&dedup=false"
                value={options.jsonData.customQueryParameters ?? ''}
                disabled={options.readOnly}
                onChange={({ currentTarget: { value } }) =>
                  change({ customQueryParameters: value === '' ? undefined : value })
                }
              />
            </Field>
          </Stack>
        </ConfigSubSection>
        {runtime.secureSocksDSProxyEnabled && (
          <SecureSocksProxyToggle labelWidth={26} dataSourceConfig={options} onChange={onOptionsChange} />
        )}
      </ConfigSection>
    </>
  );
}
