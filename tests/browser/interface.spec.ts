// Can a person use Yardstick by Grafana's own interface alone? Adds a panel to a
// dashboard that is already there, and creates an alert. With
// YARDSTICK_SCREENSHOTS=1 the steps become the pictures of docs/.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { ADMIN } from '../../demo/grafana';
import { admin, call, lab } from '../lab';

const pictures = path.resolve(__dirname, '../../docs/img');

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.YARDSTICK_SCREENSHOTS === '1') {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' });
  }
}

// A session of its own: Grafana renews the token of a session after ten minutes, and a
// stored one is then refused.
test.beforeEach(async ({ context }) => {
  // Its menu beside the page would take the room of what is to be seen.
  await context.addInitScript(() => localStorage.setItem('grafana.navigation.docked', 'false'));
  const answer = await context.request.post(`${lab().grafana}/login`, { data: ADMIN });
  expect(answer.ok(), 'signing in').toBe(true);
});

/** Below the bar of the page, which stays on top. */
async function toTop(part: Locator): Promise<void> {
  await part.evaluate((element) => {
    element.style.scrollMarginTop = '60px';
    element.scrollIntoView({ block: 'start', behavior: 'instant' });
  });
}

/** A field of our query editor, which Grafana shows in the row of query A. */
const field = (page: Page, name: string): Locator =>
  page.getByTestId('query-editor-row').first().getByRole('combobox', { name, exact: true });

async function choose(page: Page, name: string, option: RegExp): Promise<void> {
  await field(page, name).click();
  await page.getByRole('option', { name: option }).click();
}

/** What must be seen at the top of each dashboard, down to our own panel or table. */
const tops = {
  kgas: ['Conversion timings', /graph → table/],
  omninode: ['Circuit Breaker Status', 'critical'],
} as const;

for (const [system, [panel, content]] of Object.entries(tops)) {
  test(`the top of yardstick-${system} holds "${panel}"`, async ({ page }) => {
    await page.setViewportSize({ width: 1400, height: 1400 });
    await page.goto(`${lab().grafana}/d/yardstick-${system}?from=now-1h&to=now&refresh=&kiosk`);
    const found = page.getByRole('region', { name: panel });
    await expect(found.getByText(content).first()).toBeInViewport({ timeout: 60_000 });
    await expect(page.getByLabel('Panel loading bar')).toHaveCount(0, { timeout: 60_000 });
  });
}

test.describe('a panel on a dashboard that is already there', () => {
  const uid = 'somebodys-own';
  const title = 'How long conversions take';

  test.beforeEach(async () => {
    await admin('POST', '/api/dashboards/db', { dashboard: somebodysDashboard(uid), overwrite: true });
  });
  test.afterEach(() => call('DELETE', `/api/dashboards/uid/${uid}`));

  test('is added with Edit, Add, Visualization, and shows data after a reload', async ({ page }) => {
    await page.goto(`${lab().grafana}/d/${uid}`);
    await page.getByTestId('data-testid Edit dashboard button').click();
    await page.getByTestId('data-testid Add button').click();
    const visualization = page.getByRole('menuitem', { name: 'Visualization' });
    await expect(visualization).toBeVisible();
    await picture(page, 'add-a-panel-1-add');
    await visualization.click();

    await page.getByTestId('data-testid Select a data source').click();
    const source = page.getByTestId('data-source-card').filter({ hasText: 'Yardstick' });
    await expect(source.first()).toBeVisible();
    await picture(page, 'add-a-panel-2-data-source');
    // What the editor shows is asked at once, before anybody changes a field.
    const asked = page.waitForRequest((request) => (request.postData() ?? '').includes('"queryType":"series"'));
    await source.first().click();
    await asked;

    await field(page, 'Show').click();
    const conversions = page.getByRole('option', { name: /^Conversions/ });
    await expect(conversions).toBeVisible();
    await picture(page, 'add-a-panel-3-query');
    await conversions.click();
    await choose(page, 'System', /KGAS/);

    await page.getByTestId('data-testid toggle-viz-picker').click();
    await page.getByPlaceholder('Search for...').fill('conversion');
    const timings = page.getByLabel('Plugin visualization item Conversion timings');
    await expect(timings).toBeVisible();
    await picture(page, 'add-a-panel-4-visualization');
    await timings.click();
    await page.getByTestId('data-testid Panel editor option pane field input Title').fill(title);
    await expectConversions(page);
    await picture(page, 'add-a-panel-5-panel');

    await page.getByTestId('data-testid Save dashboard button').click();
    await page.getByTestId('data-testid Save dashboard drawer button').click();
    await expect(page.getByText('Dashboard saved')).toBeVisible();
    await page.goto(`${lab().grafana}/d/${uid}`);
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expectConversions(page);
    await picture(page, 'add-a-panel-6-dashboard');
  });
});

interface Rule {
  uid: string;
  title: string;
  folderUID: string;
  ruleGroup: string;
  for: string;
  condition: string;
  notification_settings?: { receiver: string };
  data: Array<{ refId: string; datasourceUid: string; model: Record<string, unknown> }>;
}

const RULES = '/api/v1/provisioning/alert-rules';

/** The documented conversions in our panel, and no complaint. */
async function expectConversions(page: Page): Promise<void> {
  await expect(page.getByText(/graph.*table/i).first()).toBeVisible();
  await expect(page.getByText(/vector.*graph/i).first()).toBeVisible();
  await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
}

/** What somebody has before Yardstick: one graph of their own. */
function somebodysDashboard(uid: string): object {
  return {
    uid,
    title: 'Our service',
    time: { from: 'now-6h', to: 'now' },
    panels: [
      {
        id: 1,
        type: 'timeseries',
        title: 'Targets that answer',
        gridPos: { x: 0, y: 0, w: 24, h: 8 },
        datasource: { type: 'prometheus', uid: 'prometheus' },
        targets: [{ refId: 'A', expr: 'sum by (job) (up)' }],
      },
    ],
  };
}

test.describe('an alert on our query', () => {
  const folder = { uid: 'somebodys-alerts', title: 'Our alerts' };
  const name = 'KGAS is slower than normal';

  const mine = async () => (await admin<Rule[]>('GET', RULES)).filter(({ folderUID }) => folderUID === folder.uid);
  const clean = async () => {
    for (const { uid } of await mine()) {
      await call('DELETE', `${RULES}/${uid}`);
    }
    await call('DELETE', `/api/folders/${folder.uid}?forceDeleteRules=true`);
  };

  test.beforeEach(async () => {
    await clean();
    await admin('POST', '/api/folders', folder);
  });
  test.afterEach(clean);

  test('is created with New alert rule, previewed and kept', async ({ page }) => {
    await page.goto(`${lab().grafana}/alerting/new/alerting`);
    await page.getByTestId('data-testid alert-rule name-field').fill(name);
    await page.getByTestId('data-testid Select a data source').click();
    await page.getByTestId('data-source-card').filter({ hasText: 'Yardstick' }).first().click();
    await expect(field(page, 'Show')).toHaveValue('Deviation from normal');
    await choose(page, 'System', /KGAS/);
    await choose(page, 'Number', /^Tier/);
    const step = (number: number) => page.getByTestId(`data-testid alert-rule step-${number}`);
    await step(2).getByRole('spinbutton').fill('1');
    await expect(step(2).getByText('graph_query').first()).toBeVisible();
    await toTop(step(2));
    await picture(page, 'create-an-alert-1-query');

    await page.getByTestId('data-testid alert-rule preview-button').click();
    await expect(step(2).getByText('Normal').first()).toBeVisible();
    await toTop(step(2).getByText('Alert condition', { exact: true }));
    await picture(page, 'create-an-alert-2-preview');

    await page.getByTestId('folder-picker').getByRole('button', { name: 'Select folder' }).click();
    await page.getByRole('treeitem', { name: folder.title }).click();
    await page.getByTestId('data-testid alert-rule new-evaluation-group-button').click();
    const group = page.getByRole('dialog');
    await group.getByRole('textbox', { name: /group name/ }).fill('fast');
    await group.getByRole('option', { name: '10s', exact: true }).click();
    await group.getByRole('button', { name: 'Create' }).click();
    await step(4).getByRole('option', { name: 'None' }).first().click();
    await toTop(step(3));
    await picture(page, 'create-an-alert-3-evaluation');

    // There is one contact point per receiver: the list is long.
    await step(5).getByRole('combobox').fill('yardstick-demo');
    await page.getByRole('option', { name: 'yardstick-demo' }).click();
    await toTop(step(5));
    await picture(page, 'create-an-alert-4-contact-point');
    await page.getByTestId('save-rule').click();
    await expect.poll(async () => (await mine()).map(({ title }) => title)).toEqual([name]);
    const [rule] = await mine();
    expect(rule).toMatchObject({ ruleGroup: 'fast', for: '0s' });
    expect(rule?.notification_settings).toMatchObject({ receiver: 'yardstick-demo' });
    expect(rule?.data[0]).toMatchObject({
      datasourceUid: 'yardstick',
      model: { queryType: 'deviation', system: 'kgas', measure: 'tier' },
    });
    const threshold = rule?.data.find(({ refId }) => refId === rule.condition);
    expect(threshold?.model).toMatchObject({ conditions: [{ evaluator: { type: 'gt', params: [1] } }] });
  });
});
