// How far is it from a Grafana that has only a Prometheus data source to a dashboard with data? Counted in clicks and
// seconds, in a Grafana of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Locator } from '@playwright/test';
import { ADMIN, findGrafana, freePort, startGrafana, type Grafana } from '../../demo/grafana';
import { PLUGIN } from '../../demo/provisioned-grafana';
import { lab } from '../lab';

const mostClicks = 5;
const mostSecondsToLearned = 60;

let grafana: Grafana;
let folder: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const found = findGrafana();
  if (!found) {
    throw new Error('no Grafana was found');
  }
  folder = mkdtempSync(path.join(tmpdir(), 'yardstick-first-visit-'));
  grafana = await startGrafana(found, { folder, plugin: PLUGIN, port: await freePort() });
  await grafana.api('POST', '/api/datasources', {
    name: 'Prometheus',
    type: 'prometheus',
    access: 'proxy',
    url: lab().prometheus,
  });
  await grafana.api('POST', '/api/plugins/yardstick-baselines-app/settings', { enabled: true, pinned: true });
});

test.afterAll(async () => {
  await grafana?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('at most five clicks to a dashboard with data, learned hours in under a minute', async ({ page }) => {
  test.setTimeout(300_000);
  await page.context().request.post(`${grafana.url}/login`, { data: ADMIN });
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  let clicks = 0;
  const click = async (target: Locator) => {
    await target.click({ timeout: 60_000 });
    clicks++;
  };

  await page.goto(`${grafana.url}/a/yardstick-baselines-app`);
  await click(page.getByRole('link', { name: 'Set up' }));
  await click(page.getByRole('button', { name: 'Prometheus', exact: true }));
  const made = Date.now();
  await click(page.getByRole('button', { name: /^Install \d+ dashboards/ }));
  const installed = page.getByRole('link', { name: /KGAS/ }).first();
  await expect(installed).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^[1-9]\d* of \d+ hours of \d+ metrics learned/)).toBeVisible({ timeout: 60_000 });
  const learnedAfter = (Date.now() - made) / 1000;
  await click(installed);
  await expect(page).toHaveURL(/\/d\/yardstick-kgas/);
  const panel = page.getByRole('region', { name: 'Operations per second' });
  await expect(panel.locator('canvas').first()).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByText('No data')).toHaveCount(0);

  console.log(
    `From a Grafana with only a Prometheus data source to a dashboard with data: ${clicks} clicks, ` +
      `${seconds().toFixed(0)} s; first hours learned ${learnedAfter.toFixed(0)} s after the data source was made.`
  );
  expect(clicks).toBeLessThanOrEqual(mostClicks);
  expect(learnedAfter).toBeLessThan(mostSecondsToLearned);
});
