// Which Prometheus, and what in it? The address is all that must be given.
import { type DataSourcePluginOptionsEditorProps } from '@grafana/data';
import {
  AdvancedHttpSettings,
  Auth,
  AuthMethod,
  ConfigSection,
  ConfigSubSection,
  ConnectionSettings,
  convertLegacyAuthProps,
  SecureSocksProxyToggle,
} from '@grafana/plugin-ui';
import { config as runtime } from '@grafana/runtime';
import { Combobox, Divider, Field } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../components/text';
import { LearningSettings } from './LearningSettings';
import { SystemsSettings } from './SystemsSettings';
import { type SecureSettings, type Settings } from './types';

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
        visibleMethods={[AuthMethod.NoAuth, AuthMethod.BasicAuth, AuthMethod.OAuthForward]}
      />
      <Divider />
      <SystemsSettings uid={options.uid} settings={options.jsonData} onChange={change} disabled={options.readOnly} />
      <Divider />
      <LearningSettings settings={options.jsonData} onChange={change} disabled={options.readOnly} />
      <Divider />
      <ConfigSection title={t('config.advanced', 'Advanced settings')} isCollapsible isInitiallyOpen={false}>
        <AdvancedHttpSettings config={options} onChange={onOptionsChange} />
        <ConfigSubSection title={t('config.queries', 'Queries')}>
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
        </ConfigSubSection>
        {runtime.secureSocksDSProxyEnabled && (
          <SecureSocksProxyToggle labelWidth={26} dataSourceConfig={options} onChange={onOptionsChange} />
        )}
      </ConfigSection>
    </>
  );
}
