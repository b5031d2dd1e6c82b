import { type AppRootProps } from '@grafana/data';
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openedDialog } from '../../test/dialog';
import { type Violation, type Work } from '../../datasource/resources';
import { withSystems } from '../../test/datasource';
import { givenWorld, Refused, type Sent } from '../../test/pages';
import App from '../App';
import { appRoot } from '../routes';

// Grafana puts its frame in here when it starts.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ children }: PluginPageProps) => <main>{children}</main>,
}));

afterEach(() => void jest.useRealTimers());

const untouched: Work = { state: 'open', revision: 0, author: '', reason: '', time: null };
const taken: Work = { state: 'taken', revision: 1, author: 'ada', reason: 'mine', time: '2026-11-20T10:05:00Z' };

const violation = (id: number, changes: Partial<Violation> = {}): Violation => ({
  id,
  system: 'kgas',
  set: 'operation',
  operation: `operation ${id}`,
  labels: {},
  signal: 'latency',
  tier: 'critical',
  start: '2026-11-20T10:00:00Z',
  end: '2026-11-20T10:41:00Z',
  peak: 5.2,
  delay: 60,
  verdict: '',
  reason: 'p95 1 s is 5.2x of 193 ms',
  work: untouched,
  ...changes,
});

const advice = {
  key: 'abc',
  applies: true,
  work: untouched,
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
  others?: Record<string, unknown>;
  asked?: AppRootProps['query'];
  role?: 'Viewer' | 'Editor';
  refuse?: string;
  remarks?: string[];
}

async function open({
  violations = [],
  recommendations = [],
  others = {},
  asked = {},
  role = 'Editor',
  refuse,
  remarks,
}: Scene): Promise<Sent[]> {
  config.bootData = { user: { orgRole: role } } as never;
  const sent = givenWorld({
    remarks,
    answer: withSystems(({ method, path }) =>
      method === 'POST'
        ? refuse === undefined
          ? { state: 'taken', revision: 1, author: 'bob', reason: 'x', time: '2026-11-20T11:00:00Z', acts: [8] }
          : new Refused(403, { error: refuse })
        : path.includes('violations')
          ? violations
          : (Object.entries(others).find(([part]) => path.includes(part))?.[1] ?? recommendations)
    ),
  });
  locationService.push(`${appRoot}/work`);
  const props = { path: `${appRoot}/work`, query: asked } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  return sent;
}

test('the sentence counts what waits for a verdict, and says how often violations were real', async () => {
  await open({ violations: [violation(1), violation(2, { verdict: 'true' }), violation(3, { verdict: 'false' })] });
  expect(
    await screen.findByText('3 violations in 7 days, 1 without a verdict. 1 of 2 judged were real: 50%.')
  ).toBeVisible();
});

test('the filters of violations are there again after a look at the proposals', async () => {
  await open({
    others: { proposals: { proposals: [] } },
    asked: { show: 'proposals', ds: 'yardstick', system: 'kgas', days: '28' },
  });
  const href = (await screen.findByRole('tab', { name: 'Violations' })).getAttribute('href')!;
  expect(Object.fromEntries(new URL(href, 'http://grafana').searchParams)).toEqual({
    ds: 'yardstick',
    system: 'kgas',
    days: '28',
  });
});

test('of one day it is told in the singular', async () => {
  await open({ violations: [violation(1), violation(2)], asked: { days: '1' } });
  expect(await screen.findByText('2 violations in 1 day, 2 without a verdict.')).toBeVisible();
});

test('of many only some are drawn, and more on request', async () => {
  await open({ violations: Array.from({ length: 60 }, (_, index) => violation(index + 1)) });
  const rows = () => screen.getAllByRole('checkbox', { name: /^Choose operation/ });
  await screen.findByText('60 violations in 7 days, 60 without a verdict.');
  expect(rows()).toHaveLength(50);
  await userEvent.click(screen.getByRole('button', { name: '10 more of 60' }));
  expect(rows()).toHaveLength(60);
  expect(screen.queryByRole('button', { name: /more of/ })).not.toBeInTheDocument();
});

test('an empty list says that what is slow now is not known', async () => {
  const remarks = ['What is in violation now is not known: „Prometheus“ does not answer'];
  await open({ remarks });
  expect(await screen.findByText(remarks[0]!)).toBeVisible();
  expect(screen.getByText('No violation of this time is known')).toBeVisible();
});

test('a list that is not whole is read again until it is', async () => {
  jest.useFakeTimers();
  const remarks = ['The last week of kgas is not looked through yet'];
  const violations: Violation[] = [];
  const sent = await open({ remarks, violations });
  const soon = () => act(async () => void (await jest.advanceTimersByTimeAsync(11_000)));
  await soon();
  expect(screen.getByText(remarks[0]!)).toBeVisible();
  violations.push(violation(1));
  remarks.length = 0;
  await soon();
  expect(screen.getByText('1 violation in 7 days, 1 without a verdict.')).toBeVisible();
  expect(screen.queryByText(/not looked through/)).not.toBeInTheDocument();
  const whole = sent.length;
  await soon();
  expect(sent).toHaveLength(whole);
});

test('a list that stays open tells of now: what has ended meanwhile does not go on', async () => {
  jest.useFakeTimers();
  const violations = [violation(1, { end: null })];
  await open({ violations });
  expect(screen.getByText(/^goes on, /)).toBeVisible();
  violations[0] = violation(1);
  await act(async () => void (await jest.advanceTimersByTimeAsync(301_000)));
  expect(screen.queryByText(/^goes on, /)).not.toBeInTheDocument();
  expect(screen.getByText('41m')).toBeVisible();
});

/** The times that a link to an operation asks for. */
const timesOf = (link: HTMLElement) => {
  const { searchParams } = new URL(link.getAttribute('href') ?? '', 'http://grafana');
  return [searchParams.get('from'), searchParams.get('to')];
};

test('a violation leads to the time in which its operation was off', async () => {
  await open({ violations: [violation(4, { start: '2026-01-10T10:00:00Z', end: '2026-01-10T11:00:00Z' })] });
  expect(timesOf(await screen.findByRole('link', { name: 'operation 4' }))).toEqual([
    String(Date.UTC(2026, 0, 10, 9, 30)),
    String(Date.UTC(2026, 0, 10, 11, 30)),
  ]);
});

const move = async (button: string, reason: string) => {
  await userEvent.click(await screen.findByRole('button', { name: new RegExp(`^${button}`) }));
  const dialog = await openedDialog();
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), reason);
  return dialog;
};

test('an Editor takes a violation, from the state that was looked at', async () => {
  const sent = await open({ violations: [violation(4)] });
  const dialog = await move('Take: operation 4', 'I look');
  await userEvent.click(dialog.getByRole('button', { name: 'Take' }));
  await waitFor(() =>
    expect(sent.at(-1)).toMatchObject({
      method: 'POST',
      path: '/api/datasources/uid/yardstick/resources/violations/4/state',
      body: { state: 'taken', reason: 'I look', revision: 0 },
    })
  );
  expect(await screen.findByText(/^operation 4, .*: taken$/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
});

test('closing the notice of a move leaves what was moved where it is', async () => {
  const sent = await open({ violations: [violation(4)] });
  const dialog = await move('Take: operation 4', 'I look');
  await userEvent.click(dialog.getByRole('button', { name: 'Take' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Close alert' }));
  expect(screen.queryByText(/^operation 4, .*: taken$/)).not.toBeInTheDocument();
  expect(screen.getByText('taken', { selector: 'strong' })).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Take: operation 4, / })).not.toBeInTheDocument();
  const next = await move('Reject: operation 4', 'Noise');
  await userEvent.click(next.getByRole('button', { name: 'Reject' }));
  await waitFor(() => expect(sent.at(-1)?.body).toEqual({ state: 'rejected', reason: 'Noise', revision: 1 }));
});

test('what is done says what it was', async () => {
  const sent = await open({ violations: [violation(4, { work: taken })] });
  const dialog = await move('Done: operation 4', 'A load test');
  const what = within(dialog.getByRole('radiogroup', { name: 'What it was' }));
  await userEvent.click(what.getByRole('radio', { name: 'expected' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Done' }));
  await waitFor(() =>
    expect(sent.at(-1)?.body).toEqual({ state: 'done', verdict: 'expected', reason: 'A load test', revision: 1 })
  );
});

test('what failed is told from what was slow, and judged in its own words', async () => {
  const failed = violation(4, { signal: 'errors', reason: '12 % of 300 requests failed, 0.1 % is normal' });
  await open({ violations: [violation(4), failed, violation(5, { signal: 'errors', verdict: 'true' })] });
  expect(await screen.findAllByText('failed requests', { selector: 'td span' })).toHaveLength(2);
  expect(screen.getByText(', real failures', { exact: false })).toBeVisible();
  await userEvent.click(screen.getAllByRole('button', { name: /^Done: operation 4, / })[1]!);
  const dialog = await openedDialog();
  expect(dialog.getByRole('radio', { name: 'real failures' })).toBeChecked();
  expect(dialog.getByText(/^operation 4, .*\. It was right to report it\.$/)).toBeVisible();
});

test('what completed nothing has no peak, and is judged in its own words', async () => {
  const stopped = { signal: 'rate' as const, peak: null };
  await open({ violations: [violation(4, stopped), violation(5, { ...stopped, verdict: 'true' })] });
  const row = within((await screen.findByRole('link', { name: 'operation 4' })).closest('tr')!);
  expect(row.getByText('nothing completed')).toBeVisible();
  expect(row.getByText('–')).toBeVisible();
  expect(screen.getByText(', a real outage', { exact: false })).toBeVisible();
  await userEvent.click(row.getByRole('button', { name: /^Done: / }));
  expect((await openedDialog()).getByRole('radio', { name: 'a real outage' })).toBeChecked();
});

test('several are moved on together, for one reason, and taken back together', async () => {
  const sent = await open({ violations: [violation(4), violation(5, { work: taken }), violation(6), violation(0)] });
  await screen.findByRole('button', { name: /^Take: operation 4/ });
  expect(screen.queryByRole('checkbox', { name: /operation 0/ })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all that are shown' }));
  expect(screen.getByText('3 chosen')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Take' })).not.toBeInTheDocument(); // one is taken already
  await userEvent.click(screen.getByRole('checkbox', { name: /^Choose operation 6, / }));
  await userEvent.click(screen.getByRole('button', { name: 'Done' }));
  const dialog = await openedDialog();
  expect(dialog.getByText(/^2 violations\. It was right to report them\./)).toBeVisible();
  expect(dialog.queryByText(/^This makes/)).not.toBeInTheDocument();
  await userEvent.click(dialog.getByRole('radio', { name: 'expected' }));
  expect(dialog.getByText(/^This makes 2 proposals, one for each operation/)).toBeVisible();
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), 'The weekly import');
  await userEvent.click(dialog.getByRole('button', { name: 'Done' }));
  await waitFor(() =>
    expect(sent.filter(({ method }) => method === 'POST')).toMatchObject([
      {
        path: '/api/datasources/uid/yardstick/resources/violations/state',
        body: {
          state: 'done',
          verdict: 'expected',
          reason: 'The weekly import',
          violations: [
            { id: 4, revision: 0 },
            { id: 5, revision: 1 },
          ],
        },
      },
    ])
  );
  expect(await screen.findByText('2 violations: done')).toBeVisible();
  expect(screen.getByRole('link', { name: '2 proposals wait for an answer' })).toHaveAttribute(
    'href',
    `${appRoot}/work?ds=yardstick&show=proposals`
  );
  expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  expect(screen.queryByText('3 chosen')).not.toBeInTheDocument();
});

test('as many proposals are announced as operations were slow, whatever else was expected', async () => {
  const twice = [violation(4), violation(5, { operation: 'operation 4' })];
  await open({ violations: [...twice, violation(6), violation(7, { signal: 'errors' })] });
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose all that are shown' }));
  await userEvent.click(screen.getByRole('button', { name: 'Done' }));
  const dialog = await openedDialog();
  await userEvent.click(dialog.getByRole('radio', { name: 'expected' }));
  expect(dialog.getByText(/^This makes 2 proposals, one for each operation/)).toBeVisible();
});

test('one that was moved by itself is moved on with others from where it is now', async () => {
  const sent = await open({ violations: [violation(4), violation(5, { work: taken })] });
  const dialog = await move('Take: operation 4', 'I look');
  await userEvent.click(dialog.getByRole('button', { name: 'Take' }));
  await screen.findByText(/^operation 4, .*: taken$/);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all that are shown' }));
  await userEvent.click(screen.getByRole('button', { name: 'Open again' }));
  const together = await openedDialog();
  await userEvent.type(together.getByRole('textbox', { name: /Reason/ }), 'Not I');
  await userEvent.click(together.getByRole('button', { name: 'Open again' }));
  await waitFor(() =>
    expect(sent.findLast(({ method }) => method === 'POST')?.body).toMatchObject({
      state: 'open',
      violations: [
        { id: 4, revision: 1 },
        { id: 5, revision: 1 },
      ],
    })
  );
});

test('of those in states that lead nowhere together that is said', async () => {
  await open({ violations: [violation(4), violation(5, { work: { ...taken, state: 'done' }, verdict: 'true' })] });
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose all that are shown' }));
  expect(screen.getByText(/different states: nothing can be done with all of them/)).toBeVisible();
});

test('a Viewer chooses none', async () => {
  await open({ violations: [violation(4)], role: 'Viewer' });
  await screen.findByText('operation 4');
  expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
});

test('the address narrows the list, and the sentence counts what is left', async () => {
  const others = [violation(5, { system: 'ado', verdict: 'true' }), violation(6, { system: 'ado', signal: 'errors' })];
  await open({ violations: [violation(4), ...others], asked: { system: 'ado', signal: 'latency' } });
  expect(
    await screen.findByText('1 violation in 7 days, 0 without a verdict. 1 of 1 judged were real: 100%.')
  ).toBeVisible();
  expect(screen.queryByText('operation 4')).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'ado 1', pressed: true })).toBeVisible();
  expect(screen.getByRole('button', { name: 'duration 1', pressed: true })).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(locationService.getSearchObject()).toEqual({});
});

test('what the address asks for has its word, also where there is none of it', async () => {
  await open({ violations: [violation(4), violation(5)], asked: { signal: 'errors' } });
  await userEvent.click(await screen.findByRole('button', { name: 'failed requests 0', pressed: true }));
  expect(locationService.getSearchObject().signal).toBeUndefined();
});

test.each([
  [409, /^Take: refused, it has changed meanwhile/, /Look at it as it is now/],
  [403, /^Take: refused$/, /An Admin of this organisation can do it/],
  [400, /^Take: refused$/, /the reason is missing/i],
  [502, /^Take: it did not work$/, /It can be tried again/],
])('an answer of %i to a move says whether it was refused, and what to do', async (status, title, todo) => {
  const answer = ({ method }: Sent) =>
    method === 'POST' ? new Refused(status, { error: 'the reason is missing' }) : [violation(4)];
  config.bootData = { user: { orgRole: 'Editor' } } as never;
  givenWorld({ answer: withSystems(answer) });
  await act(async () => void render(<App {...({ path: `${appRoot}/work`, query: {} } as AppRootProps)} />));
  await userEvent.click(await screen.findByRole('button', { name: /^Take: operation 4/ }));
  const dialog = await openedDialog();
  await userEvent.type(dialog.getByRole('textbox'), 'mine');
  await userEvent.click(dialog.getByRole('button', { name: 'Take' }));
  const alert = within(await dialog.findByRole('alert'));
  expect(alert.getByText(title)).toBeVisible();
  expect(alert.getByText('The reason is missing')).toBeVisible();
  expect(alert.getByText(todo)).toBeVisible();
});

test('a move that is refused says why, and nothing changes', async () => {
  await open({
    violations: [violation(4)],
    refuse: 'somebody was first: ada marked as taken operation 4 on 2026-11-20',
  });
  const dialog = await move('Reject: operation 4', 'It is noise');
  await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
  expect(await dialog.findByText(/^Somebody was first: ada marked as taken/)).toBeVisible();
});

test.each(['Reject: .*', 'Reject'])(
  'what somebody else moved on meanwhile is shown as it is now, once %s was refused',
  async (button) => {
    const violations = [violation(4)];
    await open({
      violations,
      refuse: 'somebody was first: ada marked as taken operation 4; look at it again, then decide',
    });
    await userEvent.click(await screen.findByRole('checkbox', { name: /^Choose operation 4/ }));
    violations[0] = violation(4, { work: taken });
    const dialog = await move(`${button}$`, 'It is noise');
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
    expect(await dialog.findByText(/^Somebody was first: ada marked as taken/)).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText(/^ada, .*: mine$/)).toBeVisible();
  }
);

test('a Viewer reads states and verdicts, and nobody takes what was not learned yet', async () => {
  const work: Work = { ...taken, state: 'done' };
  await open({ violations: [violation(1, { verdict: 'true', work }), violation(0)], role: 'Viewer' });
  expect(await screen.findByText(/a real slowdown/)).toBeVisible();
  expect(screen.getByText(/^ada, .*: mine$/)).toBeVisible();
  expect(screen.getByText('Editors move it on.')).toBeVisible();
  expect(screen.getByText('It can be taken once the hour has been learned.')).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Take/ })).not.toBeInTheDocument();
});

test('one that goes on says so', async () => {
  await open({ violations: [violation(0, { end: null, start: new Date(Date.now() - 240_000).toISOString() })] });
  expect(await screen.findByText(/goes on, 4m/)).toBeVisible();
});

test('the address narrows to those of a state', async () => {
  await open({ violations: [violation(1), violation(2, { work: taken })], asked: { state: 'open', days: '28' } });
  const rows = (await screen.findAllByRole('row')).slice(1);
  expect(rows.map((row) => within(row).getByRole('link').textContent)).toEqual(['operation 1']);
});

test('a quiet time says so', async () => {
  await open({});
  expect(await screen.findByText('No operation was off normal in this time')).toBeVisible();
});

test('a state that none is in does not say that nothing was slow', async () => {
  await open({ violations: [violation(1)], asked: { state: 'taken' } });
  expect(await screen.findByText('None of this kind')).toBeVisible();
  expect(screen.queryByText('No operation was off normal in this time')).not.toBeInTheDocument();
});

test('a recommendation names the exact change, its evidence and its document', async () => {
  await open({ recommendations: [advice], asked: { show: 'recommendations' } });
  const card = within(await screen.findByRole('article', { name: 'Raise the failure threshold' }));
  expect(card.getByText('critical failure threshold: 5 → 6')).toBeVisible();
  expect(card.getByText('Trips: 7 > 5')).toBeVisible();
  expect(await card.findByText(/OmniNode Bridge · D4-O05 · D4 l\.420/)).toBeVisible();
});

test('what was dealt with is shown when it is asked for, even if it does not apply any more', async () => {
  const done = { ...advice, key: 'def', applies: false, title: 'Grow the pool', work: { ...taken, state: 'done' } };
  await open({ recommendations: [advice, done], asked: { show: 'recommendations', state: 'done' } });
  const card = within(await screen.findByRole('article', { name: 'Grow the pool' }));
  expect(card.getByText('It does not apply any more.')).toBeVisible();
  expect(screen.queryByRole('article', { name: advice.title })).not.toBeInTheDocument();
});

const proposal = {
  id: 3,
  kind: 'level',
  system: 'kgas',
  set: 'operation',
  operation: 'embed "x" 🚀',
  text: 'The p95 moved from 195 ms to 273 ms: accept it as normal?',
  at: '2026-11-20T06:00:00Z',
  before: 0.195,
  after: 0.273,
  ratio: 1.4,
  ratioLow: 1.3,
  ratioHigh: 1.5,
  raised: '2026-11-20T12:00:00Z',
  state: 'open',
  decided: null,
  by: '',
  why: '',
};
const embed = { id: 7, system: 'kgas', set: 'operation', operation: proposal.operation, version: 4, state: 'active' };
const asked = { proposals: { proposals: [proposal] }, baselines: { baselines: [embed] } };

test('a proposal leads to the time since which the level is another one', async () => {
  const old = { ...proposal, at: '2026-01-10T06:00:00Z' };
  await open({ asked: { show: 'proposals' }, others: { ...asked, proposals: { proposals: [old] } } });
  const [from, to] = timesOf(await screen.findByRole('link', { name: proposal.operation }));
  expect(Number(from)).toBeLessThan(Date.parse(old.at));
  expect(to).toBe('now');
});

test('a proposal is accepted since its moment, and names what was looked at', async () => {
  const sent = await open({ asked: { show: 'proposals' }, others: asked });
  const dialog = await move(`Accept: ${proposal.operation}`, 'New hardware');
  await userEvent.click(dialog.getByRole('button', { name: 'Accept the new level' }));
  await waitFor(() =>
    expect(sent.filter(({ method }) => method === 'POST').at(-1)).toMatchObject({
      path: '/api/datasources/uid/yardstick/resources/baselines/accept',
      body: {
        operations: [{ id: 7, version: 4 }],
        proposal: 3,
        since: '2026-11-20T06:00:00.000Z',
        reason: 'New hardware',
      },
    })
  );
});

const checkout = { ...embed, id: 8, system: 'shop', operation: 'checkout' };
const second = { ...proposal, id: 4, system: 'shop', operation: 'checkout', at: '2026-11-20T09:00:00Z' };

/** Proposals of two operations, whose baselines come when they are let. */
async function openTwo() {
  const answered: Array<(answer: unknown) => void> = [];
  config.bootData = { user: { orgRole: 'Editor' } } as never;
  const sent = givenWorld({
    answer: ({ method, path }) =>
      method === 'POST'
        ? { acts: [8] }
        : path.includes('baselines')
          ? new Promise((resolve) => answered.push(resolve))
          : { proposals: [proposal, second] },
  });
  locationService.push(`${appRoot}/work`);
  const props = { path: `${appRoot}/work`, query: { show: 'proposals' } as AppRootProps['query'] } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  for (const { operation } of [proposal, second]) {
    await userEvent.click(await screen.findByRole('button', { name: `Accept: ${operation}` }));
  }
  const answer = (index: number, baselines: unknown[]) => act(async () => answered[index]?.({ baselines }));
  return { sent, embed: () => answer(0, [embed]), checkout: () => answer(1, [checkout]) };
}

test.each(['before', 'after'])(
  'of two proposals the one that was pressed last is accepted, when the other answers %s',
  async (when) => {
    const { sent, embed, checkout } = await openTwo();
    await (when === 'before' ? embed() : checkout());
    await (when === 'before' ? checkout() : embed());
    const dialog = await openedDialog();
    await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), 'New hardware');
    await userEvent.click(dialog.getByRole('button', { name: 'Accept the new level' }));
    await waitFor(() =>
      expect(sent.filter(({ method }) => method === 'POST').map(({ body }) => body)).toMatchObject([
        { operations: [{ id: 8 }], proposal: 4, since: '2026-11-20T09:00:00.000Z' },
      ])
    );
  }
);

const frozen = { ...proposal, id: 5, operation: 'frozen one' };

/** Three proposals; the baseline of the last is frozen. All are chosen. */
async function openChosen() {
  const sent = await open({
    asked: { show: 'proposals' },
    others: {
      proposals: { proposals: [proposal, second, frozen] },
      baselines: { baselines: [embed, checkout, { ...embed, id: 9, operation: frozen.operation, state: 'frozen' }] },
    },
  });
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose all that are shown' }));
  expect(screen.getByText('3 chosen')).toBeVisible();
  return sent;
}

const changes = (sent: Sent[]) =>
  sent
    .filter(({ method }) => method === 'POST')
    .map(({ path, body }) => ({ path: path.replace(/.*resources./, ''), body }));

test('several proposals are accepted at once, with the versions that were looked at; what is frozen is left out', async () => {
  const sent = await openChosen();
  await userEvent.click(screen.getByRole('button', { name: 'Accept' }));
  const dialog = await openedDialog();
  expect(dialog.getByText('2 baselines change:')).toBeVisible();
  expect(dialog.getByText('Left out: frozen one (frozen).')).toBeVisible();
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), 'New disks');
  await userEvent.click(dialog.getByRole('button', { name: 'Accept the new levels' }));
  await waitFor(() =>
    expect(changes(sent)).toEqual([
      {
        path: 'proposals/accept',
        body: {
          reason: 'New disks',
          proposals: [
            { id: 3, version: 4 },
            { id: 4, version: 4 },
          ],
        },
      },
    ])
  );
  expect(await screen.findByText('Accept the new levels: done for 2 operations.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  expect(screen.queryByText(/chosen$/)).not.toBeInTheDocument();
});

test('several proposals are rejected at once', async () => {
  const sent = await openChosen();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose checkout' }));
  await userEvent.click(screen.getByRole('button', { name: 'Reject' }));
  const dialog = await openedDialog();
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), 'A load test');
  await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
  await waitFor(() =>
    expect(changes(sent)).toEqual([{ path: 'proposals/dismiss', body: { reason: 'A load test', proposals: [3, 5] } }])
  );
  expect(await screen.findByText('Rejected: 2 baselines stay.')).toBeVisible();
});

test('among those that are answered none is chosen', async () => {
  await open({ asked: { show: 'proposals', proposals: 'all' }, others: asked });
  await screen.findByText(proposal.operation);
  expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
});

test('a Viewer chooses no proposals', async () => {
  await open({ asked: { show: 'proposals' }, others: asked, role: 'Viewer' });
  await screen.findByText(proposal.operation);
  expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
});

test('what was refused is no longer said when it is tried again', async () => {
  let refused = true;
  const baselines = () => (refused ? new Refused(500, { error: 'the store is busy' }) : { baselines: [embed] });
  config.bootData = { user: { orgRole: 'Editor' } } as never;
  givenWorld({ answer: ({ path }) => (path.includes('baselines') ? baselines() : { proposals: [proposal] }) });
  locationService.push(`${appRoot}/work`);
  const props = { path: `${appRoot}/work`, query: { show: 'proposals' } as AppRootProps['query'] } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  await userEvent.click(await screen.findByRole('button', { name: `Accept: ${proposal.operation}` }));
  expect(await screen.findByText('The store is busy')).toBeVisible();
  refused = false;
  await userEvent.click(screen.getByRole('button', { name: `Accept: ${proposal.operation}` }));
  await openedDialog();
  expect(screen.queryByText('The store is busy')).not.toBeInTheDocument();
});

test.each(['accepted', 'dismissed'])('that none was %s says nothing of those that wait', async (state) => {
  await open({ asked: { show: 'proposals', proposals: state }, others: { proposals: { proposals: [] } } });
  expect(await screen.findByText('None of this kind')).toBeVisible();
  expect(screen.queryByText('No level waits for a decision')).not.toBeInTheDocument();
});

test.each([
  ['Reject: .*', 'Reject'],
  ['Accept: .*', 'Accept the new level'],
  ['Reject', 'Reject'],
  ['Accept', 'Accept the new levels'],
])('a proposal that somebody else answered meanwhile waits no more, once %s was refused', async (button, decision) => {
  const proposals = [proposal];
  await open({
    asked: { show: 'proposals' },
    others: { ...asked, proposals: { proposals } },
    refuse: 'somebody was first: ada accepted it; look at it again, then decide',
  });
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose all that are shown' }));
  proposals.pop();
  const dialog = await move(`${button}$`, 'A load test');
  await userEvent.click(dialog.getByRole('button', { name: decision }));
  expect(await dialog.findByText(/^Somebody was first: ada accepted it/)).toBeVisible();
  await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByText('No level waits for a decision')).toBeVisible();
});

test('a proposal is rejected with a reason', async () => {
  const sent = await open({ asked: { show: 'proposals' }, others: asked });
  const dialog = await move(`Reject: ${proposal.operation}`, 'A load test');
  await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
  await waitFor(() =>
    expect(sent.filter(({ method }) => method === 'POST').at(-1)).toMatchObject({
      path: '/api/datasources/uid/yardstick/resources/proposals/3/dismiss',
      body: { reason: 'A load test' },
    })
  );
});

test('precision is told by operation and by rule', async () => {
  const share = { precision: null, low: null, high: null };
  const weeks = [
    {
      system: 'kgas',
      operation: 'embed',
      signal: 'latency',
      tier: 'critical',
      week: '2026-11-16T00:00:00Z',
      true: 3,
      false: 1,
      expected: 0,
      unjudged: 2,
      ...share,
    },
  ];
  const rules = [
    { system: 'omninode', rule: 'D4-O05', week: '2026-11-16T00:00:00Z', done: 1, rejected: 1, pending: 0, ...share },
  ];
  await open({ asked: { show: 'precision' }, others: { feedback: { weeks, rules } } });
  expect(await screen.findByRole('row', { name: /kgas: embed, critical 75% \(3 of 4\)/ })).toBeVisible();
  expect(screen.getByRole('row', { name: /omninode: D4-O05 50% \(1 of 2\)/ })).toBeVisible();
});

test('a data source that was deleted meanwhile says so', async () => {
  config.bootData = { user: { orgRole: 'Editor' } } as never;
  givenWorld({ answer: () => new Refused(500, { message: 'Unable to load datasource meta data' }) });
  locationService.push(`${appRoot}/work`);
  await act(async () => void render(<App {...({ path: `${appRoot}/work`, query: {} } as AppRootProps)} />));
  expect(await screen.findByText(/most likely it was deleted while the page was open/)).toBeVisible();
});
