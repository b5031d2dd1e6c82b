// What does Grafana load of the app at boot? As little as possible: every import
// here is paid for by everybody, pages and configuration come when asked for.
import { AppPlugin } from '@grafana/data';
import { later } from './components/later';
import { learnLink } from './extensions/learn';
import { alertLink, exploreLink, paletteLinks, panelLink } from './extensions/links';

export const plugin = paletteLinks
  .reduce((app, link) => app.addLink(link), new AppPlugin())
  .setRootPage(later(() => import('./pages/App')))
  .addLink(panelLink)
  .addLink(exploreLink)
  .addLink(alertLink)
  .addLink(learnLink)
  .addConfigPage({
    title: 'Configuration',
    icon: 'cog',
    id: 'configuration',
    body: later(() => import('./pages/configuration/Configuration')),
  });
