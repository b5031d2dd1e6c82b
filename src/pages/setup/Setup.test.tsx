import { type AppRootProps } from '@grafana/data';
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { givenWorld, Refused, type Sent, type World } from '../../test/pages';
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

const kgas = {
  uid: 'yardstick-kgas',
  title: 'KGAS',
  templating: { list: [{ type: 'datasource', name: 'prometheus', query: 'prometheus' }] },
};
const index = {
  version: '0.1.0',
  systems: [
    {
      name: 'kgas',
      title: 'KGAS',
      folder: 'Yardstick KGAS',
      dashboards: [{ uid: kgas.uid, file: 'dashboards/kgas.json', panels: [] }],
    },
  ],
};
const prometheus = {
  uid: 'prometheus',
  name: 'Prometheus',
  url: 'http://prometheus:9090',
  jsonData: {},
  secureJsonFields: {},
};
const learner = {
  state: 'learning',
  phase: 'learning',
  timeLeft: 90,
  systems: [{ learned: 100, wanted: 400 }],
};

interface Scene extends Pick<World, 'prometheus' | 'madeFor'> {
  sources?: string[];
  /** What Grafana says to an attempt to write a dashboard. */
  refused?: string;
  role?: 'Viewer' | 'Editor' | 'Admin';
  health?: unknown;
  original?: object;
  message?: string;
  /** The dashboard is in a folder that the person may not see. */
  hidden?: boolean;
  learning?: object;
  systems?: object[];
}

async function open({
  sources = ['yardstick'],
  role = 'Admin',
  health,
  original = {},
  message,
  hidden,
  refused,
  learning = {},
  systems = [{ name: 'kgas', title: 'KGAS', probeFound: 40, probeTotal: 45, learner: [] }],
  ...around
}: Scene): Promise<Sent[]> {
  config.bootData = { user: { orgRole: role } } as never;
  const answers: Array<[string, unknown]> = [
    ['/health', health ?? { status: 'OK', message: 'Prometheus answers' }],
    ['/overview', { systems }],
    ['/learner', { ...learner, ...learning }],
    ['index.json', index],
    ['dashboards/kgas.json', kgas],
    ['/versions/3', { message }],
    [
      '/api/dashboards/uid/yardstick-kgas',
      hidden ? new Refused(403) : message === undefined ? new Refused(404) : { meta: { version: 3, folderUid: 'f' } },
    ],
    ['/api/datasources/uid/prometheus', { ...prometheus, ...original }],
  ];
  const sent = givenWorld({
    sources,
    ...around,
    answer: ({ method, path: at, body }) => {
      if (refused !== undefined && at === '/api/dashboards/db') {
        return new Refused(403, { message: refused });
      }
      if (at === '/api/datasources') {
        return { datasource: { uid: 'made', name: (body as { name: string }).name } };
      }
      if (at.startsWith('/api/folders')) {
        return method === 'POST' ? { uid: 'made' } : [];
      }
      return answers.find(([end]) => at.endsWith(end))?.[1] ?? {};
    },
  });
  locationService.push(`${appRoot}/setup`);
  const props = { path: `${appRoot}/setup`, query: {} } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  return sent;
}

const step = async (name: RegExp) => within(await screen.findByRole('region', { name }));
const changes = (sent: Sent[]) => sent.filter(({ method }) => method !== 'GET');

test('one click takes over a Prometheus that needs no credentials, and the other steps follow', async () => {
  const sent = await open({ sources: [] });
  await userEvent.click(await screen.findByRole('button', { name: 'Prometheus' }));
  expect(changes(sent)[0]).toMatchObject({
    path: '/api/datasources',
    body: {
      url: 'http://prometheus:9090',
      type: 'yardstick-baselines-datasource',
      jsonData: { prometheusUid: 'prometheus' },
    },
  });
  expect(await screen.findByText('Yardstick Prometheus: Prometheus answers')).toBeVisible();
  expect((await step(/Systems/)).getByText('KGAS: 40 of 45 quantities')).toBeVisible();
});

test('a Grafana with operations of its own alone has its systems, too', async () => {
  await open({
    systems: [
      { name: 'kgas', title: 'KGAS', operations: 0, probeFound: 0, probeTotal: 45, learner: [] },
      { name: 'shop', title: 'Web shop', operations: 12, probeFound: 0, probeTotal: 0, learner: [] },
    ],
  });
  const systems = await step(/Systems/);
  expect(await systems.findByText('This Prometheus has metrics of 0 of 1 documented systems.')).toBeVisible();
  expect(systems.getByText('Web shop: 12 operations of your own')).toBeVisible();
  expect(await step(/Systems done/)).toBeDefined();
});

test('a system that could not be looked for says why, and is not taken for one of your own', async () => {
  await open({
    systems: [
      { name: 'kgas', title: 'KGAS', operations: 0, probeFound: 40, probeTotal: 45, learner: [] },
      {
        name: 'ado',
        title: 'ADO',
        operations: 0,
        probeFound: 0,
        probeTotal: 0,
        learner: [],
        error: 'no answer in 30 s',
      },
    ],
  });
  const systems = await step(/Systems/);
  expect(await systems.findByText('ADO: no answer in 30 s')).toBeVisible();
  expect(systems.queryByText(/of your own/)).not.toBeInTheDocument();
});

test('where all systems are your own nothing is said of documented ones', async () => {
  await open({
    systems: [{ name: 'shop', title: 'Web shop', operations: 12, probeFound: 0, probeTotal: 0, learner: [] }],
  });
  const systems = await step(/Systems/);
  expect(await systems.findByText('Web shop: 12 operations of your own')).toBeVisible();
  expect(systems.queryByText(/documented systems/)).not.toBeInTheDocument();
});

test('systems are looked for again once a metric was mapped to another name', async () => {
  await open({});
  const metric = { metric: 'm', state: 'other', emitters: ['opossum'], known: ['opossum'], quantities: [], emit: '' };
  const found = { system: 'kgas', title: 'KGAS', metrics: [metric], proposal: { m: 'opossum' } };
  let mapped = 0;
  givenWorld({
    answer: ({ method, path: at }) => {
      mapped += method === 'PUT' ? 1 : 0;
      return at.endsWith('/systems')
        ? [{ name: 'kgas', title: 'KGAS', document: 'D2', found: true }]
        : at.includes('/mapping?')
          ? { ...found, mapping: mapped ? found.proposal : {}, profiles: [], problems: [], found: 0, available: 1 }
          : at.endsWith('/overview')
            ? { systems: [{ name: 'kgas', title: 'KGAS', probeFound: 40 + mapped, probeTotal: 45, learner: [] }] }
            : { uid: 'yardstick', jsonData: {}, errors: {}, problems: [] };
    },
  });
  await userEvent.click(screen.getByRole('button', { name: 'Metrics under other names' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Accept 1 proposal' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save mapping' }));
  expect(await screen.findByText('KGAS: 41 of 45 quantities')).toBeVisible();
});

test('Grafana looks its list of data sources up again, for the pages that follow', async () => {
  const sent = await open({ sources: [] });
  await userEvent.click(await screen.findByRole('button', { name: 'Prometheus' }));
  await screen.findByText('Yardstick Prometheus: Prometheus answers');
  const paths = sent.map(({ method, path: at }) => `${method} ${at}`);
  expect(paths.indexOf('GET /api/frontend/settings')).toBeGreaterThan(paths.indexOf('POST /api/datasources'));
});

test('a way of signing in that ours cannot do is named, and nothing is made', async () => {
  const sent = await open({ sources: [], original: { jsonData: { sigV4Auth: true } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Prometheus' }));
  expect(await screen.findByText(/signs in by AWS SigV4/)).toBeVisible();
  expect(changes(sent)).toEqual([]);
});

test('whoever is no Admin is told who adds a data source', async () => {
  await open({ sources: [], role: 'Editor' });
  expect(await screen.findByText('Admins can add a data source: ask one for Yardstick.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Prometheus' })).not.toBeInTheDocument();
});

test('a data source that does not work says what its health says', async () => {
  await open({ health: new Refused(400, { message: 'Prometheus at http://prometheus:9090 refuses the password' }) });
  expect(await screen.findByText('Prometheus at http://prometheus:9090 refuses the password')).toBeVisible();
});

test('dashboards go into the folder of their system, with a mark', async () => {
  const sent = await open({});
  await userEvent.click(await screen.findByRole('button', { name: 'Install 1 dashboard' }));
  const [folder, dashboard] = changes(sent);
  expect(folder).toMatchObject({ path: '/api/folders', body: { title: 'Yardstick KGAS' } });
  expect(dashboard).toMatchObject({
    path: '/api/dashboards/db',
    body: { folderUid: 'made', overwrite: false, message: expect.stringMatching(/^Yardstick 0\.1\.0 \[\w{16}\]$/) },
  });
});

test('dashboards begin with the Prometheus that the data source was made for', async () => {
  const sent = await open({ prometheus: ['archive', 'production'], madeFor: 'production' });
  await userEvent.click(await screen.findByRole('button', { name: 'Install 1 dashboard' }));
  expect(changes(sent).at(-1)).toMatchObject({
    path: '/api/dashboards/db',
    body: { dashboard: { templating: { list: [{ current: { text: 'Production', value: 'production' } }] } } },
  });
});

test('a dashboard that may not be written says so, and the folder stays chosen', async () => {
  await open({ refused: 'You need dashboards:create' });
  await userEvent.click(await screen.findByRole('button', { name: 'Install 1 dashboard' }));
  expect(await screen.findByText('You need dashboards:create')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Install 1 dashboard' })).toBeEnabled();
});

test('secrets that Grafana does not hand out are named beside what does not work without them', async () => {
  await open({
    sources: [],
    original: { basicAuth: true, secureJsonFields: { basicAuthPassword: true } },
    health: new Refused(400, { message: 'Prometheus answers 401' }),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Prometheus' }));
  expect(await screen.findByText('Prometheus answers 401')).toBeVisible();
  expect(screen.getByText(/type basicAuthPassword in its settings/)).toBeVisible();
});

test('a dashboard in a folder that a person may not see is neither installed again nor removed', async () => {
  await open({ hidden: true });
  const dashboards = await step(/Dashboards/);
  expect(await dashboards.findByText('in a folder that you may not see')).toBeVisible();
  expect(dashboards.queryAllByRole('button')).toEqual([]);
  expect(dashboards.queryAllByRole('link')).toEqual([]);
});

test("a person's change of a dashboard is replaced only after a question", async () => {
  const sent = await open({ message: 'Longer lines' });
  expect(await screen.findByText('changed by a person')).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Install/ })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: "Take the catalogue's" }));
  expect(changes(sent)).toEqual([]);
  await userEvent.click(await screen.findByRole('button', { name: 'Replace' }));
  expect(changes(sent)).toMatchObject([{ path: '/api/dashboards/db', body: { folderUid: 'f', overwrite: true } }]);
});

test('a dashboard that a person changed is removed only after a question', async () => {
  const sent = await open({ message: 'Longer lines' });
  expect(await screen.findByText('changed by a person')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Remove KGAS' }));
  expect(await screen.findByText(/^What a person changed in it is lost/)).toBeVisible();
  expect(changes(sent)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(changes(sent)).toMatchObject([{ method: 'DELETE', path: '/api/dashboards/uid/yardstick-kgas' }]);
});

test.each([
  ['up to date', 'All 400 hours of 1 metric learned.'],
  [
    'failing, tries again: Prometheus does not answer',
    'All 400 hours of 1 metric learned; failing, tries again: Prometheus does not answer.',
  ],
])('what was learned in full tells what is wrong with the learner since: %s', async (state, told) => {
  await open({ learning: { state, phase: 'up to date', timeLeft: 0, systems: [{ learned: 400, wanted: 400 }] } });
  const learning = await step(/What is normal/);
  expect(await learning.findByText(told)).toBeVisible();
});

test('learning tells how far it is and how long it will take', async () => {
  await open({});
  const learning = await step(/What is normal/);
  expect(
    await learning.findByText(/100 of 400 hours of 1 metric learned, the newest first; 1m 30s left\./)
  ).toBeVisible();
  expect(learning.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
});

test('a Viewer sees all steps and can change nothing', async () => {
  const sent = await open({ role: 'Viewer' });
  expect(await screen.findByText('Editors can install dashboards.')).toBeVisible();
  expect(await screen.findByText(/Prometheus answers/)).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Settings' })).not.toBeInTheDocument();
  expect(screen.queryByText('Metrics under other names')).not.toBeInTheDocument();
  expect(changes(sent)).toEqual([]);
});

test('of several data sources each has its set-up', async () => {
  await open({ sources: ['production', 'staging'] });
  expect(await screen.findByText('Data source production: Prometheus answers')).toBeVisible();
  await userEvent.click(screen.getByRole('combobox', { name: 'Data source' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Data source staging' }));
  expect(locationService.getSearchObject()).toEqual({ ds: 'staging' });
});
