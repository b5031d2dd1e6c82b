// Does a mapping that a person saves on the page Configuration hold from then on, in a real Grafana?
import { expect, test, type Page } from '@playwright/test';
import { admin, call, lab } from '../lab';
import { signIn } from './session';

const uid = 'mapped';
const metric = 'omninode_active_connections';
const page = '/plugins/yardstick-baselines-app?page=configuration';

interface Kept {
  jsonData: { mapping?: Record<string, Record<string, unknown>> };
}
const kept = async () => (await admin<Kept>('GET', `/api/datasources/uid/${uid}`)).jsonData.mapping?.omninode ?? {};

/** What the back end reads in the place of the metric. */
const read = async () => {
  const answer = await admin<{ expressions: Array<{ expr: string }> }>(
    'POST',
    `/api/datasources/uid/${uid}/resources/mapping/rewrite`,
    { system: 'omninode', expressions: [`sum(${metric})`] }
  );
  return answer.expressions[0]?.expr;
};

async function openMapping(on: Page, source: string) {
  await on.goto(`${lab().grafana}${page}`);
  await on.getByRole('combobox', { name: 'Data source' }).click();
  await on.getByRole('option', { name: source, exact: true }).click();
  await on.getByRole('combobox', { name: 'System' }).click();
  await on.getByRole('option', { name: 'OmniNode Bridge' }).click();
  const all = on.getByRole('switch', { name: 'Also those that are found as documented' });
  await expect(all).toBeAttached({ timeout: 60_000 });
  await all.check({ force: true });
  return on.getByRole('listitem').filter({ hasText: metric }).first();
}

test.beforeEach(async () => {
  await call('DELETE', `/api/datasources/uid/${uid}`);
  await admin('POST', '/api/datasources', {
    uid,
    name: uid,
    type: 'yardstick-baselines-datasource',
    access: 'proxy',
    url: lab().prometheus,
    jsonData: { systems: ['omninode'], learnDays: 1 },
  });
});
test.afterEach(() => call('DELETE', `/api/datasources/uid/${uid}`));

test("PromQL of one's own takes the place of a metric, and is taken back", async ({ page: browser }) => {
  await signIn(browser, 'Admin');
  const row = await openMapping(browser, uid);
  const save = browser.getByRole('button', { name: 'Save mapping' });
  await expect(save).toBeDisabled();
  await row.getByRole('combobox', { name: `Spelling of ${metric}` }).click();
  await browser.getByRole('option', { name: /My own metric or PromQL/ }).click();
  const text = row.getByRole('textbox', { name: `Own metric or PromQL for ${metric}` });
  await text.fill('sum by (job) (');
  await expect(row.getByText(/unclosed|unexpected|end of input/)).toBeVisible();
  await expect(save).toBeDisabled();

  await text.fill('sum by (job, instance) (pool_in_use{$app})');
  await expect(save).toBeEnabled();
  await save.click();
  await expect(browser.getByText('Saved.')).toBeVisible({ timeout: 20_000 });
  expect(await kept()).toEqual({ [metric]: { expr: 'sum by (job, instance) (pool_in_use{$app})' } });
  await expect(row.getByText('mapped')).toBeVisible();
  await expect(save).toBeDisabled();
  await expect.poll(read).toContain('pool_in_use');

  await row.getByRole('combobox', { name: `Spelling of ${metric}` }).click();
  await browser.getByRole('option', { name: /As documented/i }).click();
  await save.click();
  await expect(browser.getByText('Saved.')).toBeVisible({ timeout: 20_000 });
  expect(await kept()).toEqual({});
  await expect.poll(read).toBe(`sum(${metric})`);
});

test('who may not edit data sources is refused by the server', async ({ page: browser }) => {
  await signIn(browser, 'Editor');
  const answer = await browser.request.put(`${lab().grafana}/api/datasources/uid/${uid}`, { data: {} });
  expect(answer.status()).toBe(403);
});
