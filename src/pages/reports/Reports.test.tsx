import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type AppRootProps } from '@grafana/data';
import { locationService, type PluginPageProps } from '@grafana/runtime';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { htmlOf } from '../../report/html';
import { parseReports } from '../../report/numbers';
import { Addressed } from '../../test/Addressed';
import { systems } from '../../test/datasource';
import { givenWorld, Refused, type Sent } from '../../test/pages';
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

const sample = readFileSync(path.join(__dirname, '../../report/testdata/omninode.json'), 'utf8');
const [report] = parseReports(sample, 'the sample');
const raw = (JSON.parse(sample) as { reports: unknown[] }).reports[0];

const kept = [
  { system: 'kgas', title: 'KGAS', period: 'daily', day: '2026-11-19', at: '2026-11-20T01:01:00Z' },
  { system: 'kgas', title: 'KGAS', period: 'monthly', day: '2026-10-01', at: '2026-11-01T01:01:00Z' },
];
const reports = (sent: Sent[]) => sent.map(({ path: at }) => at).filter((at) => /reports\/\w/.test(at));

/** Every drawing has ids of its own. */
const drawing = /zr\d+/g;

async function open(
  asked: AppRootProps['query'] = {},
  failure?: string | ((path: string) => Refused | undefined),
  all = systems
): Promise<Sent[]> {
  const failed = typeof failure === 'string' ? () => new Refused(502, { error: failure }) : failure;
  const sent = givenWorld({
    answer: ({ path: at }) =>
      at.endsWith('/systems') ? all : /\/reports(\?|$)/.test(at) ? kept : (failed?.(at) ?? raw),
  });
  locationService.push(`${appRoot}/reports`);
  const props = { path: `${appRoot}/reports`, query: asked } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  return sent;
}

test('the report of the first system that is here stands on the page as the renderer prints it', async () => {
  const sent = await open();
  const frame = await screen.findByTitle(`Report of ${report!.title}`);
  const printed = frame.getAttribute('srcdoc') ?? '';
  const theme = printed.includes('data-theme="dark"') ? 'dark' : 'light';
  const expected = [report!, { ...report!, before: report! }].map((one) =>
    htmlOf(one, theme).replaceAll(drawing, 'drawing')
  );
  expect(expected).toContain(printed.replaceAll(drawing, 'drawing'));
  expect(frame).toHaveAttribute('sandbox', expect.not.stringContaining('allow-scripts'));
  expect(reports(sent)[0]).toBe('/api/datasources/uid/yardstick/resources/reports/daily?system=kgas');
});

test('its choice of a period has a name', async () => {
  await open();
  expect(screen.getByRole('radiogroup', { name: 'Period' })).toBeVisible();
});

test('the address says which system and period', async () => {
  const sent = await open({ system: 'omninode', period: 'monthly', day: '2026-10-05' });
  await screen.findByTitle(`Report of ${report!.title}`);
  expect(reports(sent)[0]).toBe(
    '/api/datasources/uid/yardstick/resources/reports/monthly?system=omninode&day=2026-10-05'
  );
});

test('what was kept is measured again when somebody wants that', async () => {
  const sent = givenWorld({
    answer: ({ path: at }) =>
      at.endsWith('/systems')
        ? systems
        : /\/reports(\?|$)/.test(at)
          ? kept
          : { ...(raw as object), ...(at.includes('again=true') ? {} : { keptAt: '2026-11-20T01:01:00Z' }) },
  });
  locationService.push(`${appRoot}/reports`);
  await act(async () => void render(<Addressed path={`${appRoot}/reports`} />));
  await userEvent.click(await screen.findByRole('button', { name: 'Measure again' }));
  await waitFor(() => expect(reports(sent).filter((at) => at.includes('again=true'))).toHaveLength(1));
  await waitFor(() => expect(screen.queryByText(/As it was kept on/)).not.toBeInTheDocument());
});

test('a day that no calendar has leaves the page standing', async () => {
  const sent = await open({ day: '2026-13-01' });
  await screen.findByTitle(`Report of ${report!.title}`);
  expect(reports(sent)[0]).not.toContain('day=');
});

test('the period before is asked for as well, and compared with', async () => {
  const sent = await open({ system: 'omninode', period: 'monthly', day: '2026-10-05' });
  const frame = await screen.findByTitle(`Report of ${report!.title}`);
  await waitFor(() => expect(frame.getAttribute('srcdoc')).toContain('before'));
  expect(reports(sent)).toHaveLength(2);
});

test('kept reports are listed, and lead to theirs', async () => {
  await open({ system: 'kgas', period: 'monthly' });
  expect(await screen.findByRole('link', { name: 'October 2026' })).toHaveAttribute(
    'href',
    expect.stringContaining('period=monthly&day=2026-10-01')
  );
});

test('a step back leads to the period before', async () => {
  await open({ period: 'weekly', day: '2026-11-20' });
  await userEvent.click(await screen.findByRole('button', { name: 'Before' }));
  expect(locationService.getSearchObject().day).toBe('2026-11-13');
});

test('a day that is typed part by part asks for no report until it is one, and is not lost on the way', async () => {
  const sent = givenWorld({
    answer: ({ path: at }) => (at.endsWith('/systems') ? systems : /\/reports(\?|$)/.test(at) ? kept : raw),
  });
  locationService.push(`${appRoot}/reports?day=2025-11-30`);
  await act(async () => void render(<Addressed path={`${appRoot}/reports`} />));
  const field = await screen.findByLabelText('A day of it');
  // A browser tells every year that is being typed, and nothing while the parts are no day (30 February).
  for (const value of ['', '0002-02-15', '0020-02-15', '0202-02-15']) {
    fireEvent.change(field, { target: { value } });
    expect(field).toHaveValue(value);
    expect(locationService.getSearchObject().day).toBe('2025-11-30');
  }
  fireEvent.change(field, { target: { value: '2024-02-15' } });
  expect(locationService.getSearchObject().day).toBe('2024-02-15');
  await waitFor(() => expect(reports(sent).some((at) => at.includes('day=2024-02-15'))).toBe(true));
  expect(reports(sent).filter((at) => at.includes('day=0'))).toEqual([]);
  fireEvent.change(field, { target: { value: '' } });
  fireEvent.blur(field);
  expect(field).toHaveValue('2024-02-15');
});

test('it can be taken along in every format', async () => {
  const made: Blob[] = [];
  Object.assign(URL, { createObjectURL: (blob: Blob) => `blob:${made.push(blob)}`, revokeObjectURL: () => {} });
  await open();
  for (const name of ['Markdown', 'HTML', 'JSON', 'CSV operations', 'CSV items', 'CSV violations', 'CSV targets']) {
    await userEvent.click(await screen.findByRole('button', { name: `Download ${name}` }));
  }
  expect(made.map(({ type }) => type.split(';')[0])).toEqual([
    'text/markdown',
    'text/html',
    'application/json',
    'text/csv',
    'text/csv',
    'text/csv',
    'text/csv',
  ]);
  expect(made.every(({ size }) => size > 50)).toBe(true);
});

test('what is taken along stays until a browser has read it, and no longer', async () => {
  jest.useFakeTimers({ advanceTimers: true });
  try {
    const revoked = jest.fn();
    Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: revoked });
    await open();
    const person = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
    await person.click(await screen.findByRole('button', { name: 'Download Markdown' }));
    expect(revoked).not.toHaveBeenCalled();
    act(() => jest.advanceTimersByTime(60_000));
    expect(revoked).toHaveBeenCalledWith('blob:1');
  } finally {
    jest.useRealTimers();
  }
});

test('a report that cannot be made says why', async () => {
  await open({}, 'Prometheus at http://127.0.0.1:9 is unreachable');
  expect(await screen.findByText('Prometheus at http://127.0.0.1:9 is unreachable')).toBeVisible();
});

test('of all systems each is asked for at once, and one that cannot be made leaves the others standing', async () => {
  const away = (at: string) =>
    at.includes('system=kgas') ? new Refused(502, { error: 'the store is away' }) : undefined;
  const sent = await open(
    { system: 'all' },
    away,
    systems.map((system) => ({ ...system, found: true }))
  );
  expect(await screen.findByTitle(`Report of ${report!.title}`)).toBeVisible();
  expect(screen.getByText('The report of kgas could not be made')).toBeVisible();
  expect(screen.getByText('The store is away')).toBeVisible();
  expect(reports(sent).slice(0, 2)).toEqual([
    expect.stringContaining('system=kgas'),
    expect.stringContaining('system=omninode'),
  ]);
});

test.each([
  [502, true],
  [400, false],
])('a period before that answers %i is missed: %s', async (status, missed) => {
  await open({ period: 'monthly' }, (at) =>
    at.includes('day=') ? new Refused(status, { error: 'the store is away' }) : undefined
  );
  await screen.findByTitle(`Report of ${report!.title}`);
  await waitFor(() =>
    expect(screen.queryAllByText(/It is not compared with the period before/)).toHaveLength(Number(missed))
  );
});

test('without a system there is nothing to report', async () => {
  await open({}, undefined, []);
  expect(await screen.findByText(/there is nothing to report/)).toBeVisible();
});

test("today is the day of the system's time zone, so that the day before is the one before the report", async () => {
  jest.useFakeTimers({ now: Date.parse('2026-11-21T01:30:00Z'), advanceTimers: true });
  try {
    for (const [all, day] of [
      [systems, '2026-11-21'],
      [systems.map((system) => ({ ...system, timeZone: 'America/New_York' })), '2026-11-20'],
    ] as const) {
      await open({}, undefined, [...all]);
      expect(await screen.findByLabelText('A day of it')).toHaveValue(day);
      cleanup();
    }
  } finally {
    jest.useRealTimers();
  }
});

test('a page that stays open over midnight goes over to the new day', async () => {
  jest.useFakeTimers({ now: Date.parse('2026-11-21T23:59:30Z'), advanceTimers: true });
  try {
    const sent = await open();
    const field = await screen.findByLabelText('A day of it');
    await screen.findByTitle(`Report of ${report!.title}`);
    const askedBefore = reports(sent).filter((at) => !at.includes('day=')).length;
    await act(async () => jest.advanceTimersByTime(60_000));
    expect(field).toHaveValue('2026-11-22');
    expect(field).toHaveAttribute('max', '2026-11-22');
    await waitFor(() => expect(reports(sent).filter((at) => !at.includes('day='))).toHaveLength(askedBefore + 1));
  } finally {
    jest.useRealTimers();
  }
});

test('a step forward leads into the present week, whichever day of the week before was chosen', async () => {
  jest.useFakeTimers({ now: Date.parse('2026-11-25T12:00:00Z'), advanceTimers: true });
  try {
    await open({ period: 'weekly', day: '2026-11-20' });
    const after = await screen.findByRole('button', { name: 'After' });
    expect(after).toBeEnabled();
    await userEvent.setup({ advanceTimers: jest.advanceTimersByTime }).click(after);
    expect(locationService.getSearchObject().day).toBe('2026-11-25');
    cleanup();
    await open({ period: 'weekly', day: '2026-11-23' });
    expect(await screen.findByRole('button', { name: 'After' })).toBeDisabled();
  } finally {
    jest.useRealTimers();
  }
});
