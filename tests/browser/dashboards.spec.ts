// Does every panel of every dashboard show data? In a browser, because a panel
// that answers may still not draw.
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { seeDescription } from '../../catalog/emit/empty';
import { itselfName, overviewName } from '../../catalog/emit/places';
import type { Dashboard } from '../../catalog/panel';
import { dashboardUid } from '../../catalog/project';
import { panelsOf, type System } from '../../catalog/system';
import { systems } from '../../catalog/systems';
import { ADMIN } from '../../demo/grafana';
import { lab } from '../lab';

/** A panel as a reader comes to it: by the uid of its dashboard and its own number. */
interface Shown {
  uid: string;
  id: number;
  title: string;
  /** The words that stand in place of data. */
  empty: string;
}

function shownOf(system: System, dashboard: Dashboard): Shown[] {
  const uid = dashboardUid(system.name, dashboard.name);
  return panelsOf(system)
    .filter((entry) => entry.dashboard === dashboard)
    .map(({ panel: { id, title, empty } }) => ({ uid, id, title, empty }));
}

const root = path.resolve(__dirname, '../..');

/** What Grafana says in place of data where nobody gave it better words, and in place of a panel that fell over. */
const NOTHING = /^(No data|Data is missing.*|No data in response|An unexpected error happened.*)$/;

// A session of its own: Grafana renews its token after ten minutes, and an older one is then refused.
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

async function open(page: Page, { uid, id }: Shown, from: string, to: string): Promise<void> {
  await page.goto(`${lab().grafana}/d-solo/${uid}/x?panelId=panel-${id}&from=${from}&to=${to}&refresh=`);
  await settled(page);
}

async function saysWhy(page: Page, { empty }: Shown): Promise<boolean> {
  const said = page.getByText(empty, { exact: true }).or(page.getByText(seeDescription, { exact: true }));
  return (await said.count()) > 0;
}

/** Faults all begin at one minute of an hour; what is empty between two runs of a schedule is not a quarter of an hour long. */
function momentsOf(system: System): number[] {
  const faults = lab().faults.filter((fault) => fault.system === system.name);
  const newest = Math.max(...faults.map(({ at }) => at));
  const around = [1, 2, 3, 4, 5, 6, 7].map((step) => newest + step * 120);
  return [...faults.map(({ at }) => at), ...around];
}

/** Opens a panel at the moments of past faults, and after one, until it shows data; false where it never does. */
async function showsDataUnderAFault(page: Page, system: System, panel: Shown): Promise<boolean> {
  for (const at of momentsOf(system)) {
    await open(page, panel, String((at - 3600) * 1000), String(at * 1000));
    if (!(await saysWhy(page, panel)) && (await complaints(page)).length === 0) {
      return true;
    }
  }
  return false;
}

for (const { system, dashboard } of systems.flatMap((one) =>
  one.dashboards.map((dashboard) => ({ system: one, dashboard }))
)) {
  const uid = dashboardUid(system.name, dashboard.name);

  test(`every panel of ${uid} shows data, or says why not and shows data under a fault`, async ({ page }) => {
    test.setTimeout(900_000);
    const failures: string[] = [];
    for (const panel of shownOf(system, dashboard)) {
      await open(page, panel, dashboard.from, 'now');
      const found = await complaints(page);
      failures.push(...found.map((text) => `${panel.id} ${panel.title}: ${text}`));
      if ((await saysWhy(page, panel)) && !(await showsDataUnderAFault(page, system, panel))) {
        failures.push(`${panel.id} ${panel.title}: empty under every fault too`);
      }
    }
    expect(failures).toEqual([]);
  });
}

const whole = [
  ...systems.flatMap(({ name, dashboards }) =>
    dashboards.map((dashboard) => ({ uid: dashboardUid(name, dashboard.name), from: dashboard.from }))
  ),
  { uid: dashboardUid(overviewName), from: 'now-6h' },
  { uid: dashboardUid(itselfName), from: 'now-15m' },
];
for (const { uid, from } of whole) {
  test(`${uid} as a whole has no panel with an error`, async ({ page }) => {
    await page.setViewportSize({ width: 1400, height: 2400 });
    await page.goto(`${lab().grafana}/d/${uid}?from=${from}&to=now&refresh=`);
    await settled(page);
    await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
    await expect(page.getByText(/^An unexpected error happened/)).toHaveCount(0);
    await page.screenshot({ path: path.join(root, 'test-results', `${uid}.png`) });
  });
}
