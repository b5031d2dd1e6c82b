import path from 'node:path';
import {
  type AppRootProps,
  createDataFrame,
  type DataFrame,
  FieldType,
  type PanelData,
  setLocale,
  setTimeZoneResolver,
} from '@grafana/data';
import { config, locationService, type PanelRendererProps, type PluginPageProps } from '@grafana/runtime';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type i18n } from 'i18next';
import { Addressed } from '../../../test/Addressed';
import { openedDialog } from '../../../test/dialog';
import { type Why } from '../../../datasource/resources';
import { type Query } from '../../../datasource/types';
import { type Measured, operationFrames } from '../../../test/operations';
import { givenWorld, Refused, type Sent, type World } from '../../../test/pages';
import App from '../../App';
import { appRoot } from '../../routes';
import { idOf } from '../identity';

/** The language of Grafana's own package, of whichever version it is. */
const i18next = jest.requireActual<i18n>(
  require.resolve('i18next', { paths: [path.dirname(require.resolve('@grafana/i18n'))] })
);

// Grafana puts its frame and its panels in here when it starts.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ actions, children }: PluginPageProps) => (
    <main>
      {actions}
      {children}
    </main>
  ),
  PanelRenderer: ({ pluginId, title, data, onChangeTimeRange }: PanelRendererProps) => (
    <figure aria-label={`${pluginId} of ${title}`}>
      <figcaption>{(data as PanelData).annotations?.[0]?.length} regions</figcaption>
      <ul aria-label="marks">
        {(data as PanelData).annotations
          ?.flatMap(({ fields }) => fields.find((field) => field.name === 'title')?.values ?? [])
          .map((title) => (
            <li key={String(title)}>{String(title)}</li>
          ))}
      </ul>
      <button onClick={() => onChangeTimeRange?.({ from: Date.UTC(2026, 10, 20, 8), to: Date.UTC(2026, 10, 20, 9) })}>
        drag
      </button>
    </figure>
  ),
}));

afterEach(() => void jest.useRealTimers());

const name = 'graph-to-table "small" 🚀';
const slow: Measured = { name, ratio: 5.2, tier: 3, p95: 1, reason: 'p95 1 s is 5.2x of 193 ms (4.9x to 5.5x)' };

const series = (query: Query): DataFrame | undefined => {
  const measured = operationFrames([slow])(query);
  if (measured || query.queryType !== 'series') {
    return measured;
  }
  const labels = { set: 'operation' };
  const hours = Array.from({ length: 24 }, (_, hour) => Date.UTC(2026, 10, 20, hour));
  const field = (of: string, values: number[]) => ({ name: of, type: FieldType.number, labels, values });
  return createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: hours },
      field(
        'value',
        hours.map(() => 1)
      ),
      field(
        'expected',
        hours.map((_, hour) => (hour < 12 ? 0.1 : 0.2))
      ),
      field(
        'lower',
        hours.map(() => 0.05)
      ),
      field(
        'upper',
        hours.map(() => 0.3)
      ),
    ],
  });
};

const version = (number: number, changes: object = {}) => ({
  id: 7,
  system: 'kgas',
  set: 'operation',
  operation: name,
  version: number,
  state: 'active',
  p95: 0.19,
  confidence: 0.97,
  requests: 5000,
  validFrom: '2026-11-20T10:00:00Z',
  author: 'learner',
  ...changes,
});

const acts = [
  {
    id: 12,
    time: '2026-11-20T10:00:00Z',
    author: 'ada',
    action: 'freeze',
    system: 'kgas',
    set: 'operation',
    operation: name,
    operationId: 7,
    version: 3,
    reason: 'Release week',
    undoes: 0,
    undone: null,
    permanent: '',
  },
  {
    id: 11,
    time: '2026-11-19T10:00:00Z',
    author: 'bob',
    action: 'approve',
    system: 'kgas',
    set: 'operation',
    operation: name,
    operationId: 7,
    version: 2,
    reason: 'Looked at it',
    undoes: 0,
    undone: { time: '2026-11-19T11:00:00Z', author: 'cy', reason: 'too early' },
    permanent: '',
  },
];
const excluded = {
  id: 5,
  system: 'kgas',
  operation: 7,
  from: '2026-11-18T10:00:00Z',
  to: '2026-11-18T11:00:00Z',
  kind: 'incident',
  reason: 'disk full',
  author: 'ada',
  time: '2026-11-18T12:00:00Z',
  withdrawn: null,
};

const why: Why = {
  at: '2026-11-20T10:00:00Z',
  requests: 320,
  run: false,
  seconds: 300,
  ratio: 5.2,
  ratioLow: 4.9,
  ratioHigh: 5.5,
  ratioLeast: 4.2,
  ratioMost: 10.1,
  z: 12.34,
  before: { p50: 0.1, p95: 0.193, p99: 0.3 },
  after: { p50: 0.1, p95: 1, p99: null },
  cell: { level: 'week', factor: 1.25 },
  drift: null,
  together: [{ label: 'database', value: 'orders', moving: 3, of: 4, chance: 0.001, operations: [name, 'a', 'b'] }],
  deployment: { at: '2026-11-20T09:48:00Z', version: '2.4', text: '2.4 was deployed 12 min before' },
  exemplars: [
    { at: '2026-11-20T09:59:00Z', seconds: 1.4, traceId: 'abc1', labels: { trace_id: 'abc1' } },
    { at: '2026-11-20T09:58:00Z', seconds: 1.2, traceId: '', labels: {} },
  ],
  besides: [],
  logs: '{operation="x"}',
};
const tempo = { uid: 'tempo', type: 'tempo', meta: { tracing: true } as never };
const loki = { uid: 'loki', type: 'loki' };

interface Scene {
  sources?: string[];
  others?: World['others'];
  role?: 'Viewer' | 'Editor' | 'Admin';
  refuse?: string;
  /** The answer to a decision, where it takes its time. */
  late?: Promise<unknown>;
  query?: AppRootProps['query'];
  baselines?: object[];
  /** What the baselines wait for, where they take their time. */
  read?: () => Promise<void> | undefined;
  id?: string;
  because?: Why;
  frames?: World['frames'];
}

async function open({
  role = 'Editor',
  refuse,
  late,
  baselines = [version(3)],
  read = () => undefined,
  id,
  query = {},
  sources,
  others,
  because = why,
  frames = series,
}: Scene = {}): Promise<Sent[]> {
  config.bootData = { user: { orgRole: role } } as never;
  const sent = givenWorld({
    sources,
    others,
    frames,
    answer: ({ method, path }) => {
      if (method === 'POST') {
        return refuse === undefined ? (late ?? { baselines: [], acts: [41] }) : new Refused(409, { error: refuse });
      }
      if (path.includes('/resources/why')) {
        return because;
      }
      if (path.includes('baselines/versions')) {
        return { versions: [baselines[0] ?? version(3), version(2, { author: 'ada', why: 'The new disk' })] };
      }
      if (path.includes('baselines/diff')) {
        return { differences: [{ field: 'p95', title: 'p95', unit: 's', before: 0.2, after: 0.19, ratio: 0.95 }] };
      }
      if (path.includes('baselines/audit')) {
        return { acts };
      }
      if (path.includes('exclusions')) {
        return { exclusions: [excluded] };
      }
      return path.includes('baselines') ? (read()?.then(() => ({ baselines })) ?? { baselines }) : [];
    },
  });
  locationService.push(`${appRoot}/operations`);
  const item = id ?? idOf({ system: 'kgas', set: 'operation', name });
  const props = { path: `${appRoot}/operations/${item}`, query } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  return sent;
}

const decisions = async () => within(await screen.findByRole('region', { name: 'Versions and decisions' }));

test('the page says how slow it is and why, and draws it against normal', async () => {
  await open();
  expect(await screen.findByText(`${name} takes 5.2x its normal time: 1 s, critical.`)).toBeVisible();
  expect(screen.getByText('p95 1 s is 5.2x of 193 ms (4.9x to 5.5x)')).toBeVisible();
  // jsdom has no width of its own to draw into before the frame is measured.
  expect(await screen.findByRole('figure', { name: `timeseries of ${name}` })).toBeInTheDocument();
});

test('what is normal says how small a slowdown may be and still be found, and in which time', async () => {
  await open();
  const facts = within(await screen.findByRole('region', { name: 'What is normal' }));
  expect(facts.getByText('Smallest slowdown that is found').nextSibling).toHaveTextContent(
    '1.8x in 1 min, 1.3x in 30 mins'
  );
});

const panesOf = (link: HTMLElement) =>
  JSON.parse(new URL(link.getAttribute('href') ?? '', 'http://grafana').searchParams.get('panes') ?? '');
const reasons = async () => within(await screen.findByRole('region', { name: 'Why' }));

test('why: normal and now, how sure that is, the season, and what else moved', async () => {
  await open();
  const table = within(await (await reasons()).findByRole('table', { name: 'Normal and now' }));
  expect(table.getByRole('row', { name: /p95/ })).toHaveTextContent('p95193 ms1 s5.18x');
  expect(table.getByRole('row', { name: /p99/ })).toHaveTextContent('p99300 ms––');
  for (const words of [
    'From 320 requests in 5m; with 95 % certainty the ratio is between 4.90x and 5.50x.',
    'Where in their buckets the requests were nobody knows: the true ratio is between 4.20x and 10.10x.',
    'That is 12.3 standard errors above normal.',
    'At this hour of the week normal is 125% of the average.',
    /^2.4 was deployed 12 min before/,
    '3 of the 4 operations of kgas with database orders deviate too.',
  ]) {
    expect((await reasons()).getByText(words)).toBeVisible();
  }
});

test('why: a single run is told as one, and measured by the spread of single runs', async () => {
  await open({ because: { ...why, requests: 1, run: true, seconds: 84 } });
  for (const words of [
    'From one run of 1m 24s, which is 4.90x to 5.50x of the normal p95.',
    'That is 12.3 standard deviations of single runs above their middle.',
  ]) {
    expect((await reasons()).getByText(words)).toBeVisible();
  }
});

test.each([
  [false, 'That is 0.7 standard errors below normal.'],
  [true, 'That is 0.7 standard deviations of single runs below their middle.'],
])('why: what is faster is told as below normal (single run: %s)', async (run, words) => {
  await open({ because: { ...why, run, z: -0.66 } });
  expect((await reasons()).getByText(words)).toBeVisible();
});

test.each([
  ['fine buckets say no more than chance', { ratioLeast: 4.7, ratioMost: 5.7 }],
  ['what has no buckets says nothing of them', { ratioLeast: null, ratioMost: null }],
])('why: %s', async (_, bounds) => {
  await open({ because: { ...why, ...bounds } });
  expect((await reasons()).getByText(/95 % certainty/)).toBeVisible();
  expect((await reasons()).queryByText(/buckets/)).not.toBeInTheDocument();
});

test('why: no distance where there is none', async () => {
  await open({ because: { ...why, z: 0.04 } });
  expect((await reasons()).getByText(/95 % certainty/)).toBeVisible();
  expect((await reasons()).queryByText(/standard errors/)).not.toBeInTheDocument();
});

test('what is in bytes is told in bytes, and not as time, slow or requests', async () => {
  const measured = { name, unit: 'bytes', p95: 1.5 * 2 ** 30, normal: 2 ** 30, ratio: 1.5, tier: 2 };
  const exemplars = why.exemplars.slice(0, 1).map((one) => ({ ...one, seconds: 2 ** 31 }));
  await open({
    frames: (query) => operationFrames([measured])(query) ?? series(query),
    because: { ...why, unit: 'bytes', before: { p50: 1, p95: 2 ** 30, p99: 2 ** 31 }, exemplars },
    baselines: [version(3, { p95: 2 ** 30, unit: 'bytes' })],
  });
  expect(await screen.findByText(`${name} is at 1.5x of normal: 1.50 GiB, warning.`)).toBeVisible();
  const table = within(await (await reasons()).findByRole('table', { name: 'Normal and now' }));
  expect(table.getByRole('row', { name: /p95/ })).toHaveTextContent('p951 GiB');
  expect((await reasons()).getByText(/^From 320 values in 5m/)).toBeVisible();
  const large = within((await reasons()).getByRole('table', { name: 'Large values of the last half hour' }));
  expect(large.getByRole('cell', { name: '2 GiB' })).toBeVisible();
  expect(await (await decisions()).findByText('1 GiB')).toBeVisible();
  expect((await decisions()).getByRole('columnheader', { name: 'Normal' })).toBeVisible();
  const facts = within(await screen.findByRole('region', { name: 'What is normal' }));
  expect(facts.getByText('Smallest deviation that is found')).toBeVisible();
  const rule = new URL(screen.getByRole('link', { name: 'Create alert' }).getAttribute('href') ?? '', 'http://grafana');
  expect(JSON.parse(rule.searchParams.get('defaults') ?? '')).toMatchObject({
    name: `${name} is off normal`,
    // An outage is told once, by the rule that is made for it.
    noDataState: 'OK',
    execErrState: 'KeepLast',
  });
});

test('of a level there is one value, and how far it lies off is told in its own spread', async () => {
  const measured = { name, unit: 'short', p95: 240, normal: 0, ratio: 4.8, tier: 2 };
  const single = (p50: number) => ({ p50, p95: null, p99: null });
  await open({
    frames: (query) => operationFrames([measured])(query) ?? series(query),
    because: { ...why, unit: 'short', before: single(0), after: single(240), z: 9 },
    baselines: [version(3, { p95: 50, unit: 'short' })],
  });
  const table = within(await (await reasons()).findByRole('table', { name: 'Normal and now' }));
  expect(table.getAllByRole('rowheader').map((one) => one.textContent)).toEqual(['Value']);
  expect(table.getByRole('row', { name: /Value/ })).toHaveTextContent('Value0240–');
  expect((await reasons()).getByText('That is 9.0 standard deviations of its values above normal.')).toBeVisible();
  expect(await screen.findByRole('region', { name: 'Against normal' })).toBeVisible();
});

test('a slow request leads to its trace, and the labels to the logs', async () => {
  await open({ others: [tempo, loki] });
  const trace = await (await reasons()).findByRole('link', { name: 'abc1' });
  expect(panesOf(trace).evidence).toMatchObject({ datasource: 'tempo', queries: [{ query: 'abc1' }] });
  const logs = (await reasons()).getByRole('link', { name: 'Logs with the same labels' });
  expect(panesOf(logs).evidence).toMatchObject({ datasource: 'loki', queries: [{ expr: '{operation="x"}' }] });
});

test('a trace opens where the linked Prometheus data source says', async () => {
  const exemplarTraceIdDestinations = [{ name: 'trace_id', url: 'https://traces.example/${__value.raw}' }];
  await open({
    others: [
      tempo,
      { uid: 'yardstick', jsonData: { prometheusUid: 'prometheus' } as never },
      { uid: 'prometheus', jsonData: { exemplarTraceIdDestinations } as never },
    ],
  });
  const trace = await (await reasons()).findByRole('link', { name: 'abc1' });
  expect(trace).toHaveAttribute('href', 'https://traces.example/abc1');
});

test('without a data source for traces the id is there to be copied', async () => {
  await open();
  expect(await (await reasons()).findByText('abc1')).toBeVisible();
  expect((await reasons()).queryByRole('link')).not.toBeInTheDocument();
});

test('Explore and a new rule are given the very operation', async () => {
  await open();
  const explore = new URL(
    (await screen.findByRole('link', { name: 'Explore' })).getAttribute('href') ?? '',
    'http://grafana'
  ).searchParams.get('panes');
  expect(JSON.parse(explore ?? '')).toMatchObject({
    yardstick: { datasource: 'yardstick', queries: [{ queryType: 'series', system: 'kgas', operations: [name] }] },
  });
  const rule = new URL(
    screen.getByRole('link', { name: 'Create alert' }).getAttribute('href') ?? '',
    'http://grafana'
  ).searchParams.get('defaults');
  expect(JSON.parse(rule ?? '')).toMatchObject({
    condition: 'Condition',
    queries: [
      { refId: 'Tier', model: { queryType: 'deviation', operations: [name] } },
      { refId: 'Last', model: { type: 'reduce', expression: 'Tier' } },
      { model: { type: 'threshold', expression: 'Last' } },
    ],
  });
});

test('of what fails more than usual and is not slow, it is said and a new rule watches that', async () => {
  await open({ frames: (query) => operationFrames([{ name, failing: 3, errors: 0.2 }])(query) ?? series(query) });
  expect(await screen.findByText(`20% of ${name} fail, more than usual, critical.`)).toBeVisible();
  const rule = new URL(screen.getByRole('link', { name: 'Create alert' }).getAttribute('href') ?? '', 'http://grafana');
  expect(JSON.parse(rule.searchParams.get('defaults') ?? '')).toMatchObject({
    name: `${name} fails more than usual`,
    queries: [{ model: { signal: 'errors', measure: 'tier', operations: [name] } }, {}, {}],
  });
});

test('of a job that does not come, it is said since when and when it usually does', async () => {
  const reason = 'the last run ended 13 min ago, usually the next one ends after 10 min; overdue';
  await open({
    because: { ...why, besides: [{ signal: 'rate', tier: 'warning', reason }] },
    frames: (query) => operationFrames([{ name, silent: 2 }])(query) ?? series(query),
  });
  expect(await screen.findByText(`${name} completes nothing any more, warning.`)).toBeVisible();
  expect(screen.queryByText('It completes nothing any more.')).not.toBeInTheDocument();
  const because = await screen.findAllByRole('listitem');
  expect(because.map(({ textContent }) => textContent)).toContain(
    'The last run ended 13 min ago, usually the next one ends after 10 min; overdue'
  );
});

test('the hours of the day have a bar each', async () => {
  await open();
  const profile = await screen.findByRole('list', { name: 'Normal p95 by hour' });
  const hours = within(profile).getAllByRole('listitem');
  expect(hours).toHaveLength(24);
  // Neither a colour nor a pointer is needed to read them.
  expect(hours.filter((hour) => hour.getAttribute('aria-current') === 'time')).toHaveLength(1);
  expect(hours[7]).toHaveTextContent(/^07:00 \d+ ms$/);
});

/** A week of what is normal, hour by hour. */
const weekOf = (expected: (moment: Date) => number) => {
  const week = Array.from({ length: 7 * 24 }, (_, hour) => Date.UTC(2026, 10, 16, hour));
  const labels = { set: 'operation' };
  const frame = createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: week },
      { name: 'value', type: FieldType.number, labels, values: week.map(() => 1) },
      { name: 'expected', type: FieldType.number, labels, values: week.map((at) => expected(new Date(at))) },
    ],
  });
  return (query: Query) => (query.queryType === 'series' ? frame : series(query));
};
const others = (...days: number[]) => weekOf((at) => (days.includes(at.getUTCDay()) ? 0.1 : 0.2));

test('where weekends are others, days and hours are a map', async () => {
  await open({ frames: others(6, 0) });
  const map = within(await screen.findByRole('table', { name: 'Normal p95 by hour' }));
  expect(map.getAllByRole('rowheader').map((each) => each.textContent)).toEqual(['Mon–Fri', 'Sat–Sun']);
  expect(map.getAllByRole('cell', { name: '100 ms' })).toHaveLength(24);
  expect(map.getAllByRole('cell', { current: 'time' })).toHaveLength(1);
  expect(screen.getByText(/^From 100 ms on Sat–Sun at \d\d:00 to 200 ms on Mon–Fri at \d\d:00\.$/)).toBeVisible();
});

test('days are called as in the language of Grafana, and not of the browser', async () => {
  await act(async () => void (await i18next.changeLanguage('de-DE')));
  try {
    await open({ frames: others(6, 0) });
    expect(await screen.findByRole('rowheader', { name: 'Mo–Fr' })).toBeVisible();
  } finally {
    await act(async () => void (await i18next.changeLanguage('en-US')));
  }
});

test('the days of the map are found where digits are written otherwise', async () => {
  setLocale('ar');
  try {
    await open({ frames: others(6, 0) });
    const map = within(await screen.findByRole('table', { name: 'Normal p95 by hour' }));
    expect(map.getAllByRole('rowheader')).toHaveLength(2);
  } finally {
    setLocale('en');
  }
});

test('days that are no neighbours do not run into the hours beside them', async () => {
  await open({ frames: others(3, 6, 0) });
  const days = await screen.findByRole('rowheader', { name: 'Mon–Tue, Thu–Fri' });
  expect(days).not.toHaveStyle({ whiteSpace: 'nowrap' });
});

test('what is normally nothing is known', async () => {
  await open({ frames: weekOf(() => 0) });
  expect(await screen.findByText(/^The same at every hour: 0/)).toBeVisible();
  expect(screen.queryByText(/it needs three days/)).not.toBeInTheDocument();
});

test('hours that could not be read are not told as unknown', async () => {
  await open({ frames: (query) => (query.queryType === 'series' ? new Error('no answer in 30 s') : series(query)) });
  const profile = within(await screen.findByRole('region', { name: 'Normal p95 by hour' }));
  expect(await profile.findByText('No answer in 30 s')).toBeVisible();
  expect(profile.queryByText(/it needs three days/)).not.toBeInTheDocument();
});

test('a decision needs a reason, and names the version that was looked at', async () => {
  const sent = await open();
  await userEvent.click((await decisions()).getByRole('button', { name: 'Freeze' }));
  const dialog = await openedDialog();
  expect(dialog.getByRole('button', { name: 'Freeze' })).toBeDisabled();
  await userEvent.type(dialog.getByRole('textbox'), 'Release week');
  await userEvent.click(dialog.getByRole('button', { name: 'Freeze' }));
  await waitFor(() =>
    expect(sent.find(({ method }) => method === 'POST')).toMatchObject({
      path: '/api/datasources/uid/yardstick/resources/baselines/freeze',
      body: { operations: [{ id: 7, version: 3 }], reason: 'Release week' },
    })
  );
});

test('a decision that is on its way is not dismissed: its answer would come over another dialog', async () => {
  let end = (): void => undefined;
  const late = new Promise((resolve) => (end = () => resolve({ baselines: [], acts: [41] })));
  await open({ late });
  await userEvent.click((await decisions()).getByRole('button', { name: 'Freeze' }));
  const dialog = await openedDialog();
  await userEvent.type(dialog.getByRole('textbox'), 'Release week');
  await userEvent.click(dialog.getByRole('button', { name: 'Freeze' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  await userEvent.keyboard('{Escape}');
  expect(screen.getByRole('dialog')).toBeInTheDocument();
  await act(async () => end());
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(await (await decisions()).findByRole('button', { name: 'Undo' })).toBeVisible();
});

test('who comes second is told who came first', async () => {
  await open({ refuse: 'somebody was first: ada froze it at 10:02: "Release week"' });
  await userEvent.click((await decisions()).getByRole('button', { name: 'Roll back to 2' }));
  const dialog = await openedDialog();
  await userEvent.type(dialog.getByRole('textbox'), 'Wrong level');
  await userEvent.click(dialog.getByRole('button', { name: 'Roll back to version 2' }));
  expect(await dialog.findByText('Somebody was first: ada froze it at 10:02: "Release week"')).toBeVisible();
});

test('versions say who, why, and in what they differ', async () => {
  await open();
  expect(await (await decisions()).findByText('ada: The new disk')).toBeVisible();
  await userEvent.click((await decisions()).getByRole('button', { name: 'What changed' }));
  expect(await (await decisions()).findByText('p95: 200 ms → 190 ms')).toBeVisible();
});

const decide = async (button: string, reason = 'because') => {
  await userEvent.click((await decisions()).getByRole('button', { name: button }));
  const dialog = await openedDialog();
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), reason);
  return dialog;
};
const posted = (sent: Sent[]) => sent.filter(({ method }) => method === 'POST');

test('who was refused sees the version that is there now, and decides on that one next', async () => {
  const baselines = [version(3)];
  const sent = await open({
    baselines,
    refuse: 'the baseline of embed is at version 4, not 3: look at it again, then decide',
  });
  expect(await (await decisions()).findByText(/^Version 3, active/)).toBeVisible();
  baselines[0] = version(4);
  const refused = await decide('Freeze');
  await userEvent.click(refused.getByRole('button', { name: 'Freeze' }));
  expect(await refused.findByText(/^The baseline of embed.* look at it again/)).toBeVisible();
  await userEvent.click(refused.getByRole('button', { name: 'Cancel' }));
  expect(await (await decisions()).findByText(/^Version 4, active/)).toBeVisible();
  await userEvent.click((await decide('Freeze')).getByRole('button', { name: 'Freeze' }));
  await waitFor(() =>
    expect(posted(sent).map(({ body }) => body)).toMatchObject([
      { operations: [{ id: 7, version: 3 }] },
      { operations: [{ id: 7, version: 4 }] },
    ])
  );
});

test('who decides again at once decides on what came of the first decision', async () => {
  const baselines = [version(3)];
  const late: { waits?: Promise<void>; tell?: () => void } = {};
  const sent = await open({ baselines, read: () => late.waits });
  const first = await decide('Freeze');
  late.waits = new Promise((resolve) => (late.tell = resolve));
  await userEvent.click(first.getByRole('button', { name: 'Freeze' }));
  await userEvent.click((await decisions()).getByRole('button', { name: 'Freeze' }));
  baselines[0] = version(4);
  await act(async () => late.tell?.());
  const second = await openedDialog();
  await userEvent.type(second.getByRole('textbox', { name: /Reason/ }), 'because');
  await userEvent.click(second.getByRole('button', { name: 'Freeze' }));
  await waitFor(() =>
    expect(posted(sent).map(({ body }) => body)).toMatchObject([
      { operations: [{ id: 7, version: 3 }] },
      { operations: [{ id: 7, version: 4 }] },
    ])
  );
});

test('versions are read again while the page is open, and a decision is on the one that its dialog was opened for', async () => {
  jest.useFakeTimers();
  const baselines = [version(3)];
  const sent = await open({ baselines });
  const person = userEvent.setup({ advanceTimers: (time) => jest.advanceTimersByTime(time) });
  await person.click(await (await decisions()).findByRole('button', { name: 'Freeze' }));
  const dialog = await openedDialog();
  await person.type(dialog.getByRole('textbox', { name: /Reason/ }), 'because');
  baselines[0] = version(4);
  await act(async () => void (await jest.advanceTimersByTimeAsync(60_000)));
  expect((await decisions()).getByText(/^Version 4, active/)).toBeInTheDocument();
  await person.click(dialog.getByRole('button', { name: 'Freeze' }));
  await waitFor(() => expect(posted(sent)).toMatchObject([{ body: { operations: [{ id: 7, version: 3 }] } }]));
});

test('violations are read again after a decision, which may have judged them, and while the page is open', async () => {
  const sent = await open();
  await screen.findByRole('region', { name: /^Violations/ });
  const read = () => sent.filter(({ method, path }) => method === 'GET' && path.includes('/violations')).length;
  expect(read()).toBe(1);
  const dialog = await decide('Accept the new level');
  await userEvent.click(dialog.getByRole('button', { name: 'Accept the new level' }));
  expect(await screen.findByText(/^Accept the new level: done for/)).toBeVisible();
  await waitFor(() => expect(read()).toBe(2));
  cleanup();
  jest.useFakeTimers();
  const later = await open();
  await act(async () => void (await jest.advanceTimersByTimeAsync(301_000)));
  expect(later.filter(({ path }) => path.includes('/violations'))).toHaveLength(2);
});

test('what was decided is taken back by the button that follows it', async () => {
  const sent = await open();
  const dialog = await decide('Freeze');
  await userEvent.click(dialog.getByRole('button', { name: 'Freeze' }));
  expect(await screen.findByText(`Freeze: done for ${name}.`)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await userEvent.click((await openedDialog()).getByRole('button', { name: 'Undo' }));
  await waitFor(() =>
    expect(posted(sent).at(-1)).toMatchObject({
      path: '/api/datasources/uid/yardstick/resources/baselines/undo',
      body: { acts: [41], reason: 'It was a mistake' },
    })
  );
});

test('what is normal is told as it was decided, at once', async () => {
  let state = 'active';
  const sent = await open({ frames: (query) => operationFrames([{ ...slow, state }])(query) ?? series(query) });
  const normal = within(await screen.findByRole('region', { name: 'What is normal' }));
  expect(normal.getByText('active')).toBeVisible();
  const dialog = await decide('Freeze');
  state = 'frozen';
  await userEvent.click(dialog.getByRole('button', { name: 'Freeze' }));
  await waitFor(() => expect(posted(sent)).toHaveLength(1));
  expect(await normal.findByText('frozen')).toBeVisible();
});

test('the hours of the week are those of the version that was rolled back to, at once', async () => {
  let level = 0.2;
  await open({ frames: (query) => weekOf(() => level)(query) });
  expect(await screen.findByText('The same at every hour: 200 ms.')).toBeVisible();
  const dialog = await decide('Roll back to 2');
  level = 0.1;
  await userEvent.click(dialog.getByRole('button', { name: 'Roll back to version 2' }));
  expect(await screen.findByText('The same at every hour: 100 ms.')).toBeVisible();
});

test('what was done is listed with who and when, and can be taken back later', async () => {
  const sent = await open();
  const list = within(await screen.findByRole('list', { name: 'What was done' }));
  expect(list.getAllByRole('listitem')[0]).toHaveTextContent(/ada.*freeze.*Release week/);
  expect(list.getAllByRole('listitem')[1]).toHaveTextContent(/taken back by cy .*too early/);
  await userEvent.click(list.getByRole('button', { name: `Undo freeze of ${name}` }));
  const dialog = await openedDialog();
  await userEvent.type(dialog.getByRole('textbox'), 'The release is out');
  await userEvent.click(dialog.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(posted(sent).at(-1)?.body).toEqual({ acts: [12], reason: 'The release is out' }));
});

test('a time that is dragged over while marking is excluded; otherwise dragging looks closer', async () => {
  const sent = await open();
  await userEvent.click(await screen.findByRole('button', { name: 'drag' }));
  expect(locationService.getSearchObject().from).toBe(String(Date.UTC(2026, 10, 20, 8)));
  await userEvent.click(screen.getByRole('button', { name: 'Mark a time to exclude' }));
  await userEvent.click(screen.getByRole('button', { name: 'drag' }));
  const dialog = await openedDialog();
  expect(dialog.getByRole('radiogroup', { name: 'What it was' })).toBeVisible();
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), 'disk full');
  await userEvent.click(dialog.getByRole('button', { name: 'Exclude a time' }));
  await waitFor(() =>
    expect(posted(sent).at(-1)).toMatchObject({
      path: '/api/datasources/uid/yardstick/resources/baselines/exclude',
      body: { kind: 'incident', from: '2026-11-20T08:00:00.000Z', to: '2026-11-20T09:00:00.000Z' },
    })
  );
});

test('a time is typed as well, and what is no time is said', async () => {
  await open();
  const dialog = await decide('Exclude a time');
  const from = dialog.getByRole('textbox', { name: 'From' });
  await userEvent.clear(from);
  await userEvent.type(from, 'yesterday');
  expect(dialog.getByText(/"yesterday" is not a time/)).toBeVisible();
  expect(dialog.getByRole('button', { name: 'Exclude a time' })).toBeDisabled();
});

test('what is excluded is drawn, listed and can be withdrawn', async () => {
  const sent = await open();
  expect(await screen.findByText('1 regions')).toBeInTheDocument();
  await userEvent.click(await screen.findByRole('button', { name: /^Withdraw incident until/ }));
  const dialog = await openedDialog();
  await userEvent.type(dialog.getByRole('textbox'), 'it was normal');
  await userEvent.click(dialog.getByRole('button', { name: 'Withdraw' }));
  await waitFor(() =>
    expect(sent.find(({ method }) => method === 'DELETE')?.path).toBe(
      '/api/datasources/uid/yardstick/resources/exclusions/5?reason=it+was+normal'
    )
  );
});

test('deployments of its system are drawn beside what is excluded', async () => {
  const asked: Query[] = [];
  const deployed = createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [Date.UTC(2026, 10, 20, 9, 48)] },
      { name: 'timeEnd', type: FieldType.time, values: [null] },
      { name: 'title', type: FieldType.string, values: ['KGAS: version 2.4 deployed'] },
      { name: 'text', type: FieldType.string, values: ['reported by ci'] },
      { name: 'tags', type: FieldType.string, values: ['yardstick,deployment,kgas'] },
    ],
  });
  await open({
    frames: (query) => {
      asked.push(query);
      return query.queryType === 'annotations' ? deployed : series(query);
    },
  });
  expect(await screen.findByText('KGAS: version 2.4 deployed')).toBeInTheDocument();
  expect(within(screen.getByRole('list', { name: 'marks' })).getAllByRole('listitem')).toHaveLength(2);
  expect(asked.find(({ queryType }) => queryType === 'annotations')).toMatchObject({
    kind: 'deployment',
    system: 'kgas',
  });
});

test('where deployments cannot be told, the graph stands without them', async () => {
  await open({
    frames: (query) => (query.queryType === 'annotations' ? new Error('it is away') : series(query)),
  });
  expect(await screen.findByRole('figure', { name: `timeseries of ${name}` })).toBeInTheDocument();
  expect(await screen.findByText('Deployments could not be told. It is away')).toBeVisible();
});

test('factors grow from tier to tier', async () => {
  const sent = await open();
  const dialog = await decide('Set factors');
  const warning = dialog.getByRole('spinbutton', { name: 'warning' });
  await userEvent.clear(warning);
  await userEvent.type(warning, '9');
  expect(dialog.getByText(/Each must be larger/)).toBeVisible();
  await userEvent.clear(warning);
  await userEvent.type(warning, '2');
  await userEvent.click(dialog.getByRole('button', { name: 'Set factors' }));
  await waitFor(() =>
    expect(posted(sent).at(-1)?.body).toMatchObject({ factors: { info: 1.2, warning: 2, critical: 3 } })
  );
});

test('a reset is for Admins', async () => {
  await open();
  expect((await decisions()).getByRole('button', { name: 'Reset' })).toBeDisabled();
  expect((await decisions()).getByText('Admins reset baselines.')).toBeVisible();
});

test('any two versions are compared, as the address says', async () => {
  await open({ query: { compare: '2-3' } });
  expect(await (await decisions()).findByText('p95: 200 ms → 190 ms')).toBeVisible();
});

test('versions that were compared are not looked for in another data source', async () => {
  await open({ sources: ['yardstick', 'other'] });
  locationService.partial({ compare: '2-3', from: 'now-1h' });
  await userEvent.click(screen.getByRole('combobox', { name: 'Data source' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Data source other' }));
  expect(locationService.getSearchObject()).toEqual({ ds: 'other', from: 'now-1h' });
});

test('a Viewer reads, and is told who decides', async () => {
  await open({ role: 'Viewer' });
  expect(await (await decisions()).findByText('Editors decide about baselines.')).toBeVisible();
  expect((await decisions()).getByRole('button', { name: 'Freeze' })).toBeDisabled();
  expect((await decisions()).queryByRole('button', { name: /Roll back/ })).not.toBeInTheDocument();
});

test('a Viewer is not sent to pages of Grafana that take them back without a word', async () => {
  await open({ role: 'Viewer', others: [tempo, loki] });
  expect(await screen.findByRole('link', { name: 'Alert rules' })).toBeVisible();
  expect(await screen.findByRole('cell', { name: 'abc1' })).toBeVisible();
  for (const name of ['Explore', 'Create alert', 'abc1', 'Logs with the same labels']) {
    expect(screen.queryByRole('link', { name })).not.toBeInTheDocument();
  }
});

test('without a baseline there is nothing to decide about', async () => {
  await open({ baselines: [] });
  expect(await (await decisions()).findByText('Nothing was learned yet that could be decided about.')).toBeVisible();
});

test('without a baseline there is nothing to exclude a time from, and dragging looks closer', async () => {
  await open({ baselines: [] });
  await userEvent.click(await screen.findByRole('button', { name: 'Mark a time to exclude' }));
  expect(await screen.findByText('Nothing was learned yet that a time could be excluded from.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'drag' }));
  expect(locationService.getSearchObject().from).toBe(String(Date.UTC(2026, 10, 20, 8)));
});

test('one step back from a closer look is the time that was shown before', async () => {
  await open();
  cleanup();
  const path = `${appRoot}/operations/${idOf({ system: 'kgas', set: 'operation', name })}`;
  locationService.push(`${appRoot}/operations`);
  locationService.push(`${path}?from=now-2d`);
  await act(async () => void render(<Addressed path={path} />));
  await userEvent.click(await screen.findByRole('button', { name: 'drag' }));
  expect(locationService.getSearchObject().from).toBe(String(Date.UTC(2026, 10, 20, 8)));
  await act(async () => locationService.getHistory().goBack());
  expect(locationService.getLocation().pathname).toBe(path);
  expect(locationService.getSearchObject()).toEqual({ from: 'now-2d' });
});

test.each([
  [{ from: 'yesterday' }, 'yesterday to now'],
  [{ from: 'now-1h', to: 'now-6h' }, 'now-1h to now-6h'],
  [{ from: '99999999999999999' }, '99999999999999999 to now'],
])('an address with the time %j says that it is none, and shows the last hours', async (query, written) => {
  await open({ query });
  expect(await screen.findByText(`Shown are the last hours: ${written} is no time`)).toBeVisible();
  await userEvent.click(await (await decisions()).findByRole('button', { name: 'Exclude a time' }));
  const dialog = await openedDialog();
  const at = (field: string) => Date.parse((dialog.getByRole('textbox', { name: field }) as HTMLInputElement).value);
  expect(Math.round((at('To') - at('From')) / 60_000)).toBe(6 * 60);
});

test.each(['not-an-id', 'kgas:operation:gone'])('the address %s leads back to all operations', async (id) => {
  await open({ id });
  expect(await screen.findByText(/was not seen in the last hour/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'All operations' })).toHaveAttribute(
    'href',
    `${appRoot}/operations?ds=yardstick`
  );
});

test('a range that is rounded begins with the day of the time zone that Grafana shows', async () => {
  try {
    for (const zone of ['Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kolkata']) {
      setTimeZoneResolver(() => zone);
      await open({ query: { from: 'now-1d/d', to: 'now-1d/d' } });
      await userEvent.click((await decisions()).getByRole('button', { name: 'Exclude a time' }));
      const dialog = await openedDialog();
      expect(dialog.getByRole('textbox', { name: 'From' })).toHaveDisplayValue(/ 00:00:00$/);
      expect(dialog.getByRole('textbox', { name: 'To' })).toHaveDisplayValue(/ 23:59:59$/);
      cleanup();
    }
  } finally {
    setTimeZoneResolver(() => 'browser');
  }
});

test('a time that was marked where nothing was learned is not offered for another data source', async () => {
  const baselines: object[] = [];
  await open({ baselines, sources: ['yardstick', 'other'] });
  cleanup();
  const path = `${appRoot}/operations/${idOf({ system: 'kgas', set: 'operation', name })}`;
  locationService.push(`${path}?ds=yardstick`);
  await act(async () => void render(<Addressed path={path} />));
  await userEvent.click(await screen.findByRole('button', { name: 'Mark a time to exclude' }));
  await userEvent.click(await screen.findByRole('button', { name: 'drag' }));
  baselines.push(version(3));
  await act(async () => locationService.partial({ ds: 'other' }));
  expect(await (await decisions()).findByRole('button', { name: 'Exclude a time' })).toBeInTheDocument();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});
