// Does a dashboard's ad hoc filter choose our operations, and does a query's help put a query into the editor?
import { expect, test } from '@playwright/test';
import { ADMIN } from '../../demo/grafana';
import { admin, call, lab } from '../lab';

const uid = 'filtered-by-labels';
const datasource = { type: 'yardstick-baselines-datasource', uid: 'yardstick' };

test.beforeEach(async ({ context }) => {
  await context.request.post(`${lab().grafana}/login`, { data: ADMIN });
  await admin('POST', '/api/dashboards/db', {
    dashboard: {
      uid,
      title: 'Filtered by labels',
      schemaVersion: 42,
      time: { from: 'now-1h', to: 'now' },
      templating: { list: [{ type: 'adhoc', name: 'filters', datasource, filters: [] }] },
      panels: [
        {
          id: 1,
          type: 'table',
          title: 'Operations',
          datasource,
          gridPos: { x: 0, y: 0, w: 24, h: 20 },
          targets: [{ refId: 'A', datasource, queryType: 'table', table: 'operations', system: 'kgas' }],
        },
      ],
    },
    overwrite: true,
  });
});
test.afterEach(() => call('DELETE', `/api/dashboards/uid/${uid}`));

test('an ad hoc filter keeps the operations whose label has the value, or has another', async ({ page }) => {
  const table = page.getByRole('grid');
  const shows = (...filters: string[]) =>
    page.goto(`${lab().grafana}/d/${uid}?${new URLSearchParams(filters.map((each) => ['var-filters', each]))}`);
  await shows('source|=|graph');
  await expect(table.getByText('graph-to-table small').first()).toBeVisible({ timeout: 30_000 });
  await expect(table.getByText('vector-to-graph small')).toHaveCount(0);
  await shows('source|!=|graph', 'dataset_size|=|small');
  await expect(table.getByText('vector-to-graph small').first()).toBeVisible({ timeout: 30_000 });
  await expect(table.getByText('graph-to-table small')).toHaveCount(0);
});

test('labels and their values are offered to choose from', async ({ page }) => {
  await page.goto(`${lab().grafana}/d/${uid}`);
  const filters = page.getByRole('combobox', { name: /filter/i }).first();
  await filters.click();
  await page.getByRole('option', { name: 'dataset_size', exact: true }).click();
  await page.getByRole('option', { name: /^=/ }).first().click();
  await expect(page.getByRole('option', { name: 'small', exact: true })).toBeVisible();
});

test('the help of a query puts the query that answers a question into the editor', async ({ page }) => {
  await page.goto(`${lab().grafana}/d/${uid}?editPanel=1`);
  const row = page.getByTestId('query-editor-row').first();
  await row.getByRole('button', { name: /data source help/i }).click();
  await row.getByRole('button', { name: 'Is anything slower than normal?' }).click();
  await expect(row.getByRole('combobox', { name: 'Show', exact: true })).toHaveValue('Deviation from normal');
  await expect(row.getByRole('combobox', { name: 'System', exact: true })).toHaveValue(/KGAS/);
});
