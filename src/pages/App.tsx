// Which page of the app does an address mean? There is one so far; every address leads to it.
import { useEffect } from 'react';
import { type AppRootProps } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import Overview from './overview/Overview';

void initPluginTranslations('yardstick-baselines-app');

export default function App({ basename, path, query }: AppRootProps) {
  const home = `${basename}/overview`;
  // Title and navigation come from the address that plugin.json names.
  useEffect(() => {
    if (path !== home) {
      locationService.replace({ ...locationService.getLocation(), pathname: home });
    }
  }, [path, home]);
  const chosen: unknown = query?.ds;
  return <Overview chosen={typeof chosen === 'string' ? chosen : undefined} />;
}
