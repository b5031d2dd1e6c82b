import { type DataSourceInstanceSettings } from '@grafana/data';
import {
  type BackendSrv,
  config,
  type DataSourceSrv,
  locationService,
  type PluginPageProps,
  setBackendSrv,
  setDataSourceSrv,
} from '@grafana/runtime';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type Proposal, type SystemOverview, type Violation } from '../../datasource/resources';
import App from '../App';
import { type Past } from './askPast';

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

const quiet: SystemOverview = {
  name: 'kgas',
  title: 'KGAS',
  dashboard: 'yardstick-kgas',
  operations: 61,
  withBaseline: 54,
  states: {},
  violationsNow: [],
  failingNow: [],
  silentNow: [],
  aboveNow: 0,
  targetsMissed: 2,
  probeFound: 45,
  probeTotal: 45,
  learner: [{ system: 'kgas', set: 's', learned: 200, wanted: 672, newest: null, oldest: null, lastError: '' }],
};

const probe = {
  system: 'kgas',
  found: 0,
  total: 2,
  quantities: [
    {
      id: 'D2-Q01',
      title: 'Graph to table conversion time',
      found: false,
      missing: ['kgas_conversion_duration_seconds'],
      emit: 'Emit a histogram.',
    },
    { id: 'D2-Q02', title: 'Table to vector time', found: false, missing: ['kgas_a', 'kgas_b'], emit: '' },
    { id: 'D2-Q03', title: 'Memory', found: true, missing: [], emit: '' },
  ],
};

interface World {
  sources?: string[];
  systems?: SystemOverview[];
  violations?: Violation[];
  proposals?: Array<Partial<Proposal>>;
  acts?: Past['acts'];
  failure?: unknown;
  /** What alone could not be read. */
  unread?: string;
  ds?: string;
  role?: 'Viewer' | 'Admin';
  /** The dashboards that this person can open; undefined where Grafana does not say. */
  installed?: string[];
}

async function open({
  sources = ['yardstick'],
  systems = [quiet],
  violations = [],
  proposals = [],
  acts = [],
  failure,
  unread,
  ds,
  role = 'Admin',
  installed,
}: World) {
  config.bootData = { user: { orgRole: role } } as never;
  const list = sources.map((uid) => ({ uid, name: `Data source ${uid}` }) as DataSourceInstanceSettings);
  setDataSourceSrv({ getList: () => list, getInstanceSettings: () => undefined } as unknown as DataSourceSrv);
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    if (failure) {
      throw failure;
    }
    if (unread !== undefined && path.endsWith(unread)) {
      throw new Error(`${unread} could not be read`);
    }
    if (path.startsWith('/api/search?')) {
      return installed?.map((uid) => ({ uid }));
    }
    const answers: Record<string, unknown> = {
      overview: { systems },
      probe,
      violations,
      proposals: { proposals },
      changes: { changes: [] },
      deployments: { deployments: [] },
      audit: { acts },
      'index.json': { systems: [] },
      'alert-rules': [],
    };
    return answers[path.split('/').at(-1) ?? ''];
  };
  setBackendSrv({ get } as unknown as BackendSrv);
  const app = <App query={ds ? { ds } : {}} path="/overview" basename="" onNavChanged={() => {}} meta={{} as never} />;
  await act(async () => void render(app));
  return asked;
}

const card = async (title: string) => within(await screen.findByRole('region', { name: title }));

test('a quiet system shows its coverage, targets and learner, and leads to its dashboard', async () => {
  await open({});
  expect(await screen.findByText(/54 of 61 operations have a baseline/)).toBeInTheDocument();
  const kgas = await card('KGAS');
  expect(kgas.getByText('54 of 61')).toBeInTheDocument();
  expect(kgas.getByText('Learned 200 of 672 hours, the newest first.')).toBeInTheDocument();
  expect(kgas.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '30');
  expect(kgas.getByRole('link', { name: 'Dashboard' })).toHaveAttribute(
    'href',
    '/d/yardstick-kgas?var-yardstick=yardstick'
  );
});

test.each([
  [['yardstick-kgas'], 'Viewer', 'Dashboard', '/d/yardstick-kgas?var-yardstick=yardstick'],
  [[], 'Admin', 'Install its dashboard', '/a/yardstick-baselines-app/setup?ds=yardstick'],
  [undefined, 'Viewer', 'Dashboard', '/d/yardstick-kgas?var-yardstick=yardstick'],
] as const)('with the dashboards %j %s is led to "%s"', async (installed, role, name, href) => {
  const asked = await open({ installed: installed && [...installed], role });
  expect(await (await card('KGAS')).findByRole('link', { name })).toHaveAttribute('href', href);
  expect(asked).toContain('/api/search?dashboardUIDs=yardstick-kgas');
});

test('a Viewer finds no link to a dashboard that is not there', async () => {
  await open({ installed: [], role: 'Viewer' });
  expect(await screen.findByText(/54 of 61 operations have a baseline/)).toBeInTheDocument();
  expect((await card('KGAS')).queryByRole('link', { name: /dashboard/i })).not.toBeInTheDocument();
});

test('a burning system names what is slow, the worst first, with the reason', async () => {
  const slow = { system: 'kgas', set: 's', labels: {}, state: 'active', ratio: 2.1 };
  const violationsNow = [
    { ...slow, name: 'graph-to-table small', tier: 'warning', reason: '2.1x of 14 s.' },
    { ...slow, name: 'entity_extractor', tier: 'critical', reason: '5.2x of 1 s.' },
  ];
  await open({ systems: [{ ...quiet, violationsNow }] });
  const violations = (await card('KGAS')).getByRole('list', { name: 'Off normal now' });
  const [first] = within(violations).getAllByRole('listitem');
  expect(first).toHaveTextContent('entity_extractor, critical');
  expect(first).toHaveTextContent('5.2x of 1 s.');
  expect(within(first!).getByRole('link', { name: 'entity_extractor' })).toHaveAttribute(
    'href',
    '/a/yardstick-baselines-app/operations/kgas:s:entity_extractor?ds=yardstick'
  );
});

test('what fails and what is silent is named with its reason, beside what is slow', async () => {
  const one = { system: 'kgas', set: 's', labels: {}, state: 'active', name: 'ingest' };
  await open({
    systems: [
      {
        ...quiet,
        violationsNow: [{ ...one, ratio: 2.1, tier: 'warning', reason: '2.1x of 14 s.' }],
        failingNow: [{ ...one, ratio: 12, tier: 'critical', reason: '12 % of 300 requests failed.' }],
        silentNow: [{ ...one, name: 'embed', ratio: 0, tier: 'warning', reason: 'It stopped completing.' }],
      },
    ],
  });
  const named = within((await card('KGAS')).getByRole('list', { name: 'Off normal now' })).getAllByRole('listitem');
  expect(named.map(({ textContent }) => textContent)).toEqual([
    'ingest, critical12 % of 300 requests failed.',
    'ingest, warning2.1x of 14 s.',
    'embed, warningIt stopped completing.',
  ]);
  const count = (await card('KGAS')).getByText('Violations now').parentElement;
  expect(count).toHaveTextContent('Violations now3');
});

test('of many slow operations the list has the rest', async () => {
  const violationsNow = Array.from({ length: 7 }, (_, i) => ({
    ...{ system: 'kgas', set: 's', labels: {}, state: 'active', ratio: 2.1, tier: 'warning', reason: '2.1x of 14 s.' },
    name: `operation ${i}`,
  }));
  await open({ systems: [{ ...quiet, violationsNow }] });
  expect((await card('KGAS')).getByRole('link', { name: 'and 2 more' })).toHaveAttribute(
    'href',
    '/a/yardstick-baselines-app/operations?ds=yardstick&system=kgas'
  );
});

test('a system that is not here says so, and what to emit', async () => {
  await open({ systems: [{ ...quiet, operations: 0, withBaseline: 0, probeFound: 0, probeTotal: 2 }] });
  const kgas = await card('KGAS');
  expect(kgas.getByText("This Prometheus has none of KGAS's metrics. Here is what to emit:")).toBeInTheDocument();
  expect(await kgas.findByText('Emit a histogram.')).toBeInTheDocument();
  expect(kgas.getByText('Missing: kgas_a, kgas_b')).toBeInTheDocument();
  expect(kgas.queryByText('Memory')).not.toBeInTheDocument();
  expect(kgas.queryByRole('link', { name: 'Dashboard' })).not.toBeInTheDocument();
});

test("a system of one's own that is not here says what to look at, for no document says what to emit", async () => {
  const asked = await open({
    systems: [
      { ...quiet, name: 'shop', title: 'Web shop', operations: 0, withBaseline: 0, probeFound: 0, probeTotal: 0 },
    ],
  });
  const shop = await card('Web shop');
  expect(shop.getByText(/This Prometheus has none of the metrics that were defined for Web shop/)).toBeVisible();
  expect(shop.getByRole('link', { name: 'Your own operations' })).toHaveAttribute(
    'href',
    '/a/yardstick-baselines-app/own?ds=yardstick'
  );
  expect(asked.some((path) => path.endsWith('probe'))).toBe(false);
});

test('a system of which only exporters are here is not said to have no metrics', async () => {
  await open({ systems: [{ ...quiet, operations: 0, withBaseline: 0, probeFound: 1, probeTotal: 2 }] });
  const kgas = await card('KGAS');
  expect(kgas.getByText(/has 1 of 2 quantities of KGAS, but no duration to learn from/)).toBeInTheDocument();
  expect(kgas.getByRole('link', { name: 'Dashboard' })).toBeInTheDocument();
});

test('what a present system lacks is told when somebody asks, and not asked for before', async () => {
  const asked = await open({ systems: [{ ...quiet, probeFound: 43 }] });
  const kgas = await card('KGAS');
  expect(asked.some((path) => path.endsWith('probe'))).toBe(false);
  await userEvent.click(kgas.getByRole('button', { name: '2 quantities are not measured' }));
  expect(await kgas.findByText('Emit a histogram.')).toBeInTheDocument();
});

test('one system that fails leaves the others alone', async () => {
  await open({ systems: [quiet, { ...quiet, name: 'ado', title: 'ADO', error: 'connection refused' }] });
  expect((await card('ADO')).getByText('Connection refused')).toBeInTheDocument();
  expect((await card('KGAS')).getByText('54 of 61')).toBeInTheDocument();
});

test('what is slow is told, and counted among all, also where something else of the system could not be asked', async () => {
  const slow = {
    system: 'kgas',
    set: 's',
    labels: {},
    state: 'active',
    name: 'embed',
    tier: 'critical',
    ratio: 6,
    reason: '',
  };
  await open({ systems: [{ ...quiet, error: 'connection refused', violationsNow: [slow] }] });
  const kgas = await card('KGAS');
  expect(kgas.getByText('Connection refused')).toBeInTheDocument();
  expect(kgas.getByRole('link', { name: 'embed' })).toBeInTheDocument();
  expect(screen.getByText('1 of 61 operations is slower than normal: embed of KGAS, critical.')).toBeInTheDocument();
});

test("the learner's last error is shown", async () => {
  const learner = [{ ...quiet.learner[0]!, lastError: 'Prometheus answers slowly' }];
  await open({ systems: [{ ...quiet, learner }] });
  expect((await card('KGAS')).getByText('Prometheus answers slowly')).toBeInTheDocument();
});

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const graphQuery: Violation = {
  id: 7,
  system: 'kgas',
  set: 's',
  operation: 'graph_query',
  labels: {},
  signal: 'latency',
  tier: 'warning',
  start: hourAgo(3),
  end: hourAgo(2.5),
  peak: 3,
  delay: 10,
  verdict: '',
  work: { state: 'open', revision: 0, author: '', reason: '', time: null },
  reason: '',
};

test('what began on another day is told with that day, not with a time that may be one of today', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-30T06:31:00Z'));
  try {
    const since = (id: number, start: string) => ({ ...graphQuery, id, set: `s${id}`, start, end: null });
    await open({
      violations: [
        since(1, '2026-11-30T06:28:00Z'),
        since(2, '2026-11-29T07:36:00Z'),
        since(3, '2026-11-20T07:36:00Z'),
      ],
    });
    const lines = within(await screen.findByRole('region', { name: 'Since yesterday' })).getAllByRole('listitem');
    expect(lines.map(({ textContent }) => textContent?.replace(/graph_query.*/, '').trim())).toEqual([
      '06:28',
      'Sun 07:36',
      '20 Nov',
    ]);
  } finally {
    jest.restoreAllMocks();
  }
});

test('a card says how its week went, and what changed since yesterday leads to the operation', async () => {
  await open({ violations: [graphQuery, { ...graphQuery, id: 6, start: hourAgo(60), end: hourAgo(59) }] });
  expect(await screen.findByRole('link', { name: '2 violations in 7 days, 1h 30m together' })).toHaveAttribute(
    'href',
    expect.stringMatching(/\/work\?.*system=kgas/)
  );
  const [line, ...others] = within(await screen.findByRole('region', { name: 'Since yesterday' })).getAllByRole(
    'listitem'
  );
  expect(others).toEqual([]);
  expect(line).toHaveTextContent('graph_query was off normal: up to 3x for 30m');
  expect(within(line!).getByRole('link')).toHaveAttribute(
    'href',
    '/a/yardstick-baselines-app/operations/kgas:s:graph_query?ds=yardstick'
  );
});

test('operations that share a name in two sets have a line each, which leads to its own', async () => {
  const wrong = jest.spyOn(console, 'error').mockImplementation();
  try {
    await open({ violations: [graphQuery, { ...graphQuery, id: 8, set: 'other' }] });
    const lines = within(await screen.findByRole('region', { name: 'Since yesterday' })).getAllByRole('link');
    expect(lines.map((line) => line.getAttribute('href'))).toEqual([
      '/a/yardstick-baselines-app/operations/kgas:s:graph_query?ds=yardstick',
      '/a/yardstick-baselines-app/operations/kgas:other:graph_query?ds=yardstick',
    ]);
    expect(wrong.mock.calls.filter(([words]) => String(words).includes('same key'))).toEqual([]);
  } finally {
    wrong.mockRestore();
  }
});

test('what waits for somebody is counted, and leads to where it is done', async () => {
  await open({
    violations: [
      graphQuery,
      { ...graphQuery, id: 8, verdict: 'true' },
      { ...graphQuery, id: 9, work: { ...graphQuery.work, state: 'taken' } },
    ],
    proposals: [{ id: 1 }],
  });
  const waiting = within(await screen.findByRole('region', { name: 'Waits for somebody' }));
  expect(await waiting.findByRole('link', { name: '1 new level to accept or not' })).toBeVisible();
  expect(await waiting.findByRole('link', { name: '1 open violation without a verdict' })).toHaveAttribute(
    'href',
    '/a/yardstick-baselines-app/work?ds=yardstick&state=open'
  );
});

test('what waits for somebody is looked at again while the page stays open', async () => {
  jest.useFakeTimers({ advanceTimers: true });
  try {
    const asked = await open({});
    const times = () => asked.filter((path) => path.endsWith('/proposals')).length;
    await screen.findByRole('region', { name: 'Waits for somebody' });
    expect(times()).toBe(1);
    await act(async () => jest.advanceTimersByTime(300_000));
    expect(times()).toBe(2);
  } finally {
    jest.useRealTimers();
  }
});

test('the week of a system that cannot be asked now is told', async () => {
  await open({ systems: [{ ...quiet, error: 'connection refused' }], violations: [graphQuery] });
  expect(await (await card('KGAS')).findByRole('link', { name: /^1 violation in 7 days/ })).toBeVisible();
});

const learnedAll = [{ ...quiet.learner[0]!, learned: 672 }];

test('while a system is being learned it is not told that its week was quiet', async () => {
  await open({ systems: [quiet, { ...quiet, name: 'ado', title: 'ADO', learner: learnedAll }] });
  expect(await (await card('ADO')).findByText('No violation in 7 days')).toBeVisible();
  expect((await card('KGAS')).queryByText('No violation in 7 days')).not.toBeInTheDocument();
});

test('a quiet day says so', async () => {
  await open({ systems: [{ ...quiet, learner: learnedAll }] });
  expect(
    await within(await screen.findByRole('region', { name: 'Since yesterday' })).findByText('Nothing changed.')
  ).toBeVisible();
  expect(
    await within(await screen.findByRole('region', { name: 'Waits for somebody' })).findByText('Nothing.')
  ).toBeVisible();
  expect(await screen.findByText('No violation in 7 days')).toBeVisible();
});

test('that nothing waits is not said while it is not known', async () => {
  await open({ unread: 'violations' });
  const waiting = within(await screen.findByRole('region', { name: 'Waits for somebody' }));
  expect(await waiting.findByText('Violations could not be read')).toBeVisible();
  expect(waiting.queryByText('Nothing.')).not.toBeInTheDocument();
});

test('without a data source the page says how to get one', async () => {
  await open({ sources: [] });
  expect(screen.getByText('There is no Yardstick data source yet')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Set up' })).toHaveAttribute('href', '/a/yardstick-baselines-app/setup');
});

test('a data source that does not answer gives its own reason and the way to its settings', async () => {
  await open({ failure: { status: 502, data: { error: 'Prometheus at http://127.0.0.1:9 is unreachable' } } });
  expect(await screen.findByText('Prometheus at http://127.0.0.1:9 is unreachable')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Settings of the data source' })).toHaveAttribute(
    'href',
    '/connections/datasources/edit/yardstick'
  );
});

test('who may not change a data source is not sent to its settings', async () => {
  await open({
    role: 'Viewer',
    failure: { status: 502, data: { error: 'Prometheus at http://127.0.0.1:9 is unreachable' } },
  });
  expect(await screen.findByText('Prometheus at http://127.0.0.1:9 is unreachable')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Settings of the data source' })).not.toBeInTheDocument();
});

describe('with several data sources', () => {
  test('the address says which one is asked', async () => {
    const asked = await open({ sources: ['a', 'b'], ds: 'b' });
    await card('KGAS');
    expect(asked.filter((path) => path.endsWith('/overview'))).toEqual(['/api/datasources/uid/b/resources/overview']);
    expect(screen.getByRole('combobox', { name: 'Data source' })).toHaveValue('Data source b');
  });

  test('a choice goes into the address', async () => {
    await open({ sources: ['a', 'b'] });
    await userEvent.click(screen.getByRole('combobox', { name: 'Data source' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Data source b' }));
    expect(locationService.getSearchObject().ds).toBe('b');
  });

  test('one that is gone gives way to the first', async () => {
    const asked = await open({ sources: ['a', 'b'], ds: 'gone' });
    await card('KGAS');
    expect(asked.filter((path) => path.endsWith('/overview'))).toEqual(['/api/datasources/uid/a/resources/overview']);
  });
});

test.each([
  ['what was done, where that is what is left', 0, 'show=history'],
  ['violations, where some of them are left', 1, 'days=1'],
])('of what changed since yesterday the rest leads to %s', async (_, count, address) => {
  // Each with a reason of its own, a minute after another.
  const acts = Array.from({ length: 10 }, (_, i) => ({
    ...{ author: 'ann', action: 'approve', system: 'kgas', operation: `operation ${i}`, reason: `reason ${i}` },
    time: new Date(Date.now() - i * 60_000).toISOString(),
  }));
  await open({ acts, violations: [graphQuery].slice(0, count) });
  const list = await screen.findByRole('region', { name: 'Since yesterday' });
  expect(await within(list).findByRole('link', { name: `and ${2 + count} more` })).toHaveAttribute(
    'href',
    `/a/yardstick-baselines-app/work?ds=yardstick&${address}`
  );
});
