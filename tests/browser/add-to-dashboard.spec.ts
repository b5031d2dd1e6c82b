// Can a person take a chart of the app to a dashboard that is already there, and does nothing else of it change?
import { expect, test, type Page } from '@playwright/test';
import { admin, call } from '../lab';
import { allowed, open, signIn } from './session';

const folder = { uid: 'add-folder', title: 'Dashboards of the team' };
const locked = { uid: 'add-locked', title: 'Dashboards of others' };
const classic = { uid: 'add-classic', title: 'Our classic dashboard' };
const elements = { uid: 'add-elements', title: 'Our dashboard with elements' };
const foreign = { uid: 'add-foreign', title: 'Their dashboard' };
const api = '/apis/dashboard.grafana.app';

interface Resource {
  metadata: { name: string; annotations?: Record<string, string> };
  spec: Record<string, unknown>;
}

const pathOf = (version: string, uid: string) => `${api}/${version}/namespaces/default/dashboards/${uid}`;
const stored = (version: string, uid: string) => admin<Resource>('GET', pathOf(version, uid));

/** As somebody saved it years ago: with a field of theirs, and a row that is closed. */
const classicSpec = {
  uid: classic.uid,
  title: classic.title,
  schemaVersion: 36,
  tags: ['team'],
  time: { from: 'now-2d', to: 'now' },
  panels: [
    { id: 4, type: 'text', title: 'Read me', gridPos: { x: 0, y: 0, w: 24, h: 4 }, options: { content: 'Hello' } },
    {
      id: 5,
      type: 'row',
      title: 'Details',
      collapsed: true,
      gridPos: { x: 0, y: 4, w: 24, h: 1 },
      panels: [{ id: 9, type: 'text', title: 'More', gridPos: { x: 0, y: 5, w: 24, h: 30 } }],
    },
  ],
};

const text = (id: number, title: string) => ({
  kind: 'Panel',
  spec: {
    id,
    title,
    description: '',
    links: [],
    data: { kind: 'QueryGroup', spec: { queries: [], transformations: [], queryOptions: {} } },
    vizConfig: {
      kind: 'VizConfig',
      group: 'text',
      version: '',
      spec: { options: { content: title }, fieldConfig: { defaults: {}, overrides: [] } },
    },
  },
});

const elementsSpec = {
  title: elements.title,
  cursorSync: 'Crosshair',
  preload: false,
  links: [],
  tags: ['team'],
  annotations: [],
  variables: [],
  timeSettings: {
    from: 'now-2d',
    to: 'now',
    autoRefresh: '',
    autoRefreshIntervals: ['5s'],
    hideTimepicker: false,
    fiscalYearStartMonth: 0,
  },
  elements: { 'panel-3': text(3, 'Read me') },
  layout: {
    kind: 'GridLayout',
    spec: {
      items: [
        {
          kind: 'GridLayoutItem',
          spec: { x: 0, y: 0, width: 24, height: 6, element: { kind: 'ElementReference', name: 'panel-3' } },
        },
      ],
    },
  },
};

const clean = async () => {
  for (const { uid } of [classic, elements, foreign]) {
    await call('DELETE', `/api/dashboards/uid/${uid}`);
  }
  for (const { uid } of [folder, locked]) {
    await call('DELETE', `/api/folders/${uid}?forceDeleteRules=true`);
  }
};

test.beforeEach(async () => {
  await clean();
  await admin('POST', '/api/folders', folder);
  await admin('POST', '/api/folders', locked);
  // Only the administrator may write to the other folder; everybody may read it.
  await admin('POST', `/api/folders/${locked.uid}/permissions`, { items: [{ role: 'Viewer', permission: 1 }] });
  await admin('POST', '/api/dashboards/db', { dashboard: classicSpec, folderUid: folder.uid });
  await admin('POST', '/api/dashboards/db', { dashboard: { ...classicSpec, ...foreign }, folderUid: locked.uid });
  await admin('POST', `${api}/v2beta1/namespaces/default/dashboards`, {
    kind: 'Dashboard',
    apiVersion: 'dashboard.grafana.app/v2beta1',
    metadata: { name: elements.uid, annotations: { 'grafana.app/folder': folder.uid } },
    spec: elementsSpec,
  });
});
test.afterEach(clean);

async function openOperation(page: Page): Promise<string> {
  await open(page, 'operations?system=kgas&q=graph_query');
  const link = page.getByRole('table', { name: 'operations' }).getByRole('link').first();
  const name = (await link.textContent()) ?? '';
  await link.click();
  await page.getByRole('button', { name: 'Add to dashboard' }).click();
  return name;
}

async function openPanel(page: Page, system: string, panel: string): Promise<void> {
  await open(page, 'overview');
  await page.getByRole('button', { name: `Panels of ${system}` }).click();
  await page.getByRole('menuitem', { name: `Add ${panel} to a dashboard` }).click();
}

async function addTo(page: Page, title: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Dashboard' }).fill(title);
  await page.getByRole('option', { name: title }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('link', { name: 'Open dashboard' })).toBeVisible();
}

/** The dashboard shows the panel with data in it, and no complaint. */
async function shows(page: Page, title: string): Promise<void> {
  const link = page.getByRole('dialog').getByRole('link', { name: 'Open dashboard' });
  // One that was just made is not yet among what Grafana remembers that this person may see.
  const uid = /\/d\/([^/?]+)/.exec((await link.getAttribute('href')) ?? '')?.[1];
  await allowed(page, `/api/dashboards/uid/${uid}`, 200);
  await link.click();
  const panel = page.getByRole('region', { name: title });
  await panel.scrollIntoViewIfNeeded();
  await expect(panel).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByText(/^No data$/)).toHaveCount(0);
  await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
}

test('the chart of an operation and both panels go into a dashboard of the classic schema', async ({ page }) => {
  test.setTimeout(420_000); // three times the app, a dialog and a dashboard
  const before = (await stored('v0alpha1', classic.uid)).spec;
  await signIn(page, 'Editor');
  await allowed(page, `/api/dashboards/uid/${classic.uid}`, 200);
  const name = await openOperation(page);
  await addTo(page, classic.title);
  await shows(page, `${name}: p95 against normal`);
  await openPanel(page, 'KGAS', 'Conversion timings');
  await addTo(page, classic.title);
  await shows(page, 'Conversion timings');
  await openPanel(page, 'OmniNode Bridge', 'Circuit breakers');
  await addTo(page, classic.title);

  const { spec: after, metadata } = await stored('v0alpha1', classic.uid);
  const { panels, ...others } = after as typeof classicSpec;
  const { panels: old, ...same } = before as typeof classicSpec;
  expect(others).toEqual(same);
  expect(panels.slice(0, old.length)).toEqual(old);
  const added = panels.slice(old.length);
  expect(added.map(({ id, type }) => [id, type])).toEqual([
    [10, 'timeseries'],
    [11, 'yardstick-conversions-panel'],
    [12, 'yardstick-breakers-panel'],
  ]);
  expect(added[0]?.gridPos).toMatchObject({ x: 0, y: 5 });
  expect(JSON.stringify(added)).not.toContain('${yardstick}');
  expect(metadata.annotations?.['grafana.app/folder']).toBe(folder.uid);
});

test('and into one of the schema with elements', async ({ page }) => {
  const before = (await stored('v2beta1', elements.uid)).spec as typeof elementsSpec;
  await signIn(page, 'Editor');
  await openPanel(page, 'KGAS', 'Conversion timings');
  await addTo(page, elements.title);
  const after = (await stored('v2beta1', elements.uid)).spec as typeof elementsSpec;
  expect({ ...after, elements: undefined, layout: undefined }).toEqual({
    ...before,
    elements: undefined,
    layout: undefined,
  });
  expect(Object.keys(after.elements)).toEqual(['panel-3', 'panel-4']);
  expect(after.elements['panel-3']).toEqual(before.elements['panel-3']);
  expect(after.layout.spec.items[0]).toEqual(before.layout.spec.items[0]);
  expect(after.layout.spec.items[1]?.spec).toMatchObject({ y: 6, element: { name: 'panel-4' } });
  // Grafana 12 shows such a dashboard only where it is asked to.
  const [, minor] = /^12\.(\d+)/.exec(await version()) ?? [];
  if (minor === undefined) {
    await shows(page, 'Conversion timings');
  }
});

const version = async () => (await admin<{ version: string }>('GET', '/api/health')).version;

test('a dashboard that this person may not change is not offered, and a Viewer is told who may', async ({ page }) => {
  await signIn(page, 'Editor');
  await openOperation(page);
  await page.getByRole('dialog').getByRole('combobox', { name: 'Dashboard' }).fill(foreign.title);
  await expect(page.getByText(/No options found/)).toBeVisible();
  await page.keyboard.press('Escape');

  await signIn(page, 'Viewer');
  await open(page, 'operations?system=kgas&q=graph_query');
  await page.getByRole('table', { name: 'operations' }).getByRole('link').first().click();
  await expect(page.getByRole('button', { name: 'Add to dashboard' })).toBeDisabled();
});

test('a new dashboard is made in the folder of choice', async ({ page }) => {
  await signIn(page, 'Editor');
  const name = await openOperation(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'A new one' }).check({ force: true });
  await dialog.getByRole('combobox', { name: 'Folder' }).fill(folder.title);
  await page.getByRole('option', { name: folder.title }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const link = dialog.getByRole('link', { name: 'Open dashboard' });
  await expect(link).toBeVisible();
  const uid = ((await link.getAttribute('href')) ?? '').split('/').at(-1);
  await shows(page, `${name}: p95 against normal`);
  const { meta } = await admin<{ meta: { folderUid: string } }>('GET', `/api/dashboards/uid/${uid}`);
  await call('DELETE', `/api/dashboards/uid/${uid}`);
  expect(meta.folderUid).toBe(folder.uid);
});

test('what somebody saved in between is not written over', async ({ page }) => {
  await signIn(page, 'Editor');
  await openOperation(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Dashboard' }).fill(classic.title);
  await page.getByRole('option', { name: classic.title }).click();
  // Another person saves between our reading and our writing.
  await page.route('**/apis/dashboard.grafana.app/**/dashboards/add-classic?*', async (route) => {
    if (route.request().method() === 'PUT') {
      const dashboard = { ...classicSpec, title: classic.title, tags: ['theirs'] };
      await admin('POST', '/api/dashboards/db', { dashboard, folderUid: folder.uid, overwrite: true });
    }
    await route.continue();
  });
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  expect((await stored('v0alpha1', classic.uid)).spec).toMatchObject({ tags: ['theirs'] });
});
