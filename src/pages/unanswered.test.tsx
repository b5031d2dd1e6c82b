// A person writes or chooses; meanwhile one request is lost.
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Addressed } from '../test/Addressed';
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
    answer: () => ({ baselines: [baseline] }),
  });
  await open(`${appRoot}/operations`);
  await person().click(screen.getByRole('checkbox', { name: 'Choose embed' }));
  await person().click(screen.getByRole('button', { name: 'Freeze' }));
  await after(1);
  await person().type(screen.getByRole('textbox', { name: /Reason/ }), 'Release');
  away = true;
  await after(60);
  expect(screen.getByText('no answer in 30 s')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: /Reason/ })).toHaveValue('Release');
});
