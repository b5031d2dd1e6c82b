// Which page of the app does an address mean? There is one so far; every address leads to it.
import { type AppRootProps } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import Overview from './overview/Overview';

void initPluginTranslations('yardstick-baselines-app');

export default function App({ query }: AppRootProps) {
  const chosen: unknown = query?.ds;
  return <Overview chosen={typeof chosen === 'string' ? chosen : undefined} />;
}
