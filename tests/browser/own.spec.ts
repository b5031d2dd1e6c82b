// Does the panel of an ordinary Prometheus dashboard come to a learned baseline and an alert, with nothing typed but
// clicks? And is whoever may not define anything refused by the server?
import { expect, test } from '@playwright/test';
import { admin, call, lab } from '../lab';
import { allowed, open, signIn } from './session';

const resources = '/api/datasources/uid/yardstick/resources';
const uid = 'own-panel';
const title = 'Ingest "fast" 🚀';

const dashboard = {
  uid,
  title: 'A dashboard of somebody',
  schemaVersion: 41,
  time: { from: 'now-1h', to: 'now' },
  templating: { list: [{ type: 'custom', name: 'job', query: 'kgas', current: { text: 'kgas', value: 'kgas' } }] },
  panels: [
    {
      id: 1,
      type: 'timeseries',
      title,
      gridPos: { x: 0, y: 0, w: 24, h: 12 },
      datasource: { type: 'prometheus', uid: 'prometheus' },
      targets: [
        {
          refId: 'A',
          datasource: { type: 'prometheus', uid: 'prometheus' },
          expr: 'histogram_quantile(0.95, sum by (le, operation_type) (rate(kgas_operation_duration_seconds_bucket{job="$job"}[$__rate_interval])))',
        },
        {
          refId: 'B',
          datasource: { type: 'prometheus', uid: 'prometheus' },
          expr: 'sum(rate(kgas_operation_duration_seconds_count[5m]))',
        },
      ],
    },
  ],
};

interface Own {
  id: number;
  version: number;
  deleted: boolean;
  definition: { operations: Array<{ title: string }> };
}

async function clean(): Promise<void> {
  const { definitions } = await admin<{ definitions: Own[] }>('GET', `${resources}/own`);
  for (const { id, version, deleted } of definitions) {
    if (!deleted) {
      await call('DELETE', `${resources}/own/${id}?version=${version}&reason=end+of+the+test`);
    }
  }
  await call('DELETE', `/api/dashboards/uid/${uid}`);
}

test.beforeEach(async () => {
  await clean();
  await admin('POST', '/api/dashboards/db', { dashboard, overwrite: true });
});
test.afterEach(clean);

test('from the menu of a panel to a learned baseline and an alert, without typing PromQL', async ({ page }) => {
  test.setTimeout(420_000);
  await signIn(page, 'Editor');
  await allowed(page, `/api/dashboards/uid/${uid}`, 200);
  await page.goto(`${lab().grafana}/d/${uid}`);
  await page.getByText(title).first().hover();
  await page.getByTestId(`data-testid Panel menu ${title}`).click();
  await page.getByRole('menuitem', { name: 'Extensions' }).hover();
  await page.getByRole('menuitem', { name: 'Learn a baseline' }).click();

  await expect(page.getByText('It draws a quantile of the histogram kgas_operation_duration_seconds.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(title);
  await expect(page.getByRole('textbox', { name: /^Matchers/ })).toHaveValue('job="kgas"');
  await expect(page.getByRole('checkbox', { name: 'operation_type' })).toBeChecked();
  await expect(page.getByText(/\d+ operations would be learned/)).toBeVisible();

  await page.getByRole('button', { name: 'Preview on the last week' }).click();
  await expect(page.getByText(/have a baseline after a week/)).toBeVisible({ timeout: 60_000 });

  await page.getByRole('button', { name: 'Save and learn' }).click();
  await expect(page).toHaveURL(/\/own\/\d+/);
  const operations = page.getByRole('table', { name: 'Operations of this definition' });
  await expect(operations.getByRole('cell', { name: /^(provisional|active)$/ }).first()).toBeVisible({
    timeout: 120_000,
  });

  const rule = page.getByRole('link', { name: 'Create alert' });
  const address = new URL((await rule.getAttribute('href')) ?? '', lab().grafana);
  await rule.click();
  await expect(page.getByRole('textbox', { name: 'name' })).toHaveValue(`${title} is slower than normal`);

  // What the form holds is a rule that works: it is evaluated as Grafana would.
  const { queries } = JSON.parse(address.searchParams.get('defaults') ?? '') as { queries: unknown[] };
  const { status, text } = await call('POST', '/api/v1/eval', {
    data: queries,
    condition: 'Condition',
    now: new Date().toISOString(),
  });
  expect(status, text).toBe(200);
  expect(text).toContain('operation_type');
});

test('a gauge of bytes becomes a level, told in its unit from the form to the alert', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, 'Editor');
  const draft = { system: 'own', title: 'Memory', selector: 'job="kgas"' };
  await open(page, `own/new?draft=${encodeURIComponent(JSON.stringify(draft))}`);
  const metric = page.getByRole('combobox', { name: /^Metric/ });
  await metric.click();
  await metric.fill('resident memory');
  await page.getByRole('option', { name: 'process_resident_memory_bytes' }).click();
  await expect(page.getByRole('radio', { name: 'its value at any time' })).toBeChecked();
  await expect(page.getByRole('combobox', { name: /^Unit of the metric/ })).toHaveValue(/bytes/);
  await expect(page.getByText('1 operation would be learned')).toBeVisible();
  await page.getByRole('button', { name: 'Preview on the last week' }).click();
  await expect(page.getByRole('cell', { name: /^[\d.]+ [KMG]iB$/ }).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Save and learn' }).click();
  const operations = page.getByRole('table', { name: 'Operations of this definition' });
  await expect(operations.getByRole('cell', { name: /iB over 5 min is [\d.]+x the usual [\d.]+ [KMG]iB/ })).toBeVisible(
    {
      timeout: 120_000,
    }
  );
  await operations.getByRole('link', { name: 'Memory' }).click();
  await expect(page.getByRole('heading', { name: 'Against normal' })).toBeVisible();
  await expect(
    page.getByText(/Memory is (as normal|not off normal|at [\d.]+x of normal): [\d.]+ [KMG]iB/)
  ).toBeVisible();
  const evidence = page.getByRole('table', { name: 'Normal and now' });
  await expect(evidence.getByRole('rowheader', { name: 'Value' })).toBeVisible();
  await expect(evidence.getByRole('rowheader')).toHaveCount(1);
  await page.getByRole('link', { name: 'Create alert' }).click();
  await expect(page.getByRole('textbox', { name: 'name' })).toHaveValue('Memory is off normal');
});

test('the rate that a panel draws is learned, the sum of its series, and told per second', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, 'Editor');
  const query = 'sum(rate(kgas_llm_cache_requests_total{job="kgas"}[5m]))';
  await open(page, `own/new?${new URLSearchParams({ prometheus: 'prometheus', query, title: 'Look-ups' })}`);
  await expect(page.getByText('It draws the counter kgas_llm_cache_requests_total.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: /^Unit of its rate/ })).toHaveValue('requests/s');
  await expect(page.getByText('1 operation would be learned')).toBeVisible();
  await page.getByRole('button', { name: 'Preview on the last week' }).click();
  await expect(page.getByRole('cell', { name: /^[\d.]+ req\/s$/ }).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Save and learn' }).click();
  const operations = page.getByRole('table', { name: 'Operations of this definition' });
  await expect(
    operations.getByRole('cell', { name: /[\d.]+ req\/s over 5 min (is [\d.]+x|against) the usual [\d.]+ req\/s/ })
  ).toBeVisible({ timeout: 120_000 });
  const { definitions } = await admin<{ definitions: Own[] }>('GET', `${resources}/own`);
  expect(definitions.find(({ deleted }) => !deleted)?.definition.operations).toEqual([
    expect.objectContaining({ title: 'Look-ups', kind: 'counter', unit: 'reqps', selector: 'job="kgas"' }),
  ]);
});

test('a definition is listed, changed with a reason, deleted and restored', async ({ page }) => {
  const definition = {
    system: 'own',
    operations: [{ title, metric: 'kgas_operation_duration_seconds', selector: 'job="kgas"' }],
  };
  const { id } = await admin<Own>('POST', `${resources}/own`, { definition });
  await signIn(page, 'Editor');
  await open(page, 'own');
  await page.getByRole('link', { name: title }).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('checkbox', { name: 'operation_type' }).check({ force: true });
  await page.getByRole('textbox', { name: /^Reason/ }).fill('one for each operation');
  await page.getByRole('button', { name: 'Save the change' }).click();
  await expect(page.getByText(/version 2 by app-editor/)).toBeVisible();

  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /Reason/ }).fill('not needed');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(/is deleted: nothing is learned by it/)).toBeVisible();
  await page.getByRole('button', { name: 'Restore' }).click();
  await dialog.getByRole('textbox', { name: /Reason/ }).fill('needed after all');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('link', { name: 'Create alert' })).toBeVisible();
  const acts = await admin<{ acts: Array<{ action: string }> }>('GET', `${resources}/baselines/audit?system=own`);
  expect(acts.acts.slice(0, 3).map(({ action }) => action)).toEqual([
    'restore definition',
    'delete definition',
    'change definition',
  ]);
  expect(id).toBeGreaterThan(0);
});

test('what a Viewer may not do is refused by the server, not only hidden', async ({ page }) => {
  await signIn(page, 'Viewer');
  await open(page, 'own/new?prometheus=prometheus&query=kgas_operation_duration_seconds_count');
  await expect(page.getByText(/Editors define operations/)).toBeVisible();
  await expect(page.getByText(/it counts, and measures nothing by itself/)).toBeVisible();
  const { request } = page.context();
  const base = `${lab().grafana}${resources}/own`;
  const definition = { system: 'own', operations: [{ title, metric: 'kgas_operation_duration_seconds' }] };
  const answers = await Promise.all([
    request.post(base, { data: { definition } }),
    request.post(`${base}/preview`, { data: { definition } }),
    request.post(`${base}/1`, { data: { version: 1, definition, reason: 'x' } }),
    request.delete(`${base}/1?version=1&reason=x`),
    request.post(`${base}/1/restore`, { data: { version: 1, reason: 'x' } }),
  ]);
  expect(answers.map((answer) => answer.status())).toEqual([403, 403, 403, 403, 403]);
  expect((await request.post(`${base}/check`, { data: { definition } })).status()).toBe(200);
});
