// Do the pages of runs and of capacity do in a real Grafana what they say? As Viewer and as Editor, with files that real
// tools would write, and with what was learned of the demo's systems.
import { expect, test, type Page } from '@playwright/test';
import { lab } from '../lab';
import { open, signIn } from './session';

/** Log-normal durations, the same for the same seed. */
function results(seed: number, n: number, factor: number): string {
  let state = seed;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const lines = Array.from({ length: n }, () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return `shop,pay,${(0.1 * factor * Math.exp(0.2 * normal)).toFixed(6)},success`;
  });
  return ['system,operation,seconds,status', ...lines, ''].join('\n');
}

const attach = (page: Page, name: string, text: string) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function bringIn(page: Page, name: string, text: string): Promise<void> {
  await attach(page, name, text);
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByText(new RegExp(`${name} (was imported as yardstick|is there already)`))).toBeVisible({
    timeout: 60_000,
  });
}

test('an Editor imports two runs, compares them, and the gate fails the slower one', async ({ page }) => {
  await signIn(page, 'Editor');
  await open(page, 'runs');
  await bringIn(page, 'e2e-base.csv', results(1, 2000, 1));
  await bringIn(page, 'e2e-slow.csv', results(2, 2000, 1.5));
  const row = page.getByRole('row').filter({ hasText: 'e2e-slow.csv' });
  await row.getByRole('link', { name: 'Compare' }).click();
  await expect(page).toHaveURL(/show=compare/);
  await expect(page.getByText(/Of 1 operation 1 became slower; most: pay, 1\.5x\./)).toBeVisible({ timeout: 30_000 });
  await page.goBack();
  await page.getByRole('row').filter({ hasText: 'e2e-slow.csv' }).getByRole('link', { name: 'Gate' }).click();
  await expect(page.getByText(/Fail: 1 operation is shown to be worse/)).toBeVisible({ timeout: 30_000 });
});

test('a file above 10 MB comes in parts, and a mistake in another is told with its line', async ({ page }) => {
  test.slow();
  await signIn(page, 'Editor');
  await open(page, 'runs');
  const long = results(3, 420_000, 1);
  expect(long.length).toBeGreaterThan(10 * 1024 * 1024);
  await bringIn(page, 'e2e-long.csv', long);
  await attach(page, 'e2e-bad.csv', 'system,operation,seconds\nshop,pay,0.1\nshop,pay,-1\n');
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByText(/e2e-bad\.csv, line 3/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('row').filter({ hasText: 'e2e-bad.csv' })).toHaveCount(0);
});

test('a Viewer reads and compares, and cannot import', async ({ page }) => {
  await signIn(page, 'Viewer');
  await open(page, 'runs');
  await expect(page.getByText('Editors can import runs.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Import' })).toHaveCount(0);
  const refused = await page
    .context()
    .request.post(`${lab().grafana}/api/datasources/uid/yardstick/resources/runs?name=a.csv`, {
      data: 'system,operation,seconds\nshop,pay,1\n',
      headers: { 'Content-Type': 'application/octet-stream' },
    });
  expect(refused.status()).toBe(403);
  await open(page, 'runs?show=compare&system=kgas&current=after:nobody&baseline=before:nobody');
  await expect(page.getByText(/No such deployment/)).toBeVisible({ timeout: 30_000 });
});

test('the load of a learned system is forecast, by an address', async ({ page }) => {
  await signIn(page, 'Viewer');
  await open(page, 'capacity?system=omninode&limit=100000&perInstance=10');
  await expect(page.getByText(/^The load of OmniNode Bridge/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('table', { name: 'growth' }).getByRole('row').nth(2)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Load and forecast' }).locator('canvas').first()).toBeVisible({
    timeout: 60_000,
  });
});

test("the document's model answers to its sliders, and each position has an address", async ({ page }) => {
  await signIn(page, 'Viewer');
  await open(page, 'capacity?show=model');
  await expect(page.getByText('After 4 quarters the peak of 622 requests/s needs 7 instances.')).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole('slider', { name: /^Growth/ }).press('ArrowRight');
  await expect(page).toHaveURL(/growth=0\.21/);
  await expect(page.getByText(/After 4 quarters the peak of 643 requests\/s needs 7 instances\./)).toBeVisible();
});
