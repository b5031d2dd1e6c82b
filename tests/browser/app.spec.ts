// Does the app do in a real Grafana what its pages say? Every page as each role, rules and dashboards installed,
// changed by hand, updated and removed.
import { expect, test, type Page } from '@playwright/test';
import { admin, call, lab } from '../lab';
import { allowed, open, signIn } from './session';

/** Once in a thousand page loads a library of Grafana's own front end (backend_srv.ts) counts itself here. */
const grafanasOwn = 'm1.openfpcdn.io';

/** What must be seen on each page, and means that its data has come. */
const pages: Array<[string, RegExp]> = [
  ['overview', /operations/],
  ['operations', /operations? (are|is|take|have)/],
  ['work', /violations? in 7 days/],
  ['alerts', /documented alert rules are here/],
  ['setup', /hours of \d+ metrics learned/],
];

for (const role of ['Viewer', 'Editor', 'Admin'] as const) {
  test(`a ${role} reads every page, and nothing is asked of another host`, async ({ page }) => {
    const home = new URL(lab().grafana ?? '').host;
    const strangers: string[] = [];
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith('http') && host !== home && host !== grafanasOwn) {
        strangers.push(request.url());
      }
    });
    await signIn(page, role);
    for (const [address, words] of pages) {
      await open(page, address);
      await expect(page.getByText(words).first(), address).toBeVisible({ timeout: 60_000 });
    }
    await open(page, 'reports?system=omninode');
    await expect(page.getByTitle(/^Report of/)).toBeVisible({ timeout: 120_000 });
    expect(strangers).toEqual([]);
  });
}

test('an operation has an address, and leads on', async ({ page }) => {
  await signIn(page, 'Viewer');
  await open(page, 'operations?system=kgas');
  const table = page.getByRole('table', { name: 'operations' });
  await table.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/operations\/kgas:/);
  await expect(page.getByRole('region', { name: 'p95 against normal' }).locator('canvas').first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('link', { name: 'Dashboard' })).toHaveAttribute('href', /^\/d\/yardstick-kgas/);
});

interface Rule {
  uid: string;
  title: string;
  for: string;
  folderUID: string;
  isPaused: boolean;
  provenance?: string;
  annotations: Record<string, string>;
}
const RULES = '/api/v1/provisioning/alert-rules';
const ours = async () => (await admin<Rule[]>('GET', RULES)).filter(({ uid }) => /^yardstick-[0-9a-f]{6}-/.test(uid));

test.describe('rules of the catalogue', () => {
  const folder = { uid: 'app-rules', title: 'Rules of the app' };
  // Those of the demo came from files, about its own data sources.
  const sources = [
    { uid: 'app-prometheus', type: 'prometheus' },
    { uid: 'app-yardstick', type: 'yardstick-baselines-datasource' },
  ];
  const address = `alerts?system=omninode&folder=${folder.uid}&ds=app-yardstick&prometheus=app-prometheus`;
  const section = (page: Page) => page.getByRole('region', { name: 'OmniNode Bridge' });
  const clean = async () => {
    for (const { uid } of await ours()) {
      await call('DELETE', `${RULES}/${uid}`);
    }
    await call('DELETE', `/api/folders/${folder.uid}?forceDeleteRules=true`);
    for (const { uid } of sources) {
      await call('DELETE', `/api/datasources/uid/${uid}`);
    }
  };
  test.beforeEach(async () => {
    await clean();
    await admin('POST', '/api/folders', folder);
    for (const source of sources) {
      await admin('POST', '/api/datasources', { ...source, name: source.uid, access: 'proxy', url: lab().prometheus });
    }
  });
  test.afterEach(clean);

  test('an Editor installs them; a change by hand survives the update; removing leaves nothing', async ({ page }) => {
    // Those of the files are there as well: nothing of theirs may change.
    const files = (await admin<Rule[]>('GET', RULES)).filter(({ uid }) => uid.startsWith('yardstick-f-'));
    await signIn(page, 'Editor');
    await allowed(page, `/api/v1/provisioning/folder/${folder.uid}/rule-groups/none`, 404);
    await open(page, address);
    await section(page)
      .getByRole('button', { name: /^Install \d+ rules/ })
      .click();
    await expect(section(page).getByText('installed', { exact: true }).first()).toBeVisible();
    const [first, second, ...rest] = await ours();
    expect([first, second, ...rest].every((rule) => rule?.folderUID === folder.uid && !rule.provenance)).toBe(true);

    await admin('PUT', `${RULES}/${first?.uid}`, { ...first, isPaused: true });
    await admin('PUT', `${RULES}/${second?.uid}`, {
      ...second,
      annotations: { ...second?.annotations, yardstick_installed: '' },
    });
    await page.reload();
    await expect(section(page).getByText(/^changed by a person/)).toHaveCount(2);
    expect((await ours()).find(({ uid }) => uid === first?.uid)?.isPaused).toBe(true);

    await section(page)
      .getByRole('button', { name: `Take catalogue's: ${first?.title}` })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
    await expect(section(page).getByText(/^changed by a person/)).toHaveCount(1);
    expect((await ours()).find(({ uid }) => uid === first?.uid)?.isPaused).toBe(false);

    await section(page)
      .getByRole('button', { name: /^Remove \d+ rules/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect.poll(ours).toEqual([]);
    expect((await admin<Rule[]>('GET', RULES)).filter(({ uid }) => uid.startsWith('yardstick-f-'))).toEqual(files);
  });
});

test('what a Viewer may not do is refused by the server, not only hidden', async ({ page }) => {
  await signIn(page, 'Viewer');
  const { request } = page.context();
  const resources = `${lab().grafana}/api/datasources/uid/yardstick/resources`;
  const answers = await Promise.all([
    request.post(`${resources}/violations/1/verdict`, { data: { verdict: 'false' } }),
    request.post(`${lab().grafana}/api/folders`, { data: { title: 'No' } }),
    request.put(`${lab().grafana}/api/v1/provisioning/folder/x/rule-groups/y`, { data: { interval: 60, rules: [] } }),
    request.post(`${lab().grafana}/api/dashboards/db`, { data: { dashboard: { title: 'No' } } }),
  ]);
  expect(answers.map((answer) => answer.status())).toEqual([403, 403, 403, 403]);
});
