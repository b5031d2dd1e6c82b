import { type AppRootProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import App from './App';

jest.mock('./overview/Overview', () => ({ __esModule: true, default: () => <p>the overview</p> }));

const at = async (path: string) => {
  locationService.push(`${path}?ds=second&theme=light`);
  const props = { basename: path, path, query: {} } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  return locationService.getLocation();
};

test('the bare address of the app leads to the page that the navigation knows, with what was asked', async () => {
  const { pathname, search } = await at('/a/yardstick-baselines-app');
  expect(pathname).toBe('/a/yardstick-baselines-app/overview');
  expect(search).toBe('?ds=second&theme=light');
  expect(await screen.findByText('the overview')).toBeVisible();
});

test('the page itself stays', async () => {
  expect((await at('/a/yardstick-baselines-app/overview')).pathname).toBe('/a/yardstick-baselines-app/overview');
});
