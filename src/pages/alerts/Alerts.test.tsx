import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type AppRootProps } from '@grafana/data';
import { config, locationService, type PluginPageProps } from '@grafana/runtime';
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Addressed } from '../../test/Addressed';
import { givenWorld, Refused, type Sent, type World } from '../../test/pages';
import App from '../App';
import { type CatalogueGroup, type Index } from '../install/catalogue';
import { appRoot } from '../routes';
import { type InstalledRule, ruleFor } from './rule';

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

const generated = (file: string) => readFileSync(path.join(__dirname, '../../../installable', file), 'utf8');
const index = JSON.parse(generated('index.json')) as Index;
const omninode = JSON.parse(generated('rules/omninode.json')) as CatalogueGroup[];
const choices = {
  prometheus: 'prometheus',
  yardstick: 'yardstick',
  labels: {},
  expressions: new Map<string, string>(),
  figures: new Map(),
};
const installed = omninode.flatMap(({ rules }) => rules).map((rule) => ruleFor(rule, choices, 'f', 'g'));

interface Scene extends Pick<World, 'sources' | 'prometheus' | 'madeFor'> {
  rules?: InstalledRule[];
  role?: 'Viewer' | 'Editor';
  refuse?: string;
  /** Deletions go nowhere. */
  cut?: boolean;
  /** Besides OmniNode. */
  system?: string;
  /** What is sent waits for it. */
  hold?: (sent: Sent) => Promise<unknown> | undefined;
  asked?: AppRootProps['query'];
}

const uidIn = (at: string) => at.split('/').at(-1) ?? '';

async function open({
  rules = [],
  role = 'Editor',
  refuse,
  cut = false,
  system,
  hold = () => undefined,
  asked = {},
  ...around
}: Scene): Promise<Sent[]> {
  config.bootData = { user: { orgRole: role } } as never;
  const gone = new Set<string>();
  const sent = givenWorld({
    ...around,
    answer: (one) => {
      const { method, path: at, body } = one;
      const held = hold(one);
      if (held) {
        return held;
      }
      if (refuse !== undefined && method !== 'GET' && !at.includes('mapping')) {
        return new Refused(403, { message: refuse });
      }
      if (at.endsWith('index.json')) {
        return { ...index, systems: index.systems.filter(({ name }) => name === 'omninode' || name === system) };
      }
      if (system !== undefined && at.endsWith(`${system}.json`)) {
        return JSON.parse(generated(`rules/${system}.json`));
      }
      if (at.endsWith('omninode.json')) {
        return omninode;
      }
      if (at.endsWith('mapping/rewrite')) {
        const { expressions } = body as { expressions: string[] };
        return { expressions: expressions.map((expr) => ({ expr, served: !expr.includes('circuit_breaker_trips') })) };
      }
      if (at.startsWith('/api/folders')) {
        return method === 'POST' ? { uid: 'made', title: 'Yardstick OmniNode' } : [];
      }
      if (at.includes('rule-groups') && method === 'GET') {
        return new Refused(404);
      }
      if (method === 'DELETE') {
        // As Grafana's client does with an answer of 204 that is called JSON.
        if (!cut) {
          gone.add(uidIn(at));
        }
        return new Error('Unexpected end of JSON input');
      }
      if (gone.has(uidIn(at))) {
        return new Refused(404);
      }
      return at.startsWith('/api/v1/provisioning/alert-rules') ? rules : [];
    },
  });
  locationService.push(`${appRoot}/alerts`);
  const props = { path: `${appRoot}/alerts`, query: asked } as AppRootProps;
  await act(async () => void render(<App {...props} />));
  await screen.findByRole('region', { name: 'OmniNode Bridge' });
  return sent;
}

const row = (name: string) => within(screen.getByText(name).closest('tr')!);
const changes = (sent: Sent[]) => sent.filter(({ method, path: at }) => method !== 'GET' && !at.includes('mapping'));

test('missing rules are installed into the folder of the system, editable, group by group', async () => {
  const sent = await open({});
  expect(screen.getByText(`0 of ${installed.length} documented alert rules are here.`)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: `Install ${installed.length} rules` }));
  const [folder, fast, normal] = changes(sent);
  expect(folder).toMatchObject({ method: 'POST', path: '/api/folders', body: { title: 'Yardstick OmniNode' } });
  for (const group of [fast, normal]) {
    expect(group?.path).toMatch(/^\/api\/v1\/provisioning\/folder\/made\/rule-groups\/yardstick-[0-9a-f]{6}-omninode-/);
    expect(group?.headers).toHaveProperty('X-Disable-Provenance');
  }
  expect(fast?.body).toMatchObject({ interval: 10 });
  const both = [fast, normal].flatMap((group) => (group?.body as { rules: InstalledRule[] }).rules);
  expect(both).toHaveLength(installed.length);
});

test('a Prometheus that was chosen for one data source is not taken over to another', async () => {
  await open({ sources: ['yardstick', 'other'], prometheus: ['archive', 'production'] });
  locationService.push(`${appRoot}/alerts?prometheus=production&team=shop`);
  await userEvent.click(screen.getByRole('combobox', { name: 'Data source' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Data source other' }));
  expect(locationService.getSearchObject()).toEqual({ ds: 'other', team: 'shop' });
});

test('rules ask the Prometheus that the data source was made for', async () => {
  const sent = await open({ prometheus: ['archive', 'production'], madeFor: 'production' });
  await userEvent.click(screen.getByRole('button', { name: `Install ${installed.length} rules` }));
  const asked = changes(sent)
    .slice(1)
    .flatMap(({ body }) => (body as { rules: InstalledRule[] }).rules)
    .flatMap(({ data }) => data.map(({ datasourceUid }) => datasourceUid));
  expect(asked).toContain('production');
  expect(asked).not.toContain('archive');
});

test('the choices of the address go into the rules', async () => {
  const sent = await open({ asked: { folder: 'ours', team: 'platform', receiver: 'pager' } });
  await userEvent.click(screen.getByRole('button', { name: 'Install OmninodePoolExhaustion' }));
  const [put] = changes(sent);
  expect(put?.path).toContain('/folder/ours/');
  expect((put?.body as { rules: InstalledRule[] }).rules[0]).toMatchObject({
    labels: { team: 'platform' },
    notification_settings: { receiver: 'pager' },
  });
});

test("a person's change is shown and only replaced after a question", async () => {
  const rules = installed.map((rule, at) => (at === 0 ? { ...rule, isPaused: true } : rule));
  const sent = await open({ rules });
  expect(row('OmninodePoolExhaustion').getByText('changed by a person')).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Update \d/ })).not.toBeInTheDocument();
  await userEvent.click(
    row('OmninodePoolExhaustion').getByRole('button', { name: "Take catalogue's: OmninodePoolExhaustion" })
  );
  expect(changes(sent)).toEqual([]);
  await userEvent.click(await screen.findByRole('button', { name: 'Replace' }));
  expect(changes(sent)).toMatchObject([
    { method: 'PUT', body: { uid: rules[0]?.uid, isPaused: false, folderUID: 'f' } },
  ]);
});

test("a rule that was changed through Grafana's API is replaced as a rule of the API", async () => {
  const rules = installed.map((rule, at) => (at === 0 ? { ...rule, isPaused: true, provenance: 'api' } : rule));
  const sent = await open({ rules });
  await userEvent.click(
    row('OmninodePoolExhaustion').getByRole('button', { name: "Take catalogue's: OmninodePoolExhaustion" })
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Replace' }));
  const [put] = changes(sent);
  expect(put).toMatchObject({ method: 'PUT', body: { uid: rules[0]?.uid, isPaused: false } });
  expect(put?.headers).not.toHaveProperty('X-Disable-Provenance');
});

test('an old version is updated, a changed one is left alone', async () => {
  const old = installed.map((rule) => ({
    ...ruleFor(
      { ...omninode.flatMap((g) => g.rules).find(({ title }) => title === rule.title)!, for: '9m' },
      choices,
      'f',
      'g'
    ),
  }));
  const rules = old.map((rule, at) => (at === 0 ? { ...rule, title: 'Ours' } : rule));
  const sent = await open({ rules });
  await userEvent.click(screen.getByRole('button', { name: `Update ${installed.length - 1} rules` }));
  const uids = changes(sent).map(({ path: at }) => at.split('/').at(-1));
  expect(uids).toHaveLength(installed.length - 1);
  expect(uids).not.toContain(rules[0]?.uid);
});

test('rules from files are shown, and nothing can be done to them', async () => {
  const rules = installed.map((rule) => ({
    ...rule,
    uid: rule.uid.replace(/^yardstick-\w{6}/, 'yardstick-f'),
    provenance: 'file',
  }));
  await open({ rules });
  expect(screen.getAllByText('from a file')).toHaveLength(installed.length);
  expect(screen.queryByRole('button', { name: /Install|Update|Remove/ })).not.toBeInTheDocument();
});

test('removing asks first, and takes away every rule of ours', async () => {
  const sent = await open({ rules: installed });
  await userEvent.click(screen.getByRole('button', { name: `Remove ${installed.length} rules` }));
  await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  expect(changes(sent).map(({ method }) => method)).toEqual(installed.map(() => 'DELETE'));
});

test('a rule that is still there after an answer was lost is no removed rule', async () => {
  await open({ rules: installed, cut: true });
  await userEvent.click(screen.getByRole('button', { name: `Remove ${installed.length} rules` }));
  await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  expect(await screen.findByText('Unexpected end of JSON input')).toBeVisible();
});

test('a metric that is not there is named on the rule', async () => {
  await open({});
  expect(row('OmninodeCircuitBreakerTripped').getByText('metric missing')).toBeVisible();
  expect(row('OmninodePoolExhaustion').queryByText('metric missing')).not.toBeInTheDocument();
});

test('a Viewer sees everything and is told who can install', async () => {
  await open({ role: 'Viewer' });
  expect(screen.getByText('Editors can install alert rules.')).toBeVisible();
  expect(screen.getByRole('button', { name: /^Install \d+ rules/ })).toBeDisabled();
});

test("Grafana's refusal is shown in its own words", async () => {
  await open({ refuse: 'You need additional permissions to create alert rules' });
  await userEvent.click(screen.getByRole('button', { name: /^Install \d+ rules/ }));
  expect(await screen.findByText('You need additional permissions to create alert rules')).toBeVisible();
});

test('what is installed for two systems at a time is looked at after each of both', async () => {
  let end = (): void => undefined;
  const late = new Promise<void>((resolve) => (end = resolve));
  const sent = await open({
    system: 'yardstick',
    asked: { folder: 'ours' },
    hold: ({ method, path: at }) => (method === 'PUT' && at.includes('-yardstick') ? late : undefined),
  });
  const looks = () => sent.filter(({ path: at }) => at === '/api/v1/provisioning/alert-rules').length;
  const install = async (region: string) =>
    userEvent.click(
      within(screen.getByRole('region', { name: region })).getByRole('button', { name: /^Install \d+ rules$/ })
    );
  await install('Yardstick');
  await install('OmniNode Bridge');
  expect(looks()).toBe(2);
  await act(async () => end());
  expect(looks()).toBe(3);
});

test('the field of the team says what the address says, also when a link has changed that', async () => {
  await open({ asked: { team: 'platform' } });
  cleanup();
  locationService.push(`${appRoot}/alerts?team=platform`);
  await act(async () => void render(<Addressed path={`${appRoot}/alerts`} />));
  const field = await screen.findByRole('textbox', { name: 'Label team' });
  expect(field).toHaveValue('platform');
  await act(async () => locationService.push(`${appRoot}/alerts`));
  expect(field).toHaveValue('');
  await userEvent.type(field, 'search');
  await userEvent.tab();
  expect(locationService.getSearchObject().team).toBe('search');
});

test('a folder that was made a moment ago, for the rules of another system, is not made twice', async () => {
  const made: unknown[] = [];
  const sent = await open({
    system: 'yardstick',
    asked: { folder: 'new:Ours' },
    hold: ({ method, path: at, body }) => {
      if (method === 'POST' && at === '/api/folders') {
        const { uid } = body as { uid?: string };
        if (uid !== undefined && made.includes(uid)) {
          return Promise.reject(new Refused(412));
        }
        made.push(uid);
        return Promise.resolve({ uid: uid ?? 'another', title: 'Ours' });
      }
      return /^\/api\/folders\/yardstick-\w+$/.test(at)
        ? Promise.resolve({ uid: at.split('/').at(-1), title: 'Ours' })
        : undefined;
    },
  });
  for (const region of ['Yardstick', 'OmniNode Bridge']) {
    await userEvent.click(
      within(screen.getByRole('region', { name: region })).getByRole('button', { name: /^Install \d+ rules$/ })
    );
  }
  const folders = changes(sent).flatMap(({ path: at }) => /folder\/([^/]+)\/rule-groups/.exec(at)?.[1] ?? []);
  expect(new Set(folders).size).toBe(1);
  expect(made).toHaveLength(1);
});

test.each([
  ['left', 'textbox', 'Label team'],
  ['added', 'button', 'Add'],
])('a further label that was typed counts when it is %s', async (_, role, name) => {
  await open({});
  await userEvent.type(screen.getByRole('textbox', { name: 'Further labels' }), 'region=eu');
  await userEvent.click(screen.getByRole(role, { name }));
  expect(locationService.getSearchObject().labels).toBe('region=eu');
});
