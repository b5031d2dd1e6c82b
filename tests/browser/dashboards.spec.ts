// Does every panel of both dashboards show data? In a browser, because a panel
// that answers may still not draw.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { lab } from '../lab';

interface Panel {
  id: number;
  title: string;
  type: string;
  panels?: Panel[];
  fieldConfig?: { defaults?: { noValue?: string } };
}

const root = path.resolve(__dirname, '../..');

function panelsOf(system: string): Panel[] {
  const { panels } = JSON.parse(
    readFileSync(path.join(root, 'dashboards', system, `yardstick-${system}.json`), 'utf8')
  ) as { panels: Panel[] };
  return panels.flatMap((panel) => [...(panel.type === 'row' ? [] : [panel]), ...(panel.panels ?? [])]);
}

/** What Grafana says in place of data where nobody gave it better words. */
const NOTHING = /^(No data|Data is missing.*|No data in response)$/;

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 30_000 }).catch(() => undefined);
  await expect(page.getByLabel('Panel loading bar')).toHaveCount(0, { timeout: 30_000 });
}

async function complaints(page: Page): Promise<string[]> {
  const error = page.getByTestId('data-testid Panel status error');
  const texts =
    (await error.count()) > 0 ? ['error: ' + ((await error.first().getAttribute('aria-label')) ?? 'panel status')] : [];
  const said = await page.getByText(NOTHING).allTextContents();
  return [...texts, ...said];
}

for (const system of ['kgas', 'omninode']) {
  test(`every panel of yardstick-${system} shows data or says why it is empty`, async ({ page }) => {
    test.setTimeout(900_000);
    const failures: string[] = [];
    for (const panel of panelsOf(system)) {
      await page.goto(
        `${lab().grafana}/d-solo/yardstick-${system}/x?panelId=panel-${panel.id}&from=now-1h&to=now&refresh=`
      );
      await settled(page);
      const found = await complaints(page);
      failures.push(...found.map((text) => `${panel.id} ${panel.title}: ${text}`));
    }
    expect(failures).toEqual([]);
  });

  test(`yardstick-${system} as a whole has no panel with an error`, async ({ page }) => {
    await page.setViewportSize({ width: 1400, height: 2400 });
    await page.goto(`${lab().grafana}/d/yardstick-${system}?from=now-1h&to=now&refresh=`);
    await settled(page);
    await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
    await page.screenshot({ path: path.join(root, 'test-results', `dashboard-${system}.png`) });
  });
}
