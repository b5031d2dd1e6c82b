import { type AppRootProps, FieldType, toDataFrame } from '@grafana/data';
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { givenWorld, Refused, type Sent } from '../../test/pages';
import { Addressed } from '../../test/Addressed';
import App from '../App';
import { appRoot } from '../routes';
import { type Growth } from './answers';

// Grafana puts its frame and its graph in here when it starts.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ children }: PluginPageProps) => <main>{children}</main>,
  PanelRenderer: () => <div>graph</div>,
}));

const growth = (operation: string, changes: Partial<Growth> = {}): Growth => ({
  operation,
  days: 60,
  now: 120,
  trendShown: true,
  p: 0.001,
  perDay: 1.01,
  low: 1.005,
  high: 1.015,
  daysUntil: 41.2,
  earliest: 30.1,
  latest: 62.4,
  points: [{ day: '2026-12-20', value: 160, low80: 150, high80: 171, instances: 5 }],
  ...changes,
});

interface Scene {
  series?: Growth[] | Refused;
  asked?: AppRootProps['query'];
  systems?: unknown[];
}

async function open({ series = [], asked = {}, systems }: Scene): Promise<Sent[]> {
  config.bootData = { user: { orgRole: 'Viewer' } } as never;
  const sent = givenWorld({
    frames: () => toDataFrame({ fields: [{ name: 'time', type: FieldType.time, values: [1] }] }),
    answer: ({ path }) =>
      path.includes('systems')
        ? (systems ?? [{ name: 'kgas', title: 'KGAS', found: true }])
        : series instanceof Refused
          ? series
          : { system: 'kgas', series },
  });
  locationService.push(`${appRoot}/capacity?${new URLSearchParams(asked as Record<string, string>)}`);
  await act(async () => void render(<App {...({ path: `${appRoot}/capacity`, query: asked } as AppRootProps)} />));
  return sent;
}

test('the sentence says how load grows and when its peak reaches the limit', async () => {
  const sent = await open({ series: [growth('all operations'), growth('embed')], asked: { limit: '300', peak: '3' } });
  expect(
    await screen.findByText(
      'The load of KGAS changes by +7.2 % (+3.6 to +11.0) a week; its peak reaches 300/s in 41 (30 to 62) days.'
    )
  ).toBeVisible();
  await waitFor(() =>
    expect(sent.some(({ path }) => path.includes('capacity?system=kgas&ahead=28&limit=300&peak=3'))).toBe(true)
  );
  const row = within(screen.getByRole('table', { name: 'growth' })).getAllByRole('row')[1]!;
  expect(row).toHaveTextContent('160/s (150/s to 171/s)');
  expect(row).toHaveTextContent('5');
});

test('where chance explains the past, no day is named', async () => {
  await open({
    series: [growth('all operations', { trendShown: false, daysUntil: null, reason: 'no trend shown' })],
    asked: { limit: '300' },
  });
  expect(await screen.findByText('The load of KGAS shows no trend: chance explains what 60 days show.')).toBeVisible();
  expect(screen.getByText('no trend shown')).toBeVisible();
});

test('a limit of 0 is none', async () => {
  await open({ series: [growth('all operations', { daysUntil: null })], asked: { limit: '0' } });
  expect(await screen.findByText('The load of KGAS changes by +7.2 % (+3.6 to +11.0) a week.')).toBeVisible();
});

test('a row leads to its graph by the address', async () => {
  await open({ series: [growth('all operations'), growth('embed')] });
  await userEvent.click(await screen.findByRole('button', { name: 'embed' }));
  expect(locationService.getSearchObject()).toMatchObject({ operation: 'embed' });
});

test('Enter takes a number over and keeps the focus; leaving the field unchanged asks nothing', async () => {
  await open({ series: [growth('all operations')] });
  const path = `${appRoot}/capacity`;
  cleanup();
  render(<Addressed path={path} />);
  const [field] = await screen.findAllByRole('spinbutton');
  await userEvent.type(field!, '300{Enter}');
  await waitFor(() => expect(Object.values(locationService.getSearchObject())).toContain('300'));
  expect(field).toHaveFocus();
  const moved = jest.fn();
  const unlisten = locationService.getHistory().listen(moved);
  await userEvent.tab();
  unlisten();
  expect(moved).not.toHaveBeenCalled();
});

test.each([
  ['Quarters ahead', '100', '40'],
  ['It bears, requests/s', '-5', ''],
])('%s: what is typed and not reckoned with does not stay in the field', async (label, typed, used) => {
  await open({});
  cleanup();
  locationService.push(`${appRoot}/capacity?show=model&periods=40&rate=1000`);
  render(<Addressed path={`${appRoot}/capacity`} />);
  const field = await screen.findByRole('spinbutton', { name: label });
  await userEvent.clear(field);
  await userEvent.type(field, `${typed}{Enter}`);
  await waitFor(() => expect(Object.values(locationService.getSearchObject())).toContain(typed));
  expect(field).toHaveDisplayValue(used);
});

test('too little learned, no system, and a back end that fails are said', async () => {
  await open({ series: [] });
  expect(await screen.findByText('No whole day of this system was learned yet')).toBeVisible();
});

test('a Prometheus without a known system says so', async () => {
  await open({ systems: [] });
  expect(await screen.findByText(/metrics of no known system/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Set up' })).toHaveAttribute(
    'href',
    expect.stringContaining('/setup?ds=yardstick')
  );
});

test('a system that is not known is refused, and the page can be begun anew', async () => {
  await open({
    series: new Refused(400, { error: 'the system "x" is unknown: known are kgas' }),
    asked: { system: 'x' },
  });
  expect(await screen.findByText('Data source yardstick refuses what this page asks for')).toBeVisible();
  expect(screen.getByText('The system "x" is unknown: known are kgas')).toBeVisible();
  expect(screen.queryByText(/does not answer/)).not.toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Begin this page anew' })).toHaveAttribute(
    'href',
    `${appRoot}/capacity?ds=yardstick`
  );
});

test('the system, the limit and what an instance serves stay from one view to the other', async () => {
  const asked = { ds: 'yardstick', system: 'kgas', limit: '300', perInstance: '50' };
  await open({ series: [growth('all operations')], asked });
  const to = async (name: string) =>
    Object.fromEntries(
      new URL((await screen.findByRole('tab', { name })).getAttribute('href')!, 'http://grafana').searchParams
    );
  expect(await to('From what was learned')).toEqual(asked);
  expect(await to('What if')).toEqual({ ...asked, show: 'model' });
});

test('a back end that fails says why', async () => {
  await open({ series: new Refused(500, { error: 'the store is read-only' }) });
  expect(await screen.findByText('The store is read-only')).toBeVisible();
});

test("the document's own model: 100/s, 20 % a quarter, a peak of 3, 100/s an instance", async () => {
  await open({ asked: { show: 'model' } });
  expect(await screen.findByText('After 4 quarters the peak of 622 requests/s needs 7 instances.')).toBeVisible();
  const rows = within(screen.getByRole('table', { name: 'instances by quarter' })).getAllByRole('row');
  expect(rows.slice(1).map((row) => row.lastElementChild!.textContent)).toEqual(['3', '4', '5', '6', '7']);
});

test.each([
  [{ periods: '1' }, 'After 1 quarter the peak of 360 requests/s needs 4 instances.'],
  [{ periods: '0' }, 'Now the peak of 300 requests/s needs 3 instances.'],
  [{ rate: '0.1', periods: '0' }, 'Now the peak of 0.30 requests/s needs 1 instance.'],
  [{ perInstance: '0' }, 'After 4 quarters the peak of 622 requests/s needs 7 instances.'],
])('of %j it says "%s"', async (model, sentence) => {
  await open({ asked: { show: 'model', ...model } });
  expect(await screen.findByText(sentence)).toBeVisible();
});

test('a load below one request a second does not read as none in the table', async () => {
  await open({ asked: { show: 'model', rate: '0.1', periods: '0' } });
  const [, now] = within(await screen.findByRole('table', { name: 'instances by quarter' })).getAllByRole('row');
  expect(now).toHaveTextContent('now0.301');
});

test('one day ahead is told in the singular', async () => {
  await open({ series: [growth('all operations')], asked: { ahead: '1' } });
  expect(await screen.findByRole('columnheader', { name: 'In 1 day (80 %)' })).toBeVisible();
});

test('every position of the sliders stands in the address', async () => {
  await open({ asked: { show: 'model', growth: '0.5', season: '0.5', periods: '2', limit: '600' } });
  expect(
    await screen.findByText(
      'After 2 quarters the peak of 1013 requests/s needs 11 instances; it reaches 600/s after 0.7 quarters.'
    )
  ).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: "The document's numbers" }));
  expect(locationService.getSearchObject()).not.toHaveProperty('growth');
});
