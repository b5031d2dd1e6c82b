import { type AppRootProps } from '@grafana/data';
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Addressed } from '../../test/Addressed';
import { openedDialog } from '../../test/dialog';
import { givenWorld, Refused, type Sent } from '../../test/pages';
import App from '../App';
import { appRoot } from '../routes';
import { type Check, type Own, type Preview } from './requests';

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

const found: Check = {
  errors: {},
  declared: 'histogram',
  kind: 'histogram',
  native: false,
  labels: [
    { name: 'instance', values: 2 },
    { name: 'route', values: 12 },
  ],
  cut: false,
  operations: 12,
  examples: ['/pay', '/search'],
  cost: { series: 264, samplesPerHour: 63_360, questions: 112, bytesPerDay: 72_000, scrape: 15 },
};

const kept: Own = {
  id: 4,
  version: 2,
  definition: { system: 'shop', operations: [{ title: 'Requests', metric: 'http_seconds', by: ['route'] }] },
  set: 'http_seconds-1a2b3c4d',
  author: 'ada',
  reason: 'by route',
  time: '2026-11-20T10:00:00Z',
  deleted: false,
  learned: 96,
  wanted: 672,
  operations: 12,
  lastError: '',
};

interface Scene {
  page?: string;
  query?: AppRootProps['query'];
  role?: 'Viewer' | 'Editor';
  definitions?: Own[];
  check?: Check;
  preview?: Preview;
  refuse?: Refused;
  sources?: string[];
}

async function open({
  page = 'own',
  query = {},
  role = 'Editor',
  definitions = [],
  check = found,
  preview,
  refuse,
  sources,
}: Scene): Promise<Sent[]> {
  config.bootData = { user: { orgRole: role } } as never;
  const sent = givenWorld({
    sources,
    answer: ({ method, path, body }) => {
      if (path.endsWith('own/check')) {
        const { operations } = (body as { definition: Own['definition'] }).definition;
        return operations[0]?.metric ? check : { ...check, kind: '', errors: { metric: 'the metric is missing' } };
      }
      if (path.endsWith('own/preview')) {
        return preview;
      }
      if (method !== 'GET') {
        return refuse ?? kept;
      }
      const operation = {
        system: 'shop',
        set: kept.set,
        name: '/pay',
        labels: {},
        state: 'active',
        tier: 'normal',
        reason: 'as usual',
      };
      return path.includes('/operations')
        ? [operation, { ...operation, set: 'other', name: 'elsewhere' }]
        : path.endsWith('/own')
          ? { definitions }
          : [];
    },
  });
  locationService.push(`${appRoot}/${page}`);
  const props = { path: `${appRoot}/${page}`, query } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  return sent;
}

const drawn = 'histogram_quantile(0.95, sum by (le, route) (rate(http_seconds_bucket{job="shop"}[5m])))';
const fromPanel = { page: 'own/new', query: { ds: 'yardstick', query: drawn, title: 'Requests' } };

test('where nothing is defined yet the page says how to begin', async () => {
  await open({});
  expect(await screen.findByText('Nobody has defined operations here yet')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Define operations' })).toHaveAttribute(
    'href',
    expect.stringContaining('/own/new?ds=yardstick')
  );
});

test('the list says what came of each definition; deleted ones on request', async () => {
  const gone = {
    ...kept,
    id: 5,
    deleted: true,
    definition: { system: 'shop', operations: [{ title: 'Batches', metric: 'b' }] },
  };
  await open({ definitions: [kept, gone] });
  const row = within(await screen.findByRole('row', { name: /^Requests/ }));
  expect(row.getByText('96 of 672 hours')).toBeVisible();
  expect(row.getByRole('link', { name: 'Requests' })).toHaveAttribute('href', expect.stringContaining('/own/4'));
  expect(screen.queryByText('Batches')).not.toBeInTheDocument();
  expect(screen.getByRole('switch', { name: 'With deleted ones' })).toBeInTheDocument();
});

test("a panel's query becomes a definition without a word of PromQL", async () => {
  const sent = await open(fromPanel);
  expect(await screen.findByText(/It draws a quantile of the histogram http_seconds\./)).toBeVisible();
  expect(await screen.findByText('12 operations would be learned')).toBeVisible();
  expect(screen.getByRole('checkbox', { name: /route/ })).toBeChecked();
  await userEvent.click(screen.getByRole('button', { name: 'Save and learn' }));
  await waitFor(() =>
    expect(sent.at(-1)).toMatchObject({
      method: 'POST',
      path: '/api/datasources/uid/yardstick/resources/own',
      body: {
        definition: {
          system: 'shop',
          operations: [
            { title: 'Requests', metric: 'http_seconds', kind: 'histogram', selector: 'job="shop"', by: ['route'] },
          ],
        },
      },
    })
  );
  await waitFor(() => expect(locationService.getLocation().pathname).toBe(`${appRoot}/own/4`));
});

const gauge: Check = { ...found, declared: 'gauge', kind: 'gauge', labels: [], operations: 1, examples: ['lag'] };
const written = (draft: object) => ({
  page: 'own/new',
  query: { ds: 'yardstick', draft: JSON.stringify({ system: 'shop', title: 'Lag', minRequests: '30', ...draft }) },
});

test('a gauge is a level by its name, and its form asks for nothing of runs', async () => {
  const sent = await open({ ...written({ metric: 'kafka_consumergroup_lag' }), check: gauge });
  expect(await screen.findByText('gauge, its value at any time')).toBeVisible();
  expect(screen.getByRole('radio', { name: 'its value at any time' })).toBeChecked();
  expect(screen.getByRole('combobox', { name: /Unit of the metric/ })).toHaveValue('number');
  expect(screen.queryByRole('textbox', { name: /Counter of runs/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('textbox', { name: /Requests that a verdict needs/ })).not.toBeInTheDocument();
  const save = screen.getByRole('button', { name: 'Save and learn' });
  await waitFor(() => expect(save).toBeEnabled());
  await userEvent.click(save);
  const operations = [
    { title: 'Lag', metric: 'kafka_consumergroup_lag', kind: 'level', unit: 'short', direction: 'less' },
  ];
  await waitFor(() => expect(sent.at(-1)?.body).toMatchObject({ definition: { system: 'shop', operations } }));
});

test('a gauge of the last run is in a unit of time, and may have a counter', async () => {
  await open({ ...written({ metric: 'queue_length', kind: 'level', unit: 'short' }), check: gauge });
  await userEvent.click(await screen.findByRole('radio', { name: 'how long the last run took' }));
  expect(screen.getByRole('combobox', { name: /Unit of the metric/ })).toHaveValue('seconds');
  expect(screen.getByRole('textbox', { name: /Counter of runs/ })).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: /When the last run ended/ })).toBeInTheDocument();
  expect(await screen.findByText('gauge of the last run')).toBeVisible();
});

test('a preview is in the unit of what is learned', async () => {
  const row = {
    ...{ name: 'lag', unit: 'bytes', state: 'active', reason: '', confidence: 0.9, requests: 5000, trend: [1, 2] },
    ...{ p50: 2 ** 30, p95: 1.5 * 2 ** 30, p99: null, p95Low: null, p95High: null },
    replay: { reason: '', days: 2, warnings: 0, infos: 0 },
  };
  const { query } = written({ metric: 'memory_bytes', kind: 'level', unit: 'bytes' });
  const warning = 'Some values of lag in the last six hours were below 0';
  const preview = { from: '', to: '', total: 1, judged: 2, operations: [row], warning };
  await open({ page: 'own/new', query: { ...query, preview: '1' }, check: gauge, preview });
  expect(await screen.findByRole('cell', { name: '1.50 GiB' })).toBeVisible();
  expect(screen.getByText(warning)).toBeVisible();
  expect(screen.getByRole('columnheader', { name: 'Values' })).toBeVisible();
});

test('a number of requests that is none is said, and not saved as another one', async () => {
  const query = {
    ...fromPanel.query,
    draft: JSON.stringify({ system: 'shop', title: 'R', metric: 'm', minRequests: '1,000' }),
  };
  await open({ page: 'own/new', query });
  expect(await screen.findByText('12 operations would be learned')).toBeVisible();
  expect(screen.getByText('Write a whole number above 0, without separators')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Save and learn' })).toBeDisabled();
});

test('a query that cannot be learned says why, and what can be instead', async () => {
  await open({ page: 'own/new', query: { ds: 'yardstick', query: 'sum(rate(http_seconds_count[5m]))' } });
  expect(await screen.findByText(/draws how often something happens, not how long it takes/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Learn http_seconds' }));
  expect(locationService.getSearchObject().draft).toContain('http_seconds');
});

test('a Prometheus that nothing learns from leads to set-up', async () => {
  await open({ page: 'own/new', query: { prometheus: 'prometheus', query: drawn } });
  expect(await screen.findByText('Nothing learns from Prometheus yet')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Set up' })).toHaveAttribute(
    'href',
    `${appRoot}/setup?prometheus=prometheus`
  );
});

test('what is wrong is said at its field, and is not saved', async () => {
  await open({ ...fromPanel, check: { ...found, errors: { by: 'no series of http_seconds has the label "route"' } } });
  expect(await screen.findByRole('alert')).toHaveTextContent('has the label "route"');
  expect(screen.getByRole('button', { name: 'Save and learn' })).toBeDisabled();
});

test('what the server refuses is shown in its words', async () => {
  await open({
    ...fromPanel,
    refuse: new Refused(409, { error: 'the definition Requests is at version 2, not 1: bob changed it' }),
  });
  await screen.findByText('12 operations would be learned');
  await userEvent.click(screen.getByRole('button', { name: 'Save and learn' }));
  expect(await screen.findByText(/^The definition Requests is at version 2, not 1: bob changed it/)).toBeVisible();
});

test('a Viewer looks, and is told who may define', async () => {
  await open({ ...fromPanel, role: 'Viewer' });
  expect(await screen.findByText('12 operations would be learned')).toBeVisible();
  expect(screen.getByText(/Editors define operations/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Save and learn' })).not.toBeInTheDocument();
});

test('a definition leads to its operations, and to the rule form filled for them', async () => {
  await open({ page: 'own/4', definitions: [kept] });
  expect(await screen.findByText('Requests: 1 operation, none slower than normal.')).toBeVisible();
  expect(screen.queryByText('elsewhere')).not.toBeInTheDocument();
  const address = new URL(
    screen.getByRole('link', { name: 'Create alert' }).getAttribute('href') ?? '',
    'http://grafana'
  );
  const { name, queries } = JSON.parse(address.searchParams.get('defaults') ?? '') as {
    name: string;
    queries: Array<{ model: object }>;
  };
  expect(name).toBe('Requests is slower than normal');
  expect(queries[0]?.model).toMatchObject({
    queryType: 'deviation',
    measure: 'tier',
    system: 'shop',
    operations: ['/pay'],
  });
});

test('a level is not called slow', async () => {
  const operations = [{ title: 'Lag', metric: 'kafka_consumergroup_lag', kind: 'level' as const, unit: 'short' }];
  await open({ page: 'own/4', definitions: [{ ...kept, definition: { system: 'shop', operations } }] });
  expect(await screen.findByText('Lag: 1 operation, none off normal.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Create alert' })).toHaveAttribute(
    'href',
    expect.stringContaining('Lag+is+off+normal')
  );
});

test('a definition is deleted with a reason, at the version that was looked at', async () => {
  const sent = await open({ page: 'own/4', query: { decide: '1' }, definitions: [kept] });
  const dialog = await openedDialog();
  expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), 'unused');
  await userEvent.click(dialog.getByRole('button', { name: 'Delete' }));
  await waitFor(() =>
    expect(sent.find(({ method }) => method === 'DELETE')?.path).toBe(
      '/api/datasources/uid/yardstick/resources/own/4?version=2&reason=unused'
    )
  );
});

test('what was written of a definition is not taken over to another data source, which has another one', async () => {
  const query = { ds: 'a', edit: '1', draft: JSON.stringify({ title: 'Of a', metric: 'm' }) };
  const scene = { page: 'own/4', definitions: [kept], sources: ['a', 'b'] };
  await open({ ...scene, query });
  expect(await screen.findByRole('textbox', { name: /^Name/ })).toHaveValue('Of a');
  locationService.partial(query);
  await userEvent.click(screen.getByRole('combobox', { name: 'Data source' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Data source b' }));
  expect(locationService.getSearchObject()).toEqual({ ds: 'b' });
});

/** The definition as it is now, and the page that follows the address. */
async function openOne(definitions: Own[], query = '') {
  await open({ page: 'own/4', definitions });
  cleanup();
  locationService.push(`${appRoot}/own`);
  locationService.push(`${appRoot}/own/4${query}`);
  await act(async () => void render(<Addressed path={`${appRoot}/own/4`} />));
}

test('one step back from editing is the definition, as it is', async () => {
  await openOne([kept]);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  expect(await screen.findByRole('button', { name: 'Save the change' })).toBeVisible();
  await act(async () => locationService.getHistory().goBack());
  expect(await screen.findByRole('button', { name: 'Edit' })).toBeVisible();
  expect(locationService.getLocation().pathname).toBe(`${appRoot}/own/4`);
});

test('what is deleted is what was looked at, whatever became of it behind the dialog', async () => {
  jest.useFakeTimers();
  try {
    const definitions = [kept];
    const sent = await open({ page: 'own/4', query: { decide: '1' }, definitions });
    const person = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
    const dialog = within(await screen.findByRole('dialog'));
    await person.type(dialog.getByRole('textbox', { name: /Reason/ }), 'not needed');
    definitions[0] = { ...kept, version: kept.version + 1, deleted: true };
    await act(async () => void (await jest.advanceTimersByTimeAsync(11_000)));
    await person.click(dialog.getByRole('button', { name: 'Delete' }));
    expect(sent.filter(({ method }) => method === 'DELETE' || method === 'POST')).toEqual([
      expect.objectContaining({
        method: 'DELETE',
        path: expect.stringContaining(`version=${kept.version}&`) as string,
      }),
    ]);
  } finally {
    jest.useRealTimers();
  }
});

test('a Viewer who follows the link of somebody who deletes reads, and decides nothing', async () => {
  await open({ page: 'own/4', query: { decide: '1' }, role: 'Viewer', definitions: [kept] });
  expect(await screen.findByText('96 of 672 hours')).toBeVisible();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('choices about a level have names', async () => {
  await open({ ...written({ metric: 'jobs', kind: 'level', unit: 'short', across: 'sum' }), check: gauge });
  for (const name of ['What the gauge tells', 'What is better', 'Several series together are']) {
    expect(await screen.findByRole('radiogroup', { name })).toBeVisible();
  }
});

test('another metric that is no counter is none, though the one before was counted', async () => {
  const undeclared = { ...gauge, declared: '' };
  const scene = { ...written({ metric: 'jobs_done', kind: 'level', unit: 'short' }), check: undeclared };
  await open(scene);
  await userEvent.click(await screen.findByRole('radio', { name: 'a count, which rises' }));
  const sent = givenWorld({ answer: ({ path }) => (path.endsWith('own/check') ? gauge : []) });
  const metric = screen.getByRole('combobox', { name: /^Metric/ });
  await userEvent.type(metric, 'queue_length');
  await userEvent.click(await screen.findByRole('option', { name: /queue_length/ }));
  expect(metric).toHaveValue('queue_length');
  const kinds = () =>
    sent.flatMap(({ body }) => {
      const { definition } = (body ?? {}) as { definition?: Own['definition'] };
      return definition?.operations.filter((one) => one.metric === 'queue_length').map(({ kind }) => kind) ?? [];
    });
  await waitFor(() => expect(kinds().at(-1)).toBe('level'));
  expect(screen.getByRole('radio', { name: 'its value at any time' })).toBeChecked();
});

test('metrics are offered by words of their names', async () => {
  await open({ page: 'own/new' });
  const sent = givenWorld({
    answer: ({ path }) =>
      path.includes('own/metrics') ? [{ name: 'http_request_seconds', kind: 'histogram' }] : found,
  });
  const metric = await screen.findByRole('combobox', { name: /^Metric/ });
  await userEvent.type(metric, 'request http');
  // On a slow machine it is asked while the words are written, too.
  await waitFor(() =>
    expect(sent.filter(({ path }) => path.includes('own/metrics')).at(-1)?.path).toMatch(/\?search=request\+http$/)
  );
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1)); // several words are no name
  const offered = screen.getByRole('option', { name: /http_request_seconds/ });
  expect(offered).toHaveTextContent('histogram');
  await userEvent.click(offered);
  expect(metric).toHaveValue('http_request_seconds');
  await waitFor(() =>
    expect(sent.findLast(({ path }) => path.endsWith('own/check'))?.body).toMatchObject({
      definition: { operations: [{ metric: 'http_request_seconds' }] },
    })
  );
});

test('who has gone to another page while it was saved stays there', async () => {
  let end = (): void => undefined;
  const late = new Promise<Own>((resolve) => (end = () => resolve(kept)));
  await open(fromPanel);
  await screen.findByText('12 operations would be learned');
  givenWorld({ answer: ({ method, path }) => (method === 'POST' && path.endsWith('/own') ? late : []) });
  await userEvent.click(screen.getByRole('button', { name: 'Save and learn' }));
  cleanup();
  locationService.push('/d/ours');
  await act(async () => end());
  expect(locationService.getLocation().pathname).toBe('/d/ours');
});
