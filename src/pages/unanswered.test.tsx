// A person writes or chooses; meanwhile one request is lost.
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Addressed } from '../test/Addressed';
import { withSystems } from '../test/datasource';
import { operationFrames } from '../test/operations';
import { givenWorld, Refused } from '../test/pages';
import { appRoot } from './routes';

// Grafana puts its frame in here when it starts.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ children }: PluginPageProps) => <main>{children}</main>,
}));

const after = (seconds: number) => act(async () => void (await jest.advanceTimersByTimeAsync(seconds * 1000)));
const person = () => userEvent.setup({ advanceTimers: jest.advanceTimersByTime });

beforeEach(() => {
  jest.useFakeTimers();
  config.bootData = { user: { orgRole: 'Editor' } } as never;
});
afterEach(() => void jest.useRealTimers());

async function open(path: string, query = '') {
  locationService.push(path + query);
  render(<Addressed path={path} />);
  await after(1);
}

const unread = /This was read at .*, and could not be since/;

test('the reason that is being written for a definition stays', async () => {
  let away = false;
  const own = {
    id: 4,
    version: 2,
    definition: { system: 'shop', operations: [{ title: 'Checkout', metric: 'x_seconds' }] },
    set: 'own-4',
    author: 'ada',
    reason: '',
    time: '',
    deleted: false,
    learned: 1,
    wanted: 2,
    operations: 1,
    lastError: '',
  };
  givenWorld({
    answer: ({ path }) => {
      if (path.endsWith('/resources/own')) {
        return away ? new Refused(502, { message: 'Bad gateway' }) : { definitions: [own] };
      }
      return path.endsWith('own/check') ? { errors: {}, kind: 'histogram', labels: [], cost: {}, examples: [] } : [];
    },
  });
  await open(`${appRoot}/own/4`, '?edit=1');
  await person().type(screen.getByRole('textbox', { name: /Reason/ }), 'Because of the audit');
  away = true;
  await after(10);
  expect(screen.getByText(unread)).toBeVisible();
  away = false;
  await after(10);
  expect(screen.queryByText(unread)).not.toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: /Reason/ })).toHaveValue('Because of the audit');
});

test('the operations that were chosen and the open dialog stay', async () => {
  let away = false;
  const there = operationFrames([{ name: 'embed' }, { name: 'graph' }]);
  const baseline = { id: 1, system: 'kgas', set: 'operation', operation: 'embed', version: 3, state: 'active' };
  givenWorld({
    frames: (query) => (away ? new Error('no answer in 30 s') : there(query)),
    answer: withSystems(() => ({ baselines: [baseline] })),
  });
  await open(`${appRoot}/operations`);
  await person().click(screen.getByRole('checkbox', { name: 'Choose embed' }));
  await person().click(screen.getByRole('button', { name: 'Freeze' }));
  await after(1);
  await person().type(screen.getByRole('textbox', { name: /Reason/ }), 'Release');
  away = true;
  await after(60);
  expect(screen.getByText('No answer in 30 s')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: /Reason/ })).toHaveValue('Release');
});

/** What is asked for while nothing comes back. */
const never = new Promise(() => undefined);
const badGateway = new Refused(502, { message: 'Bad gateway' });

const embed = {
  id: 7,
  system: 'kgas',
  set: 'operation',
  operation: 'embed',
  version: 3,
  state: 'active',
  p95: 0.2,
  confidence: 0.97,
  validFrom: '2026-11-20T10:00:00Z',
  author: 'learner',
};
const untouched = { state: 'open', revision: 0, author: '', reason: '', time: null };

const decided = async (button: string, confirm = button) => {
  await person().click(screen.getByRole('button', { name: new RegExp(`^${button}`) }));
  await after(1);
  const dialog = within(screen.getByRole('dialog'));
  await person().type(dialog.getByRole('textbox', { name: /Reason/ }), 'because');
  await person().click(dialog.getByRole('button', { name: confirm }));
  await after(1);
};

/** A page whose answers can be taken away; what is posted is always answered. */
function given(answer: (path: string) => unknown) {
  const world: { away: unknown } = { away: undefined };
  givenWorld({
    frames: operationFrames([{ name: 'embed' }]),
    answer: ({ method, path }) =>
      method === 'POST' ? { ...untouched, state: 'taken', revision: 1, acts: [9] } : (world.away ?? answer(path)),
  });
  return world;
}

test('after a decision the versions, and the button that undoes it, stay while they are read anew', async () => {
  const world = given((path) =>
    path.includes('versions')
      ? { versions: [embed] }
      : path.includes('exclusions')
        ? { exclusions: [] }
        : path.includes('audit')
          ? { acts: [] }
          : path.includes('baselines')
            ? { baselines: [embed] }
            : path.includes('why')
              ? new Refused(404)
              : []
  );
  await open(`${appRoot}/operations/kgas:operation:embed`);
  await after(1);
  for (const away of [never, badGateway]) {
    world.away = away;
    await decided('Freeze');
    expect(screen.getByText('Freeze: done for embed.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Undo' })).toBeInTheDocument();
    expect(screen.getByRole('table', { name: 'Versions of the baseline' })).toBeInTheDocument();
    expect(screen.getByText('Nobody has decided anything yet.')).toBeInTheDocument();
  }
  expect(screen.getAllByText(unread)[0]).toBeInTheDocument();
});

const violation = (id: number) => ({
  id,
  system: 'kgas',
  set: 'operation',
  operation: `operation ${id}`,
  labels: {},
  tier: 'critical',
  start: `2026-11-20T10:0${id}:00Z`,
  end: '2026-11-20T10:41:00Z',
  peak: 5.2,
  delay: 60,
  verdict: '',
  reason: '',
  work: untouched,
});
const advice = {
  key: 'abc',
  applies: true,
  work: untouched,
  system: 'omninode',
  id: 'D4-O05',
  title: 'operation 4',
  text: '',
  component: '',
  setting: '',
  current: null,
  proposed: null,
  unit: 'none',
  since: null,
  because: '',
  evidence: [],
  anchor: '',
};

test.each([
  ['violations', [violation(4), violation(5)], 'operation 5'],
  ['recommendations', [advice, { ...advice, key: 'def', title: 'operation 5' }], 'operation 5'],
])('after a move of one of the %s is taken back the others stay', async (show, all, other) => {
  const world = given(() => all);
  await open(`${appRoot}/work`, `?show=${show}`);
  for (const away of [never, badGateway]) {
    world.away = undefined;
    await decided('Take: operation 4', 'Take');
    world.away = away;
    await person().click(screen.getByRole('button', { name: 'Undo' }));
    await after(1);
    await person().click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Undo' }));
    await after(1);
    expect(screen.getByText(other)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^Take: operation 4/ })).toBeInTheDocument();
  }
  expect(screen.getByText(unread)).toBeInTheDocument();
});

test('that there is nothing is said with its time while that cannot be read anew', async () => {
  const world = given(() => []);
  await open(`${appRoot}/work`, '?show=recommendations');
  expect(screen.queryByText(unread)).not.toBeInTheDocument();
  world.away = badGateway;
  await after(60);
  expect(screen.getByText('Nothing is recommended now')).toBeInTheDocument();
  expect(screen.getByText(unread)).toBeInTheDocument();
});

test('after one proposal is rejected the others, and the button that undoes it, stay', async () => {
  const proposal = (id: number) => ({ ...violation(id), text: `accept ${id}?`, state: 'open', kind: 'level' });
  const world = given(() => ({ proposals: [proposal(4), proposal(5)] }));
  await open(`${appRoot}/work`, '?show=proposals');
  for (const away of [never, badGateway]) {
    world.away = away;
    await decided('Reject: operation 4', 'Reject');
    expect(screen.getByText('Rejected: the baseline of operation 4 stays.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Undo' })).toBeInTheDocument();
    expect(screen.getByText('accept 5?')).toBeInTheDocument();
  }
  expect(screen.getByText(unread)).toBeInTheDocument();
});

test('a definition that was deleted stays on its page while it is read anew', async () => {
  const world: { away?: unknown } = {};
  const own = {
    id: 4,
    version: 2,
    definition: { system: 'shop', operations: [{ title: 'Checkout', metric: 'x_seconds' }] },
    set: 'own-4',
    author: 'ada',
    reason: '',
    time: '',
    deleted: false,
    learned: 1,
    wanted: 2,
    operations: 1,
    lastError: '',
  };
  givenWorld({
    answer: ({ method, path }) =>
      method === 'DELETE' ? own : path.endsWith('/resources/own') ? (world.away ?? { definitions: [own] }) : [],
  });
  await open(`${appRoot}/own/4`);
  world.away = never;
  await decided('Delete');
  expect(screen.getByText(/^Checkout: /)).toBeInTheDocument();
});
