// Is the plugin really there: registered, healthy, provisioned?
import { expect, test } from '@playwright/test';
import { dashboardUid } from '../../catalog/project';
import { systems } from '../../catalog/systems';
import { PLUGIN_IDS } from '../../demo/grafana';
import { admin } from '../lab';
import { shippedRules } from '../shipped-rules';

interface Provisioned {
  dashboard: { title: string };
  meta: { provisionedExternalId: string; folderTitle: string };
}

test('all four plugins are registered and enabled', async () => {
  for (const id of PLUGIN_IDS) {
    const settings = await admin<{ id: string; info: { version: string } }>('GET', `/api/plugins/${id}/settings`);
    expect(settings, id).toMatchObject({ id });
  }
  const app = await admin<{ enabled: boolean }>('GET', `/api/plugins/${PLUGIN_IDS[0]}/settings`);
  expect(app.enabled, 'nested plugins work only while the app is enabled').toBe(true);
});

test('the data source is healthy and says what it found', async () => {
  const health = await admin<{ status: string; message: string }>('GET', '/api/datasources/uid/yardstick/health');
  expect(health.status, health.message).toBe('OK');
  for (const { title } of systems) {
    expect(health.message).toContain(title);
  }
});

for (const { name, folder, dashboards } of systems) {
  test(`every dashboard of ${name} is provisioned`, async () => {
    for (const { name: part, title } of dashboards) {
      const uid = dashboardUid(name, part);
      const found = await admin<Provisioned>('GET', `/api/dashboards/uid/${uid}`);
      expect(found.dashboard.title, uid).toBe(title);
      expect(found.meta.provisionedExternalId, uid).toMatch(/\.json$/);
      expect(found.meta.folderTitle, uid).toBe(folder);
    }
  });
}

test('every provisioned rule is known to the scheduler and none is in error', async () => {
  interface Rules {
    data: {
      groups: Array<{
        name: string;
        interval: number;
        rules: Array<{ name: string; health: string; lastError?: string }>;
      }>;
    };
  }
  await expect
    .poll(
      async () => {
        const { data } = await admin<Rules>('GET', '/api/prometheus/grafana/api/v1/rules');
        return data.groups.flatMap(({ rules }) => rules).filter(({ health }) => health === 'unknown').length;
      },
      { timeout: 100_000, message: 'rules that were not evaluated yet' }
    )
    .toBe(0);
  const { data } = await admin<Rules>('GET', '/api/prometheus/grafana/api/v1/rules');
  const rules = data.groups.flatMap((group) => group.rules);
  expect(rules.map(({ name }) => name).sort()).toEqual(
    shippedRules()
      .map(({ title }) => title)
      .sort()
  );
  expect(
    rules.filter(({ health }) => health === 'error').map(({ name, lastError }) => `${name}: ${lastError}`)
  ).toEqual([]);
  for (const group of data.groups.filter(({ name }) => name.endsWith('-fast'))) {
    expect(group.interval, group.name).toBe(10);
  }
});
