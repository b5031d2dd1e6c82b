import { type AppRootProps, type DataFrame } from '@grafana/data';
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openedDialog } from '../../test/dialog';
import { type Query } from '../../datasource/types';
import { type Measured, operationFrames } from '../../test/operations';
import { withSystems } from '../../test/datasource';
import { givenWorld } from '../../test/pages';
import { Addressed } from '../../test/Addressed';
import App from '../App';
import { appRoot } from '../routes';

// Grafana puts its frame in here when it starts.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ actions, children }: PluginPageProps) => (
    <main>
      {actions}
      {children}
    </main>
  ),
}));

async function open(
  all: Measured[],
  query: AppRootProps['query'] = {},
  frames: (query: Query) => DataFrame | Error | undefined = operationFrames(all),
  violations: unknown = []
) {
  config.bootData = { user: { orgRole: 'Editor' } } as never;
  const sent = givenWorld({
    frames,
    answer: withSystems(({ method, path }) =>
      path.includes('violations')
        ? violations
        : method === 'POST'
          ? { baselines: [], acts: [1, 2] }
          : { baselines: learned }
    ),
  });
  const props = { path: `${appRoot}/operations`, query } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  return sent;
}

const learned = [
  { id: 1, system: 'kgas', set: 'operation', operation: 'embed', version: 3, state: 'active' },
  { id: 2, system: 'kgas', set: 'operation', operation: 'graph-to-table small', version: 5, state: 'active' },
  { id: 3, system: 'kgas', set: 'operation', operation: 'ingest', version: 1, state: 'learning' },
];

const table = async () => within(await screen.findByRole('table', { name: 'operations' }));
const bodyRows = async () => (await table()).getAllByRole('row').slice(1);

const some: Measured[] = [
  { name: 'embed', ratio: 1 },
  { name: 'graph-to-table small', ratio: 5.2, tier: 3, reason: 'p95 1 s is 5.2x of 193 ms' },
  { name: 'ingest', state: 'learning', ratio: null, route: '/ingest' },
];

test('the sentence says how many are slow and which is the worst, and the table begins with it', async () => {
  await open(some);
  expect(await screen.findByText('1 of 3 operations is slower than normal: graph-to-table small, 5.2x.')).toBeVisible();
  const [first] = await bodyRows();
  expect(first).toHaveTextContent('5.2x critical');
  expect(first).toHaveTextContent('p95 1 s is 5.2x of 193 ms');
  expect(within(first!).getByRole('link')).toHaveAttribute(
    'href',
    `${appRoot}/operations/kgas:operation:graph-to-table~20small?ds=yardstick`
  );
});

test('confidence is a ring that is closed as far, beside its number; without any there is none', async () => {
  await open(some);
  const cells = (await bodyRows()).map((row) => within(row).getAllByRole('cell')[6]);
  expect(cells.map((cell) => cell?.textContent)).toEqual(['97%', '97%', '–']);
  const rings = cells.map((cell) => cell?.querySelector('svg circle:last-of-type')?.getAttribute('stroke-dasharray'));
  expect(rings).toEqual(['27.43 28.27', '27.43 28.27', undefined]);
});

test('the last week of each is a line with the number of its violations, which is an order', async () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const violation = (operation: string, start: number, end: number) => ({
    ...{ system: 'kgas', set: 'operation', operation, signal: 'latency' },
    ...{ start: hoursAgo(start), end: hoursAgo(end) },
  });
  const week = [violation('embed', 30, 29), violation('embed', 10, 9), violation('gone', 5, 4)];
  await open(some, { sort: 'violations' }, undefined, week);
  const cells = (await bodyRows()).map((row) => within(row).getAllByRole('cell').at(-1));
  expect(cells.map((cell) => cell?.textContent)).toEqual(['2', '', '']);
  expect(cells.map((cell) => cell?.querySelector('polyline') !== null)).toEqual([true, false, false]);
  expect(cells.map((cell) => cell?.title)).toEqual([
    '2 violations in 7 days, 2h together',
    'No violation in 7 days',
    'No violation in 7 days',
  ]);
});

test('a table whose past cannot be read stands without it', async () => {
  await open(some, {}, undefined, { error: 'away' });
  expect((await bodyRows()).map((row) => within(row).getAllByRole('cell').at(-1)?.textContent)).toEqual(['', '', '']);
});

test.each([
  [[{ name: 'embed', ratio: 1 }], 'The one operation takes its normal time.'],
  [
    [{ name: 'embed' }, { name: 'ingest', ratio: 1.5, tier: 1 }],
    'No warning; 1 of 2 operations is above normal: ingest.',
  ],
  [
    [
      { name: 'embed', ratio: 1.3, tier: 1 },
      { name: 'ingest', ratio: 1.5, tier: 1 },
    ],
    'No warning; 2 of 2 operations are above normal, furthest: ingest.',
  ],
])('the sentence where none is slow (%#)', async (all, sentence) => {
  await open(all);
  expect(await screen.findByText(sentence)).toBeVisible();
});

test('what fails more than usual, or completes nothing, leads the table and is said beside how fast all is', async () => {
  const failing = { name: 'pay', ratio: 0.4, failing: 3, errors: 0.124, reason: 'p95 80 ms is 0.4x of 190 ms' };
  const silent = { name: 'ship', ratio: null, p95: null, silent: 2 };
  await open([{ name: 'embed', ratio: 1.2 }, { name: 'rare', failing: 1 }, failing, silent], { tier: 'slow' });
  expect(
    await screen.findByText(
      'Nothing is slower than normal. 1 operation fails more than usual: pay. 1 operation completes nothing any more: ship.'
    )
  ).toBeVisible();
  const [first, second, ...others] = await bodyRows();
  expect(first).toHaveTextContent('12% fail, more than usual. p95 80 ms is 0.4x of 190 ms');
  expect(second).toHaveTextContent('It completes nothing any more.');
  expect(others).toHaveLength(0);
});

test('normal comes with its interval, and is unknown while it is learned', async () => {
  await open(some);
  expect(await screen.findAllByText('180 ms–205 ms')).toHaveLength(2);
  const learning = (await bodyRows())[2];
  expect(learning).toHaveTextContent('–');
  expect(learning).toHaveTextContent('learning');
});

test('what is in bytes is told in bytes, and nowhere as slow', async () => {
  const memory = { name: 'memory', unit: 'bytes', p95: 1.5 * 2 ** 30, normal: 2 ** 30, ratio: 1.5, tier: 2 };
  await open([{ name: 'embed' }, memory]);
  expect(await screen.findByText('1 of 2 operations is off normal: memory, 1.5x.')).toBeVisible();
  const [first, second] = await bodyRows();
  expect(first).toHaveTextContent('1.50 GiB');
  expect(first).toHaveTextContent('1 GiB970 MiB–1.08 GiB');
  expect(second).toHaveTextContent('200 ms');
  expect((await table()).getByRole('columnheader', { name: 'Values' })).toBeInTheDocument();
});

test('the address filters and sorts', async () => {
  await open(some, { q: 'i', state: 'learning' });
  expect((await bodyRows()).map((row) => within(row).getByRole('link').textContent)).toEqual(['ingest']);
  expect(screen.getByRole('status')).toHaveTextContent('1 operation');
});

test('what a person types goes into the address, and a head of a column sorts', async () => {
  await open(some);
  await userEvent.type(await screen.findByRole('textbox', { name: 'Search operations' }), 'embed');
  await act(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(locationService.getSearchObject().q).toBe('embed');
  await userEvent.click((await table()).getByRole('button', { name: 'Operation' }));
  expect(locationService.getSearchObject()).toMatchObject({ sort: 'name', order: 'asc' });
});

test('the search field keeps the focus while the address follows, and follows the address', async () => {
  const path = `${appRoot}/operations`;
  givenWorld({
    frames: operationFrames([{ name: 'embed' }, { name: 'ingest' }]),
    answer: withSystems(() => ({ baselines: learned })),
  });
  locationService.push(path);
  render(<Addressed path={path} />);
  const field = await screen.findByRole('textbox', { name: 'Search operations' });
  await userEvent.type(field, 'em');
  await waitFor(() => expect(locationService.getSearchObject().q).toBe('em'));
  await userEvent.keyboard('bed');
  await waitFor(() => expect(locationService.getSearchObject().q).toBe('embed'));
  expect(field).toHaveFocus();
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(field).toHaveValue('');
  act(() => locationService.partial({ q: 'embed' }, true));
  expect(field).toHaveValue('embed');
});

test('of ten thousand operations only those exist that can be seen, and all are counted', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({ name: `operation ${index}` }));
  await open(many);
  expect(await screen.findByRole('status')).toHaveTextContent('10000 operations');
  const found = await screen.findByRole('table', { name: 'operations' });
  expect(found).toHaveAttribute('aria-rowcount', '10001');
  expect((await bodyRows()).length).toBeLessThan(60);
});

test('a system is called by its title', async () => {
  await open(some, { system: 'kgas' });
  expect(await screen.findByRole('button', { name: `KGAS ${some.length}`, pressed: true })).toBeVisible();
});

test('one click narrows the list to a tier, another takes that back', async () => {
  await open(some);
  const tiers = within(await screen.findByRole('group', { name: 'Tier' }));
  const first = tiers.getAllByRole('button')[0]!;
  expect(first).toHaveAccessibleName(/^warning or worse \d+$/);
  await userEvent.click(first);
  expect(locationService.getSearchObject().tier).toBe('slow');
  await open(some, { tier: 'slow' });
  await userEvent.click(screen.getAllByRole('button', { name: /^warning or worse/, pressed: true })[0]!);
  expect(locationService.getSearchObject().tier).toBeUndefined();
});

test('filters that match nothing can be cleared', async () => {
  await open(some, { q: 'no such operation' });
  expect(await screen.findByText('No operation matches the filters')).toBeVisible();
  expect(screen.getByText(/^1 of 3 operations is slower than normal/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(locationService.getSearchObject().q).toBeUndefined();
});

test('a Prometheus without operations says so, and leads to what it has', async () => {
  await open([], {}, () => undefined);
  expect(await screen.findByText('No operation has been seen in the last hour')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Set up' })).toHaveAttribute(
    'href',
    expect.stringContaining('/setup?ds=yardstick')
  );
});

test('a data source that does not answer gives its own reason', async () => {
  await open([], {}, () => new Error('Prometheus at http://127.0.0.1:9 is unreachable'));
  expect(await screen.findByText('Prometheus at http://127.0.0.1:9 is unreachable')).toBeVisible();
});

test('many are decided at once; those for which it makes no sense are left out, and said', async () => {
  const sent = await open(some);
  await userEvent.click((await table()).getByRole('checkbox', { name: 'Choose all that are found' }));
  expect(screen.getByText('3 chosen')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Freeze' }));
  const dialog = await openedDialog();
  expect(dialog.getByText('2 baselines change:')).toBeVisible();
  expect(dialog.getByText('Left out: ingest (learning).')).toBeVisible();
  await userEvent.type(dialog.getByRole('textbox'), 'Release week');
  await userEvent.click(dialog.getByRole('button', { name: 'Freeze' }));
  const versions = [
    { id: 2, version: 5 },
    { id: 1, version: 3 },
  ];
  await waitFor(() =>
    expect(sent.find(({ method }) => method === 'POST')).toMatchObject({
      path: '/api/datasources/uid/yardstick/resources/baselines/freeze',
      body: { operations: expect.arrayContaining(versions) as unknown, reason: 'Release week' },
    })
  );
  expect(await screen.findByText('Freeze: done for 2 operations.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
});

/** The operation embed is to be frozen, and each reading of the baselines waits until it is answered. */
async function freezingUnanswered() {
  const waiting: Array<(answer: unknown) => void> = [];
  await open(some);
  givenWorld({
    frames: operationFrames(some),
    answer: withSystems(() => new Promise((resolve) => waiting.push(resolve))),
  });
  await userEvent.click((await table()).getByRole('checkbox', { name: 'Choose embed' }));
  await userEvent.click(screen.getByRole('button', { name: 'Freeze' }));
  return waiting;
}

test('of two decisions that were pressed the last is asked about, also when the other answers later', async () => {
  const waiting = await freezingUnanswered();
  await userEvent.click(screen.getByRole('button', { name: 'Set factors' }));
  await act(async () => waiting[1]?.({ baselines: learned }));
  await openedDialog();
  await act(async () => waiting[0]?.({ baselines: learned }));
  expect(screen.getByRole('dialog', { name: 'Set factors' })).toBeVisible();
});

test('one row is chosen by its box, and none again', async () => {
  await open(some);
  await userEvent.click((await table()).getByRole('checkbox', { name: 'Choose embed' }));
  expect(screen.getByText('1 chosen')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Choose none' }));
  expect(screen.queryByText('1 chosen')).not.toBeInTheDocument();
});

test('who chooses none while the baselines are read is asked nothing', async () => {
  const waiting = await freezingUnanswered();
  expect(screen.getByText('Reading their baselines …')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Choose none' }));
  await act(async () => waiting[0]?.({ baselines: learned }));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await userEvent.click((await table()).getByRole('checkbox', { name: 'Choose embed' }));
  expect(screen.queryByText('Reading their baselines …')).not.toBeInTheDocument();
});
