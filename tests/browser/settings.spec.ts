// Does "Save & test" of the data source say what it found, in Grafana's own page?
import { expect, test } from '@grafana/plugin-e2e';
import { ADMIN } from '../../demo/grafana';
import { lab } from '../lab';

test.beforeEach(async ({ context }) => {
  await context.request.post(`${lab().grafana}/login`, { data: ADMIN });
});

test('a new data source with the right address is healthy', async ({ createDataSourceConfigPage, page }) => {
  const settings = await createDataSourceConfigPage({ type: 'yardstick-baselines-datasource', name: 'Settings test' });
  await page
    .getByPlaceholder(/http:\/\//)
    .first()
    .fill(lab().prometheus);
  await expect(settings.saveAndTest()).toBeOK();
  await expect(page.getByText(/Prometheus answers\. Found: KGAS/)).toBeVisible();
});

test('nobody at the address: the page says what to check', async ({ createDataSourceConfigPage, page }) => {
  const settings = await createDataSourceConfigPage({ type: 'yardstick-baselines-datasource', name: 'Settings test' });
  await page
    .getByPlaceholder(/http:\/\//)
    .first()
    .fill('http://127.0.0.1:9');
  await expect(settings.saveAndTest()).not.toBeOK();
  await expect(page.getByText(/does not answer/).first()).toBeVisible();
});
