import { type AppRootProps } from '@grafana/data';
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Addressed } from '../../test/Addressed';
import { givenWorld, Refused, type Sent } from '../../test/pages';
import App from '../App';
import { appRoot } from '../routes';
import { type Comparison, type Gate, type Run } from './answers';
import { ComparedTable } from './ComparedTable';
import { tierOf } from './words';

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

const run = (id: string, changes: Partial<Run> = {}): Run => ({
  id,
  system: 'shop',
  format: 'k6',
  name: `${id}.json`,
  started: '2026-11-20T10:00:00Z',
  imported: '2026-11-20T11:00:00Z',
  author: 'ada',
  context: {},
  quantities: 2,
  ...changes,
});

const compared = (operation: string, changes: Partial<Comparison['operations'][0]> = {}) => ({
  operation,
  labels: {},
  quantity: 'duration',
  baseline: 0.2,
  current: 0.3,
  change_percentage: 50,
  ratio: 1.5,
  low: 1.4,
  high: 1.6,
  of: 'ranks',
  effectSize: 'large',
  p95Ratio: 1.2,
  p95Low: 1.1,
  p95High: 1.3,
  spreadRatio: 1.1,
  verdict: 'slower',
  where: 'both',
  ...changes,
});

const comparison: Comparison = {
  baseline: 'base.json (1.2)',
  current: 'new.json (1.3)',
  system: 'shop',
  operations: [
    compared('list', { verdict: 'no change shown', ratio: 1.01, low: 0.98, high: 1.04, where: undefined }),
    compared('pay'),
    compared('buy', {
      verdict: 'not enough data',
      ratio: 1.2,
      low: null,
      high: null,
      reason: 'fewer than five executions on a side',
    }),
  ],
  new: ['refund'],
};

const gate: Gate = {
  verdict: 'inconclusive',
  reason: '1 of 1 operations are undecided',
  base: 'base.json',
  candidate: 'new.json',
  system: 'shop',
  operations: [
    {
      operation: 'pay',
      labels: {},
      quantity: 'duration',
      critical: true,
      measure: 'p95',
      ratio: 1.05,
      low: 0.95,
      high: 1.16,
      verdict: 'inconclusive',
      reason: 'p95 is 1.05x the base (0.95x to 1.16x), margin 1.10x',
      needed: 1800,
      measures: [
        { measure: 'p95', ratio: 1.05, low: 0.95, high: 1.16, margin: 1.1, verdict: 'inconclusive' },
        { measure: 'errors', ratio: 0.002, low: -0.001, high: 0.006, margin: 0.01, verdict: 'pass' },
      ],
    },
  ],
  new: [],
};

interface Scene {
  sources?: string[];
  runs?: Run[];
  asked?: AppRootProps['query'];
  role?: 'Viewer' | 'Editor' | 'Admin';
  refuse?: string;
}

async function open({ sources, runs = [], asked = {}, role = 'Editor', refuse }: Scene): Promise<Sent[]> {
  config.bootData = { user: { orgRole: role } } as never;
  const sent = givenWorld({
    sources,
    answer: ({ method, path }) => {
      if (refuse !== undefined && (method !== 'GET' || path.includes('/compare'))) {
        return new Refused(400, { error: refuse });
      }
      if (method === 'POST') {
        return { ...run('up'), added: true };
      }
      if (path.includes('runs/compare')) {
        return comparison;
      }
      if (path.includes('resources/gate')) {
        return gate;
      }
      if (path.includes('deployments')) {
        return { deployments: [{ system: 'kgas', time: '2026-11-19T10:00:00Z', version: '1.3' }] };
      }
      return path.includes('systems') ? [{ name: 'kgas', title: 'KGAS', found: true }] : { runs };
    },
  });
  locationService.push(`${appRoot}/runs`);
  await act(async () => void render(<App {...({ path: `${appRoot}/runs`, query: asked } as AppRootProps)} />));
  return sent;
}

const file = (name: string, size: number) => {
  const one = new File(['x'], name);
  Object.defineProperty(one, 'size', { value: size });
  return one;
};

const attach = async (one: File) =>
  userEvent.upload(await screen.findByTestId(/file-upload-input/), one, { applyAccept: false });

test('runs lead on to their comparison with the one before, and to their gate', async () => {
  await open({ runs: [run('new', { context: { version: '1.3' } }), run('base')], role: 'Viewer' });
  expect(await screen.findByText('2 runs, the newest first.')).toBeVisible();
  const row = within(screen.getAllByRole('row')[1]!);
  expect(row.getByRole('link', { name: 'Compare' })).toHaveAttribute(
    'href',
    expect.stringContaining('current=new&baseline=base')
  );
  expect(row.getByRole('link', { name: 'Gate' })).toHaveAttribute(
    'href',
    expect.stringContaining('candidate=new&against=base')
  );
  expect(screen.getByText('Editors can import runs.')).toBeVisible();
  expect(screen.queryByRole('button', { name: /Delete/ })).not.toBeInTheDocument();
});

test('what was chosen in one view is there again after a look at another', async () => {
  const asked = { ds: 'yardstick', system: 'kgas', current: 'new', baseline: 'base', critical: 'embed' };
  await open({ runs: [run('new'), run('base')], asked: { ...asked, show: 'compare' } });
  const to = async (name: string) =>
    Object.fromEntries(
      new URL((await screen.findByRole('tab', { name })).getAttribute('href')!, 'http://grafana').searchParams
    );
  expect(await to('Runs')).toEqual(asked);
  expect(await to('Compare')).toEqual({ ...asked, show: 'compare' });
  expect(await to('Gate')).toEqual({ ...asked, show: 'gate' });
});

test('of many runs the newest fifty stand there, each still compared with the one before it, and all on demand', async () => {
  const many = Array.from({ length: 52 }, (_, i) => run(`run${i}`));
  await open({ runs: many });
  expect(await screen.findByText('52 runs, the newest first.')).toBeVisible();
  expect(screen.getAllByRole('row')).toHaveLength(1 + 50);
  const last = within(screen.getAllByRole('row')[50]!);
  expect(last.getByRole('link', { name: 'Compare' })).toHaveAttribute(
    'href',
    expect.stringContaining('baseline=run50')
  );
  await userEvent.click(screen.getByRole('button', { name: 'All 52' }));
  expect(screen.getAllByRole('row')).toHaveLength(1 + 52);
  expect(screen.queryByRole('button', { name: 'All 52' })).not.toBeInTheDocument();
});

test('the list stays unfolded when one of its runs is deleted', async () => {
  let many = Array.from({ length: 52 }, (_, i) => run(`run${i}`));
  config.bootData = { user: { orgRole: 'Admin' } } as never;
  givenWorld({
    answer: ({ method, path }) => {
      many = method === 'DELETE' ? many.filter(({ id }) => !path.endsWith(`runs/${id}`)) : many;
      return { runs: many };
    },
  });
  locationService.push(`${appRoot}/runs`);
  await act(async () => void render(<Addressed path={`${appRoot}/runs`} />));
  await userEvent.click(await screen.findByRole('button', { name: 'All 52' }));
  const last = within(screen.getAllByRole('row')[52]!);
  await userEvent.click(last.getByRole('button', { name: /^Delete(?! for good)/ }));
  await userEvent.click(last.getByRole('button', { name: 'Delete for good' }));
  expect(await screen.findByText('51 runs, the newest first.')).toBeVisible();
  expect(screen.getAllByRole('row')).toHaveLength(1 + 51);
});

test('the list stays where it cannot be read anew after a deletion, and says so', async () => {
  config.bootData = { user: { orgRole: 'Admin' } } as never;
  let deleted = false;
  givenWorld({
    answer: ({ method }) => {
      deleted ||= method === 'DELETE';
      return deleted && method === 'GET' ? new Error('Bad gateway') : { runs: [run('new'), run('base')] };
    },
  });
  locationService.push(`${appRoot}/runs`);
  await act(async () => void render(<Addressed path={`${appRoot}/runs`} />));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete new.json new' }));
  await userEvent.click(screen.getAllByRole('button', { name: 'Delete for good' })[0]!);
  expect(await screen.findByText(/^This was read at .*, and could not be since$/)).toBeVisible();
  expect(screen.getByText('Bad gateway')).toBeVisible();
  expect(screen.getByText('2 runs, the newest first.')).toBeVisible();
});

test('each button that deletes says which run, also of two with the same name', async () => {
  await open({ role: 'Admin', runs: [run('new', { name: 'k6.json' }), run('base', { name: 'k6.json' })] });
  expect(await screen.findByRole('button', { name: 'Delete k6.json new' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Delete k6.json base' })).toBeVisible();
});

test('nothing here yet says what a run is', async () => {
  await open({});
  expect(await screen.findByText('No run has been imported yet')).toBeVisible();
});

test('a small file goes in one request, with what the file does not say', async () => {
  const sent = await open({});
  await attach(file('a.csv', 1000));
  await userEvent.type(screen.getByRole('textbox', { name: 'Version' }), '1.3');
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  expect(await screen.findByText('up.json was imported as k6.')).toBeVisible();
  await waitFor(() =>
    expect(sent.find(({ method }) => method === 'POST')?.path).toBe(
      '/api/datasources/uid/yardstick/resources/runs?name=a.csv&label.version=1.3'
    )
  );
});

test('a file above 10 MB goes in parts of 8 MB, and is committed with their number; also over plain HTTP', async () => {
  // What a browser leaves out where the page did not come over HTTPS.
  const { randomUUID } = crypto;
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  try {
    const sent = await open({});
    await attach(file('big.csv', 20 * 1024 * 1024));
    await userEvent.click(screen.getByRole('button', { name: 'Import' }));
    expect(await screen.findByText(/was imported/)).toBeVisible();
    const posts = sent.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(posts.map((path) => path.replace(/.*uploads\/[^/]+/, ''))).toEqual([
      '/parts/1',
      '/parts/2',
      '/parts/3',
      '/commit?name=big.csv&parts=3',
    ]);
    expect(new Set(posts.map((path) => /uploads\/upload-[0-9a-f]{32}\//.exec(path)?.[0])).size).toBe(1);
  } finally {
    Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true });
  }
});

test('a mistake in a file is told with file and line', async () => {
  await open({ refuse: 'bad.csv, line 2: the duration -1 is negative' });
  await attach(file('bad.csv', 10));
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  expect(await screen.findByText(/bad\.csv, line 2/)).toBeVisible();
  expect(screen.getByText('Nothing was imported')).toBeVisible();
});

test('a file that was mended is imported again under its name, and one is kept until another is chosen', async () => {
  const sent = await open({ refuse: 'bad.csv, line 2: the duration -1 is negative' });
  await attach(file('bad.csv', 10));
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  await screen.findByText(/bad\.csv, line 2/);
  // The chooser opens: a browser tells of no file that stands in the field already.
  const field = screen.getByTestId<HTMLInputElement>(/file-upload-input/);
  await userEvent.click(field);
  expect(field.files).toHaveLength(0);
  fireEvent.change(field);
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  await waitFor(() => expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(2));
  await attach(file('bad.csv', 10));
  expect(screen.queryByText(/bad\.csv, line 2/)).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Import' })).toBeEnabled();
});

test('a comparison says in one sentence what became slower, and in words what is shown', async () => {
  await open({ runs: [run('new'), run('base')], asked: { show: 'compare', current: 'new', baseline: 'base' } });
  expect(await screen.findByText('Of 3 operations 1 became slower; most: pay, 1.5x.')).toBeVisible();
  const rows = within(screen.getByRole('table', { name: 'comparison' })).getAllByRole('row');
  expect(rows.slice(1).map((row) => within(row).getAllByRole('cell')[0]!.textContent)).toEqual(['pay', 'list', 'buy']);
  expect(rows[1]).toHaveTextContent('slower');
  expect(rows[1]).toHaveTextContent('1.50x (1.40x to 1.60x)');
  expect(rows[1]).toHaveTextContent('+50.0 %');
  expect(rows[3]).toHaveTextContent('not enough datafewer than five executions on a side');
  expect(screen.getByText(/New, with nothing to compare them with: refund/)).toBeVisible();
});

test.each([
  ['what is slower warns', {}, 2],
  ['what is slower by a hair is told and does not warn', { ratio: 1.01, slight: true }, 0],
  ['a longer tail does not warn of the typical ratio', { where: 'tail' }, 0],
  ['what is faster does not warn', { verdict: 'faster' }, 0],
])('%s', (_, changes, tier) => {
  expect(tierOf(compared('pay', changes))).toBe(tier);
});

test('runs of one data source are not looked for in another', async () => {
  await open({ sources: ['a', 'b'] });
  locationService.push(`${appRoot}/runs?show=gate&system=kgas&candidate=new&against=base&current=new&baseline=base`);
  await userEvent.click(screen.getByRole('combobox', { name: 'Data source' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Data source b' }));
  expect(locationService.getSearchObject()).toEqual({ ds: 'b', show: 'gate', system: 'kgas' });
});

test('both sides of a deployment can be chosen by its version', async () => {
  await open({ asked: { show: 'compare', system: 'kgas' } });
  await userEvent.click(await screen.findByRole('combobox', { name: 'What is compared' }));
  await userEvent.click(await screen.findByRole('option', { name: /After 1\.3/ }));
  expect(locationService.getSearchObject()).toMatchObject({ current: 'after:1.3', system: 'kgas' });
});

test.each([
  ['memory', 47185920, '45 MiB'],
  ['requests', 15, '15'],
  ['rate limit', 25, '25'],
  ['cpu', 1.89, '1.89 s'],
])('%s is written as what it is', (quantity, current, written) => {
  render(<ComparedTable operations={[{ ...comparison.operations[0]!, quantity, baseline: null, current }]} />);
  expect(screen.getByText(`– → ${written}`)).toBeVisible();
});

test('days can be compared as soon as they are over, also where the page stayed open', async () => {
  jest.useFakeTimers({ now: Date.parse('2026-11-21T23:59:30Z'), advanceTimers: true });
  try {
    await open({ asked: { show: 'compare', system: 'kgas' } });
    const person = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
    await act(async () => jest.advanceTimersByTime(60_000));
    await person.click(await screen.findByRole('combobox', { name: 'What is compared' }));
    expect(await screen.findByRole('option', { name: /2026-11-21/ })).toBeInTheDocument();
  } finally {
    jest.useRealTimers();
  }
});

test('an operation with a veto counts also where its name was typed and not entered', async () => {
  await open({ runs: [run('new'), run('base')], asked: { show: 'gate', candidate: 'new' } });
  await userEvent.type(await screen.findByRole('textbox', { name: 'Operations with a veto' }), 'pay');
  await userEvent.click(screen.getByRole('combobox', { name: 'Candidate' }));
  expect(locationService.getSearchObject().critical).toBe('pay');
});

test('what cannot be compared says why', async () => {
  await open({ asked: { show: 'compare', current: 'x', baseline: 'y' }, refuse: 'no run "x"' });
  expect(await screen.findByText('No run "x"')).toBeVisible();
});

test('a gate that is undecided says what would settle it', async () => {
  await open({
    runs: [run('new'), run('base')],
    asked: { show: 'gate', candidate: 'new', against: 'base', critical: 'pay' },
  });
  expect(await screen.findByText(/Inconclusive: 1 operation is neither shown/)).toBeVisible();
  const row = within(screen.getByRole('table', { name: 'verdicts' })).getAllByRole('row')[1]!;
  expect(row).toHaveTextContent(/about 1\.80? K executions on each side/);
  expect(row).toHaveTextContent('has a veto');
  expect(row).toHaveTextContent('errors: 0.20 % (-0.10 % to 0.60 %), margin 1.00 %, pass');
});

/** A file on its way, which is there when told so. */
async function sending() {
  let end = (): void => undefined;
  const late = new Promise((resolve) => (end = () => resolve({ ...run('a'), added: true })));
  await open({});
  const sent = givenWorld({ answer: ({ method }) => (method === 'POST' ? late : { runs: [] }) });
  await attach(file('a.csv', 1000));
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  return { sent, end: () => end() };
}

test('another file that is chosen while one is sent waits until that is there', async () => {
  const { sent, end } = await sending();
  await attach(file('b.csv', 1000));
  expect(screen.getByText(/^Sending/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Import' })).toBeDisabled();
  await act(async () => end());
  expect(await screen.findByText('a.json was imported as k6.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  expect(sent.filter(({ method }) => method === 'POST').map(({ path }) => path.split('?')[1])).toEqual([
    'name=a.csv',
    'name=b.csv',
  ]);
});

test('what became of a file is told also after a look at another view', async () => {
  config.bootData = { user: { orgRole: 'Editor' } } as never;
  let end = (): void => undefined;
  const late = new Promise((_, reject) => (end = () => reject(new Refused(400, { error: 'bad.csv, line 5' }))));
  givenWorld({
    answer: ({ method, path }) =>
      method === 'POST' ? late : path.endsWith('/systems') ? [] : { runs: [run('new')], deployments: [] },
  });
  locationService.push(`${appRoot}/runs`);
  const page = (query: AppRootProps['query']) => <App {...({ path: `${appRoot}/runs`, query } as AppRootProps)} />;
  const { rerender } = render(page({}));
  await attach(file('bad.csv', 1000));
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  await act(async () => rerender(page({ show: 'compare' })));
  expect(await screen.findByText('Choose what to compare with what')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Import' })).not.toBeInTheDocument();
  await act(async () => end());
  await act(async () => rerender(page({})));
  expect(await screen.findByText('bad.csv, line 5')).toBeVisible();
});

test('a file that is too long says so, also when it was chosen while another was sent', async () => {
  const { end } = await sending();
  await attach(file('b.csv', 600 * 1024 * 1024));
  await act(async () => end());
  expect(await screen.findByText(/^b\.csv is longer than 512 MB/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Import' })).toBeDisabled();
});

test('a file that is there only after the page was left says nothing in the address of the next one', async () => {
  const { end } = await sending();
  cleanup();
  locationService.push(`${appRoot}/operations`);
  await act(async () => end());
  expect(locationService.getLocation().search).toBe('');
});
