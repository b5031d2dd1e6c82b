// Does every panel of both dashboards show data? In a browser, because a panel
// that answers may still not draw.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { ADMIN } from '../../demo/grafana';
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

// A stored session would be renewed by Grafana while other tests run, and refused here.
test.beforeEach(async ({ context }) => {
  await context.request.post(`${lab().grafana}/login`, { data: ADMIN });
});

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

async function open(page: Page, system: string, panel: Panel, from: string, to: string): Promise<void> {
  await page.goto(
    `${lab().grafana}/d-solo/yardstick-${system}/x?panelId=panel-${panel.id}&from=${from}&to=${to}&refresh=`
  );
  await settled(page);
}

/** Whether a panel shows the words that stand in place of data. */
async function saysWhy(page: Page, panel: Panel): Promise<boolean> {
  const words = panel.fieldConfig?.defaults?.noValue;
  return words !== undefined && (await page.getByText(words, { exact: true }).count()) > 0;
}

/** Opens a panel at the moments of past faults until it shows data; false where it never does. */
async function showsDataUnderAFault(page: Page, system: string, panel: Panel): Promise<boolean> {
  const moments = lab()
    .faults.filter((fault) => fault.system === system)
    .map(({ at }) => at);
  for (const at of moments) {
    await open(page, system, panel, String((at - 3600) * 1000), String(at * 1000));
    if (!(await saysWhy(page, panel)) && (await complaints(page)).length === 0) {
      return true;
    }
  }
  return false;
}

for (const system of ['kgas', 'omninode']) {
  test(`every panel of yardstick-${system} shows data, or says why not and shows data under its fault`, async ({
    page,
  }) => {
    test.setTimeout(900_000);
    const failures: string[] = [];
    for (const panel of panelsOf(system)) {
      await open(page, system, panel, 'now-1h', 'now');
      const found = await complaints(page);
      failures.push(...found.map((text) => `${panel.id} ${panel.title}: ${text}`));
      if ((await saysWhy(page, panel)) && !(await showsDataUnderAFault(page, system, panel))) {
        failures.push(`${panel.id} ${panel.title}: empty under every fault too`);
      }
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
