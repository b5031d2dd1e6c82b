import { type GrafanaConfig, locationUtil } from '@grafana/data';
import { type PluginPageProps } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import { givenWorld } from '../test/pages';
import { SourcePage } from './SourcePage';

// Grafana puts its frame in here when it starts; its breadcrumbs are plain links.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ pageNav, children }: PluginPageProps) => (
    <main>
      {pageNav?.parentItem && <a href={pageNav.parentItem.url}>{pageNav.parentItem.text}</a>}
      {children}
    </main>
  ),
}));

const servedFrom = (appSubUrl: string) =>
  locationUtil.initialize({
    config: { appSubUrl } as GrafanaConfig,
    getVariablesUrlParams: () => ({}),
    getTimeRangeForUrl: () => ({ from: 'now-1h', to: 'now' }),
  });

afterEach(() => servedFrom(''));

test.each([
  ['', '/a/app/operations?ds=x'],
  ['/grafana', '/grafana/a/app/operations?ds=x'],
])('below "%s" the way up leads to %s', (base, expected) => {
  servedFrom(base);
  givenWorld({});
  const parentItem = { text: 'Operations', url: '/a/app/operations?ds=x' };
  render(
    <SourcePage chosen={undefined} pageNav={{ text: 'one', parentItem }}>
      {() => <p>content</p>}
    </SourcePage>
  );
  expect(screen.getByRole('link', { name: 'Operations' })).toHaveAttribute('href', expected);
});
