// Can everybody use the app? No finding of axe on any page, light and dark; every action by keyboard alone.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { lab } from '../lab';
import { open, root, signIn } from './session';

/**
 * What is looked at: the page below its title. Navigation, top bar and Grafana's own pages around it are Grafana's
 * and not ours to mend; a finding in them would hide ours.
 */
const ownDom = 'main#pageContent';

/** Every page with what says that its data has come. */
const pages: Array<[string, RegExp]> = [
  ['overview', /operations/],
  ['operations', /operations? (are|is|take|have)/],
  ['operations?q=nosuchoperation', /No operation matches/],
  ['operations/kgas:operation:graph_query', /What is normal/],
  ['operations/kgas:operation:nosuchoperation', /was not seen/],
  ['work', /violations? in 7 days/],
  ['work?show=recommendations', /recommend/],
  ['alerts', /documented alert rules are here/],
  ['setup', /hours of metrics learned/],
];

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include(ownDom)
    // The graph inside a page is Grafana's own panel.
    .exclude('[data-testid="uplot-main-div"]')
    .analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${theme}`, async ({ page }) => {
    test.setTimeout(600_000);
    await signIn(page, 'Editor');
    const found: string[] = [];
    for (const [address, words] of pages) {
      await open(page, `${address}${address.includes('?') ? '&' : '?'}theme=${theme}`);
      await expect(page.getByText(words).first(), address).toBeVisible({ timeout: 60_000 });
      await page.waitForLoadState('networkidle').catch(() => undefined);
      found.push(...(await findings(page)).map((text) => `${address}: ${text}`));
    }
    await open(page, `reports?system=omninode&theme=${theme}`);
    await expect(page.getByTitle(/^Report of/)).toBeVisible({ timeout: 120_000 });
    found.push(...(await findings(page)).map((text) => `reports: ${text}`));
    expect(found).toEqual([]);
  });

  test(`axe finds nothing in the dialogs, ${theme}`, async ({ page }) => {
    await signIn(page, 'Editor');
    await open(page, `operations?system=kgas&theme=${theme}`);
    await page.getByRole('table', { name: 'operations' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Add to dashboard' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
    // Grafana's modal has a close button and a heading of its own: findings in its frame are Grafana's.
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))).toEqual([]);
  });
}

/** Presses Tab until `target` has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, target: Locator, most = 120): Promise<void> {
  for (let pressed = 0; pressed < most; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(target)} was not reached by ${most} times Tab`);
}

/** Nothing of the frame is in the way: the focus starts at the page. */
const enter = (page: Page) =>
  page.locator(ownDom).evaluate((element) => {
    element.tabIndex = -1;
    element.focus();
  });

test.describe('by keyboard alone', () => {
  test.beforeEach(({ page }) => signIn(page, 'Editor'));

  test('operations are searched, sorted and opened, and one is added to a dashboard', async ({ page }) => {
    await open(page, 'operations?system=kgas');
    const table = page.getByRole('table', { name: 'operations' });
    await expect(table).toBeVisible({ timeout: 60_000 });
    await enter(page);
    await tabTo(page, page.getByRole('textbox', { name: 'Search operations' }));
    await page.keyboard.type('graph_query');
    await expect(page).toHaveURL(/q=graph_query/);
    await tabTo(page, table.getByRole('button', { name: 'Operation' }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/sort=name/);
    await tabTo(page, table.getByRole('link').first());
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/operations\/kgas:/);

    const button = page.getByRole('button', { name: 'Add to dashboard' });
    await expect(button).toBeVisible({ timeout: 60_000 });
    await enter(page);
    await tabTo(page, button);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByRole('combobox', { name: 'Dashboard' }));
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('Escape');
  });

  test('the table scrolls with the arrow keys and Page Down', async ({ page }) => {
    await open(page, 'operations');
    const table = page.getByRole('table', { name: 'operations' });
    await expect(table).toBeVisible({ timeout: 60_000 });
    await enter(page);
    await tabTo(page, table);
    await page.keyboard.press('PageDown');
    await expect.poll(() => table.evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
  });

  test('a verdict is given, and taken back', async ({ page }) => {
    await open(page, 'work');
    const verdict = page.getByRole('combobox', { name: /^Verdict on/ }).first();
    await expect(verdict).toBeVisible({ timeout: 60_000 });
    await enter(page);
    await tabTo(page, verdict);
    const saved = page.waitForResponse((answer) => answer.url().includes('/verdict'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect((await saved).ok()).toBe(true);
    const undone = page.waitForResponse((answer) => answer.url().includes('/verdict'));
    await verdict.fill('no verdict');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect((await undone).ok()).toBe(true);
  });

  test("the menu of a system's panels opens and closes", async ({ page }) => {
    await open(page, 'overview');
    const menu = page.getByRole('button', { name: 'Panels of KGAS' });
    await expect(menu).toBeVisible({ timeout: 60_000 });
    await enter(page);
    await tabTo(page, menu);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: /Conversion timings/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menuitem', { name: /Conversion timings/ })).toHaveCount(0);
  });

  test('every page can be left by its links: nothing takes the focus and keeps it', async ({ page }) => {
    for (const [address, words] of pages) {
      await page.goto(`${lab().grafana}${root}/${address}`);
      await expect(page.getByText(words).first(), address).toBeVisible({ timeout: 60_000 });
      await enter(page);
      const seen = new Set<string>();
      for (let pressed = 0; pressed < 25; pressed++) {
        await page.keyboard.press('Tab');
        seen.add(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 300) ?? ''));
      }
      // A trap shows the same element again and again.
      expect(seen.size, address).toBeGreaterThan(4);
    }
  });
});
