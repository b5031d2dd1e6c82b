// Does "Save & test" of the data source say what it found, in Grafana's own page?
import { expect, test } from '@grafana/plugin-e2e';
import { ADMIN } from '../../demo/grafana';
import { admin, call, lab } from '../lab';

const NAME = 'Settings test';

test.beforeEach(async ({ context }) => {
  await context.request.post(`${lab().grafana}/login`, { data: ADMIN });
});

// Left behind, it would be what the dashboards' variable picks.
test.afterEach(async () => {
  const all = await admin<Array<{ name: string }>>('GET', '/api/datasources');
  for (const { name } of all.filter((one) => one.name.startsWith(NAME))) {
    await call('DELETE', `/api/datasources/name/${encodeURIComponent(name)}`);
  }
});

test('a new data source with the right address is healthy', async ({ createDataSourceConfigPage, page }) => {
  const settings = await createDataSourceConfigPage({ type: 'yardstick-baselines-datasource', name: NAME });
  await page
    .getByPlaceholder(/http:\/\//)
    .first()
    .fill(lab().prometheus);
  await expect(settings.saveAndTest()).toBeOK();
  await expect(page.getByText(/Prometheus answers\. Found: .*KGAS/)).toBeVisible();
});

test('nobody at the address: the page says what to check', async ({ createDataSourceConfigPage, page }) => {
  const settings = await createDataSourceConfigPage({ type: 'yardstick-baselines-datasource', name: NAME });
  await page
    .getByPlaceholder(/http:\/\//)
    .first()
    .fill('http://127.0.0.1:9');
  await expect(settings.saveAndTest()).not.toBeOK();
  await expect(page.getByText(/does not answer/).first()).toBeVisible();
});
