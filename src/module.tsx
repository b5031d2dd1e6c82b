// What does Grafana load of the app at boot? As little as possible: every import
// here is paid for by everybody, pages and configuration come when asked for.
import { AppPlugin } from '@grafana/data';
import { later } from './components/later';

export const plugin = new AppPlugin().setRootPage(later(() => import('./pages/App'))).addConfigPage({
  title: 'Configuration',
  icon: 'cog',
  id: 'configuration',
  body: later(() => import('./pages/configuration/Configuration')),
});
