import { type AppRootProps } from '@grafana/data';
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type Violation } from '../../datasource/resources';
import { givenWorld, Refused, type Sent } from '../../test/pages';
import App from '../App';
import { appRoot } from '../routes';

// Grafana puts its frame in here when it starts.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ children }: PluginPageProps) => <main>{children}</main>,
}));

const violation = (id: number, changes: Partial<Violation> = {}): Violation => ({
  id,
  system: 'kgas',
  set: 'operation',
  operation: `operation ${id}`,
  labels: {},
  tier: 'critical',
  start: '2026-11-20T10:00:00Z',
  end: '2026-11-20T10:41:00Z',
  peak: 5.2,
  delay: 60,
  verdict: '',
  reason: 'p95 1 s is 5.2x of 193 ms',
  ...changes,
});

const advice = {
  system: 'omninode',
  id: 'D4-O05',
  group: 'breakers',
  title: 'Raise the failure threshold',
  text: 'The breaker trips for nothing.',
  component: 'critical',
  setting: 'failure_threshold',
  current: 5,
  proposed: 6,
  unit: 'none',
  since: null,
  sinceAtLeast: false,
  because: 'It tripped 7 times in an hour and recovered at once.',
  evidence: [{ title: 'Trips', value: 7, op: '>', limit: 5, unit: 'none', text: '' }],
  operations: [],
  labels: {},
  anchor: 'D4 l.420',
};

interface Scene {
  violations?: Violation[];
  recommendations?: unknown[];
  asked?: AppRootProps['query'];
  role?: 'Viewer' | 'Editor';
  refuse?: string;
}

async function open({
  violations = [],
  recommendations = [],
  asked = {},
  role = 'Editor',
  refuse,
}: Scene): Promise<Sent[]> {
  config.bootData = { user: { orgRole: role } } as never;
  const sent = givenWorld({
    answer: ({ method, path }) =>
      method === 'POST'
        ? refuse === undefined
          ? {}
          : new Refused(403, { error: refuse })
        : path.includes('violations')
          ? violations
          : recommendations,
  });
  locationService.push(`${appRoot}/work`);
  const props = { path: `${appRoot}/work`, query: asked } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  return sent;
}

const verdictOn = (id: number) => screen.findByRole('combobox', { name: `Verdict on operation ${id}` });

test('the sentence counts what waits for a verdict, and says how often violations were real', async () => {
  await open({ violations: [violation(1), violation(2, { verdict: 'true' }), violation(3, { verdict: 'false' })] });
  expect(
    await screen.findByText('3 violations in 7 days, 1 without a verdict. 1 of 2 judged were real: 50%.')
  ).toBeVisible();
});

test('an Editor gives a verdict', async () => {
  const sent = await open({ violations: [violation(4)] });
  await userEvent.click(await verdictOn(4));
  await userEvent.click(await screen.findByRole('option', { name: 'a false alarm' }));
  expect(sent.at(-1)).toMatchObject({
    method: 'POST',
    path: '/api/datasources/uid/yardstick/resources/violations/4/verdict',
    body: { verdict: 'false' },
  });
});

test('a verdict that is refused is taken back, with the reason', async () => {
  await open({ violations: [violation(4)], refuse: 'this needs the role Editor in the organisation, you have Viewer' });
  await userEvent.click(await verdictOn(4));
  await userEvent.click(await screen.findByRole('option', { name: 'a false alarm' }));
  expect(await screen.findByText(/this needs the role Editor/)).toBeVisible();
  expect(await verdictOn(4)).toHaveValue('no verdict yet');
});

test('a Viewer reads verdicts, and nobody judges what was not learned yet', async () => {
  await open({ violations: [violation(1, { verdict: 'true' })], role: 'Viewer' });
  expect(await screen.findByText('a real slowdown')).toBeVisible();
  expect(screen.queryByRole('combobox', { name: /Verdict on/ })).not.toBeInTheDocument();
});

test('one that goes on says so', async () => {
  await open({ violations: [violation(0, { end: null, start: new Date(Date.now() - 240_000).toISOString() })] });
  expect(await screen.findByText(/goes on, 4m/)).toBeVisible();
});

test('the address narrows to those without a verdict', async () => {
  await open({ violations: [violation(1), violation(2, { verdict: 'true' })], asked: { verdict: 'open', days: '28' } });
  const rows = (await screen.findAllByRole('row')).slice(1);
  expect(rows.map((row) => within(row).getByRole('link').textContent)).toEqual(['operation 1']);
});

test('a quiet time says so', async () => {
  await open({});
  expect(await screen.findByText('No operation was slower than normal in this time')).toBeVisible();
});

test('a recommendation names the exact change, its evidence and its document', async () => {
  await open({ recommendations: [advice], asked: { show: 'recommendations' } });
  const card = within(await screen.findByRole('region', { name: 'Raise the failure threshold' }));
  expect(card.getByText('critical failure_threshold: 5 → 6')).toBeVisible();
  expect(card.getByText('Trips: 7 > 5')).toBeVisible();
  expect(card.getByText(/omninode · D4-O05 · D4 l\.420/)).toBeVisible();
});
