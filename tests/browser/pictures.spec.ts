// How do the pages and dashboards look? Not a test: with YARDSTICK_SCREENSHOTS=1 it takes the pictures of docs/, every page
// light and dark, every dashboard from its top.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { dashboardUid } from '../../catalog/project';
import { systems } from '../../catalog/systems';
import { switchFault } from '../../demo/lab';
import { admin, lab } from '../lab';
import { open, signIn, type Role } from './session';

const pictures = path.resolve(__dirname, '../../docs/img');
const quantile =
  'histogram_quantile(0.95, sum by (le, operation_type) (rate(kgas_operation_duration_seconds_bucket[5m])))';

interface Pictured {
  name: string;
  address: string;
  /** What says that its data has come. */
  words: RegExp;
  role?: Role;
  height?: number;
}

const pages: Pictured[] = [
  { name: 'overview', address: 'overview', words: /in 7 days/ },
  { name: 'operations', address: 'operations', words: /operations? (are|is|take|have)/ },
  {
    name: 'operation',
    address: 'operations/kgas:operation:graph_query',
    words: /Violations of the last/,
    height: 1780,
  },
  { name: 'own', address: 'own', words: /Nobody has defined|operations? with a baseline\./ },
  {
    name: 'own-new',
    address: `own/new?prometheus=prometheus&query=${encodeURIComponent(quantile)}`,
    words: /operations? would be learned/,
  },
  { name: 'work', address: 'work?days=28', words: /violations? in 28 days/ },
  { name: 'recommendations', address: 'work?show=recommendations', words: /recommend/ },
  { name: 'proposals', address: 'work?show=proposals', words: /new normal|No level waits/ },
  { name: 'precision', address: 'work?show=precision', words: /by operation and tier|Nobody has judged/ },
  { name: 'history', address: 'work?show=history', words: /^(define|freeze|approve|taken)|Nobody has decided/ },
  { name: 'alerts', address: 'alerts?system=omninode&preview=omninode', words: /^never$|×/ },
  { name: 'reports', address: 'reports?system=omninode', words: /Markdown/ },
  { name: 'runs', address: 'runs', words: /\d+ runs?[.,]/ },
  { name: 'capacity', address: 'capacity?system=omninode&limit=200&perInstance=20', words: /^The load of/ },
  { name: 'capacity-model', address: 'capacity?show=model', words: /After 4 quarters/ },
  { name: 'setup', address: 'setup', words: /hours of \d+ metrics learned/ },
  {
    name: 'configuration',
    address: '../../plugins/yardstick-baselines-app?page=configuration',
    words: /metrics are found/,
    role: 'Admin',
  },
];

test.skip(process.env.YARDSTICK_SCREENSHOTS !== '1', 'pictures are made with YARDSTICK_SCREENSHOTS=1');

async function drawn(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => undefined);
  await expect(page.getByLabel('Panel loading bar')).toHaveCount(0, { timeout: 90_000 });
  await expect(page.getByLabel('Looking back …')).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByText(/^(Loading|Reading|Comparing|Looking|Judging|Counting) .*…$/)).toHaveCount(0, {
    timeout: 30_000,
  });
}

/** The store is shown where an installation keeps it: the folder of this lab is nobody else's. */
async function installed(page: Page): Promise<void> {
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode } = texts;
      currentNode.nodeValue =
        currentNode.nodeValue?.replace(/\/\S+\/yardstick\.db/, '/var/lib/grafana/yardstick/yardstick.db') ?? null;
    }
  });
}

async function take(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await installed(page);
  await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' });
}

/** Two runs that a benchmark wrote, one slower than the other. */
test.beforeAll(async () => {
  for (const [version, factor] of [
    ['1.4', 1],
    ['1.5', 1.4],
  ] as const) {
    const line = (_: unknown, n: number) => `shop,checkout,${(factor * (0.1 + 0.02 * Math.sin(n))).toFixed(5)},success`;
    const text = ['system,operation,seconds,status', ...Array.from({ length: 300 }, line), ''].join('\n');
    await admin('POST', `/api/datasources/uid/yardstick/resources/runs?name=checkout-${version}.csv`, text);
  }
});

for (const theme of ['light', 'dark'] as const) {
  for (const { name, address, words, role = 'Editor', height = 900 } of pages) {
    test(`a picture of ${name}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width: 1400, height });
      await signIn(page, role);
      await open(page, `${address}${address.includes('?') ? '&' : '?'}theme=${theme}`);
      await expect(page.getByText(words).first()).toBeVisible({ timeout: 90_000 });
      if (name === 'reports') {
        await expect(page.getByTitle(/^Report of/)).toBeVisible({ timeout: 120_000 });
      }
      await drawn(page);
      await take(page, `app-${name}-${theme}`);
    });
  }
}

/** Runs are compared and judged by their ids, which nobody knows before. */
for (const theme of ['light', 'dark'] as const) {
  for (const [name, link] of [
    ['compare', 'Compare'],
    ['gate', 'Gate'],
  ] as const) {
    test(`a picture of ${name}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width: 1400, height: 900 });
      await signIn(page, 'Editor');
      await open(page, `runs?theme=${theme}`);
      await page.getByRole('row').filter({ hasText: 'checkout-1.5' }).getByRole('link', { name: link }).click();
      await expect(page.getByText(/Of \d+ operations?|(Pass|Fail|Inconclusive): /).first()).toBeVisible({
        timeout: 60_000,
      });
      await drawn(page);
      await take(page, `app-${name}-${theme}`);
    });
  }
}

/** What all of this is for: something takes five times as long as it does at this hour. */
test('a picture of a slow operation', async ({ page }) => {
  const make = (mode: string) => switchFault(lab().control, 'kgas', 'entity-extraction', mode);
  const minutes = 6;
  test.setTimeout((minutes + 4) * 60_000);
  await page.setViewportSize({ width: 1400, height: 830 });
  await signIn(page, 'Editor');
  await make('x5');
  try {
    await page.waitForTimeout(minutes * 60_000);
    await open(page, 'operations/kgas:operation:entity_extraction?from=now-30m&theme=dark');
    await expect(page.getByText(/entity_extraction takes .* its normal time: .*, critical/)).toBeVisible({
      timeout: 90_000,
    });
    await drawn(page);
    await take(page, 'slow');
  } finally {
    await make('off');
  }
});

const dashboards = [
  { uid: 'yardstick-overview', from: 'now-6h' },
  { uid: 'yardstick-itself', from: 'now-15m' },
  ...systems.flatMap((system) =>
    system.dashboards.map(({ name, from }) => ({ uid: dashboardUid(system.name, name), from }))
  ),
];
for (const { uid, from } of dashboards) {
  test(`a picture of ${uid}`, async ({ page }) => {
    // Down to the panel that each is known for.
    await page.setViewportSize({ width: 1400, height: 1400 });
    await signIn(page, 'Viewer');
    await page.goto(`${lab().grafana}/d/${uid}?from=${from}&to=now&refresh=&kiosk&theme=dark`);
    await drawn(page);
    await take(page, uid.replace(/^yardstick-/, ''));
  });
}
