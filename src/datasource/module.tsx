// The data source's entry. Editors load when somebody edits.
import { DataSourcePlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { later } from '../components/later';
import { DataSource } from './DataSource';
import { type Query, type SecureSettings, type Settings } from './types';

void initPluginTranslations('yardstick-baselines-datasource');

export const plugin = new DataSourcePlugin<DataSource, Query, Settings, SecureSettings>(DataSource)
  .setConfigEditor(later(() => import('./ConfigEditor')))
  .setQueryEditor(later(() => import('./QueryEditor')))
  .setQueryEditorHelp(later(() => import('./QueryHelp')));
