import { type GrafanaConfig, locationUtil } from '@grafana/data';
import { locationService, type PluginPageProps } from '@grafana/runtime';
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

const shownFor = (chosen: string | undefined) => {
  const { unmount } = render(<SourcePage chosen={chosen}>{({ uid }) => <p>about {uid}</p>}</SourcePage>);
  const [shown] = screen.getAllByText(/^about /);
  return { shown: shown?.textContent, unmount };
};

test('an address of a data source that is not here says so, and which one is shown', () => {
  givenWorld({ sources: ['production', 'staging'] });
  const { shown } = shownFor('deleted');
  expect(shown).toBe('about production');
  expect(screen.getByRole('alert')).toHaveTextContent(
    'Shown is Data source production: the data source of this address, deleted, is not here'
  );
});

test('of an address that names none, or one that is here, nothing is told', () => {
  givenWorld({ sources: ['production', 'staging'] });
  expect(shownFor(undefined).shown).toBe('about production');
  expect(shownFor('production').shown).toBe('about production');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('a page of the menu is about the data source that was looked at before, and says so in its address', () => {
  givenWorld({ sources: ['production', 'staging'] });
  shownFor('staging').unmount();
  locationService.push('/a/yardstick-baselines-app/operations');
  const { shown, unmount } = shownFor(undefined);
  expect(shown).toBe('about staging');
  expect(locationService.getSearchObject()).toEqual({ ds: 'staging' });
  unmount();
  givenWorld({ sources: ['production'] });
  locationService.push('/a/yardstick-baselines-app/operations');
  expect(shownFor(undefined).shown).toBe('about production');
  expect(locationService.getSearchObject()).toEqual({});
});
