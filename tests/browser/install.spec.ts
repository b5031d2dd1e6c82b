// What does an update of the catalogue leave alone? Rules and dashboards installed with own numbers and labels, one of each
// changed by hand, a newer catalogue put in place: the hand change survives, the others update, removal leaves nothing.
import { expect, type Page, type Route, test } from '@playwright/test';
import { admin, call, lab } from '../lab';
import { open, signIn } from './session';

const RULES = '/api/v1/provisioning/alert-rules';
const ruleFolder = 'Rules of the test';
const dashboardFolder = 'Dashboards of the test';
// Those of the demo came from files, about its own data sources.
const sources = [
  { uid: 'install-prometheus', type: 'prometheus' },
  { uid: 'install-yardstick', type: 'yardstick-baselines-datasource' },
];
const alerts = `alerts?system=omninode&folder=${encodeURIComponent(`new:${ruleFolder}`)}&ds=install-yardstick&prometheus=install-prometheus`;

interface Rule {
  uid: string;
  title: string;
  for: string;
  isPaused: boolean;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  data: Array<{ refId: string; model: { conditions?: Array<{ evaluator: { params: number[] } }> } }>;
}
const rules = async () => (await admin<Rule[]>('GET', RULES)).filter(({ uid }) => /^yardstick-[0-9a-f]{6}-/.test(uid));
const limitOf = (rule: Rule | undefined) =>
  rule?.data.find(({ model }) => model.conditions)?.model.conditions?.[0]?.evaluator.params[0];

interface Index {
  version: string;
  systems: Array<{ name: string; folder: string; dashboards: Array<{ uid: string; file: string }> }>;
}
interface Dashboard {
  dashboard: { uid: string; title: string; description?: string };
  meta: { folderUid?: string };
}
const mine = (uid: string) => `test-${uid}`.slice(0, 40);
/** A dashboard of somebody else in the folder that the app made. */
const stranger = 'test-stranger';
const dashboards = async () => {
  const found = await admin<Array<{ uid: string; title: string }>>('GET', '/api/search?type=dash-db&limit=5000');
  return found.filter(({ uid }) => uid.startsWith('test-yardstick'));
};

interface Folder {
  uid: string;
  title: string;
}
const folders = async () =>
  (await admin<Folder[]>('GET', '/api/folders?limit=1000')).filter(({ title }) =>
    [ruleFolder, dashboardFolder].includes(title)
  );

/** The catalogue as a later version of the app brings it: other texts in every rule and dashboard. */
async function catalogue(page: Page, version: string): Promise<void> {
  const json = async <T>(route: Route, change: (from: T) => T) => {
    const answer = await route.fetch();
    const body = await answer.json().catch((error: Error) => {
      // Nobody waits for the answer to a page that was loaded again meanwhile.
      if (!/disposed/.test(error.message)) {
        throw error;
      }
    });
    await (body === undefined ? route.abort() : route.fulfill({ response: answer, json: change(body as T) }));
  };
  await page.unrouteAll({ behavior: 'wait' });
  await page.route('**/installable/index.json', (route) =>
    json<Index>(route, (index) => ({
      version,
      systems: index.systems
        .filter(({ name }) => ['ado', 'omninode'].includes(name))
        .map((system) => ({
          ...system,
          folder: dashboardFolder,
          dashboards: system.name === 'ado' ? system.dashboards.slice(0, 2) : [],
        })),
    }))
  );
  await page.route('**/installable/rules/omninode.json', (route) =>
    json<Array<{ rules: Rule[] }>>(route, (groups) =>
      groups.map((group) => ({
        ...group,
        rules: group.rules.map((rule) => ({ ...rule, labels: { ...rule.labels, rule_version: version } })),
      }))
    )
  );
  await page.route('**/plugins/yardstick-baselines-app/dashboards/**', (route) =>
    json<Dashboard['dashboard']>(route, (one) => ({ ...one, uid: mine(one.uid), description: `of ${version}` }))
  );
}

async function clean(): Promise<void> {
  for (const { uid } of await rules()) {
    await call('DELETE', `${RULES}/${uid}`);
  }
  for (const { uid } of await dashboards()) {
    await call('DELETE', `/api/dashboards/uid/${uid}`);
  }
  for (const { uid } of await folders()) {
    await call('DELETE', `/api/folders/${uid}?forceDeleteRules=true`);
  }
  for (const { uid } of sources) {
    await call('DELETE', `/api/datasources/uid/${uid}`);
  }
}

const section = (page: Page) => page.getByRole('region', { name: 'OmniNode Bridge' });

test.beforeEach(async ({ page }) => {
  await clean();
  for (const source of sources) {
    await admin('POST', '/api/datasources', { ...source, name: source.uid, access: 'proxy', url: lab().prometheus });
  }
  await signIn(page, 'Editor');
});
test.afterEach(clean);

test('rules: own numbers, labels and a hand change survive a newer catalogue; the others update', async ({ page }) => {
  await catalogue(page, '1.0.0');
  await open(page, `${alerts}&team=platform&labels=region%3Deu`);
  await section(page).getByRole('button', { name: 'Change the numbers of OmninodePoolExhaustion' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Fires above').fill('80');
  await expect(dialog.getByText('Give a number that is not above the one at which it fires')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Use these numbers' })).toBeDisabled();
  await dialog.getByLabel('Fires above').fill('95');
  await dialog.getByRole('button', { name: 'Use these numbers' }).click();
  await expect(page).toHaveURL(/figures=/);
  await section(page)
    .getByRole('button', { name: /^Install \d+ rules/ })
    .click();
  await expect(section(page).getByText('installed', { exact: true }).first()).toBeVisible();
  const installed = await rules();
  const pool = installed.find(({ title }) => title === 'OmninodePoolExhaustion');
  expect(limitOf(pool)).toBe(95);
  expect(pool?.annotations.threshold).toBe('> 95 %');
  expect(installed.every(({ labels }) => labels.team === 'platform' && labels.region === 'eu')).toBe(true);

  const byHand = installed.find(({ title }) => title === 'OmninodeSlowQueries');
  await admin('PUT', `${RULES}/${byHand?.uid}`, { ...byHand, for: '20m' });
  await catalogue(page, '2.0.0');
  await page.reload();
  await expect(section(page).getByText('changed by a person, newer version available')).toHaveCount(1);
  await section(page)
    .getByRole('button', { name: `Update ${installed.length - 1} rules` })
    .click();
  await expect(section(page).getByText('newer version available', { exact: true })).toHaveCount(0);
  const updated = await rules();
  for (const rule of updated) {
    expect(rule.labels.rule_version, rule.title).toBe(rule.uid === byHand?.uid ? '1.0.0' : '2.0.0');
    expect(rule.labels.region, rule.title).toBe('eu');
  }
  expect(updated.find(({ uid }) => uid === byHand?.uid)?.for).toBe('20m');
  expect(limitOf(updated.find(({ uid }) => uid === pool?.uid)), 'numbers of choice are kept').toBe(95);

  await section(page)
    .getByRole('button', { name: /^Remove \d+ rules/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect.poll(rules).toEqual([]);
  await expect.poll(folders, { message: 'the folder that was made for them' }).toEqual([]);
});

test('dashboards: a hand change survives a newer catalogue; the other updates; removal leaves nothing', async ({
  page,
}) => {
  await catalogue(page, '1.0.0');
  await open(page, 'setup?ds=install-yardstick');
  await page.getByRole('button', { name: 'Install 2 dashboards' }).click();
  await expect.poll(async () => (await dashboards()).length).toBe(2);
  const [changed, other] = await dashboards();
  const read = (uid: string | undefined) => admin<Dashboard>('GET', `/api/dashboards/uid/${uid}`);
  const own = await read(changed?.uid);
  const save = (dashboard: Partial<Dashboard['dashboard']>) =>
    admin('POST', '/api/dashboards/db', { dashboard, folderUid: own.meta.folderUid, overwrite: true });
  await save({ ...own.dashboard, description: 'by hand' });
  await catalogue(page, '2.0.0');
  await page.reload();
  await expect(page.getByText('changed by a person', { exact: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'Install 1 dashboard' }).click();
  await expect.poll(async () => (await read(other?.uid)).dashboard.description).toBe('of 2.0.0');
  expect((await read(changed?.uid)).dashboard.description).toBe('by hand');

  const removeBoth = async (asked?: typeof changed) => {
    for (const one of [changed, other]) {
      await page.getByRole('button', { name: `Remove ${one?.title}`, exact: true }).click();
      if (asked && one === asked) {
        await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
      }
    }
    await expect.poll(dashboards).toEqual([]);
  };
  await save({ uid: stranger, title: 'Of somebody else' });
  await removeBoth(changed);
  const install = page.getByRole('button', { name: 'Install 2 dashboards' });
  await expect(install).toBeEnabled();
  expect(await folders(), 'a folder with something of somebody else stays').toHaveLength(1);
  await admin('DELETE', `/api/dashboards/uid/${stranger}`);
  await install.click();
  await expect.poll(async () => (await dashboards()).length).toBe(2);
  await removeBoth();
  await expect.poll(folders, { message: 'the folder that was made for them' }).toEqual([]);
});

test('a preview says what each rule would have done, with its numbers, and what that cost', async ({ page }) => {
  await open(page, alerts);
  await section(page).getByRole('button', { name: 'Preview OmninodePoolExhaustion' }).click();
  await expect(page).toHaveURL(/preview=d4-a01-a06/);
  const strip = section(page).getByRole('img', { name: /^Would (not )?have fired/ });
  await expect(strip).toBeVisible({ timeout: 90_000 });
  await strip.focus();
  await expect(page.getByText(/Looked at every \d+ min in the last 14 days/)).toBeVisible();
});
