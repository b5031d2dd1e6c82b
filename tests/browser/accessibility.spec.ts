// Can everybody use the app? No finding of axe on any page, light and dark; every control reached, and every kind of action
// done, by keyboard alone.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { panelsOf } from '../../catalog/system';
import { systems } from '../../catalog/systems';
import { dashboardUid } from '../../catalog/project';
import { admin, lab } from '../lab';
import { open, root, signIn } from './session';

/**
 * What is looked at: the page below its title. Navigation, top bar and Grafana's own pages around it are Grafana's
 * and not ours to mend; a finding in them would hide ours.
 */
const ownDom = 'main#pageContent';

const resources = '/api/datasources/uid/yardstick/resources';
const histogram = 'kgas_operation_duration_seconds';
const quantile = `histogram_quantile(0.95, sum by (le, operation_type) (rate(${histogram}_bucket[5m])))`;

/** A panel of ours in a frame of Grafana's. */
const panelDom = '[data-testid="data-testid panel content"]';

interface Seen {
  /** Below the app's root, or with a slash in front below Grafana's. */
  address: string;
  /** What says that its data has come. */
  words: RegExp;
  /** Its own part, where that is not the whole page. */
  part?: string;
}

const pages: Seen[] = [
  { address: 'overview', words: /since yesterday/i },
  { address: 'operations?system=kgas', words: /operations? (are|is|take|have)/ },
  { address: 'operations?q=nosuchoperation', words: /No operation matches/ },
  { address: 'operations/kgas:operation:graph_query', words: /^graph_query expected$/ },
  { address: 'operations/kgas:operation:nosuchoperation', words: /was not seen/ },
  { address: 'own', words: /operations? with a baseline\./ },
  { address: `own/new?prometheus=prometheus&query=${histogram}_count`, words: /it counts, and measures nothing/ },
  {
    address: `own/new?prometheus=prometheus&query=${encodeURIComponent(quantile)}`,
    words: /operations? would be learned/,
  },
  { address: 'work?days=28', words: /violations? in 28 days/ },
  { address: 'work?show=recommendations', words: /recommend/ },
  { address: 'work?show=proposals', words: /new normal|No level waits/ },
  { address: 'work?show=precision', words: /by operation and tier|Nobody has judged/ },
  { address: 'work?show=history', words: /define|Nobody has decided/ },
  { address: 'alerts?system=omninode', words: /documented alert rules are here/ },
  { address: 'runs', words: /\d+ runs?[.,]/ },
  { address: 'capacity?system=omninode&limit=100000&perInstance=10', words: /^all operations expected$/ },
  { address: 'capacity?show=model', words: /After 4 quarters/ },
  { address: 'setup', words: /hours of \d+ metrics learned/ },
];

/** The address of the first panel of a kind, alone. */
function soloOf(name: string, type: string): string {
  const system = systems.find((one) => one.name === name)!;
  const { dashboard, panel } = panelsOf(system).find((one) => one.panel.type === type)!;
  return `/d-solo/${dashboardUid(name, dashboard.name)}/x?panelId=panel-${panel.id}&from=${dashboard.from}&to=now`;
}

/** The two panels of ours, each alone. */
const panels: Seen[] = [
  { address: soloOf('kgas', 'yardstick-conversions-panel'), words: /graph.*table/i, part: panelDom },
  { address: soloOf('omninode', 'yardstick-breakers-panel'), words: /closed|open/, part: panelDom },
];

/** What only an Admin sees. */
const adminPages: Seen[] = [
  { address: '/plugins/yardstick-baselines-app?page=configuration', words: /Metric mapping/ },
];

/** Where everything is found as documented, the rows of a mapping are shown on request. */
async function showMapping(page: Page): Promise<void> {
  const all = page.getByRole('switch', { name: 'Also those that are found as documented' });
  await expect(all).toBeAttached({ timeout: 60_000 });
  await all.check({ force: true });
  await expect(page.getByRole('combobox', { name: /^Spelling of / }).first()).toBeVisible();
}

const addressOf = (address: string) => `${lab().grafana}${address.startsWith('/') ? '' : `${root}/`}${address}`;
const themed = (address: string, theme: string) => `${address}${address.includes('?') ? '&' : '?'}theme=${theme}`;

async function come(page: Page, { address, words }: Seen, theme = 'dark'): Promise<void> {
  await page.goto(themed(addressOf(address), theme));
  await expect(page.getByText(words).first(), address).toBeVisible({ timeout: 60_000 });
  // Pages ask anew every few seconds: the network need not ever be idle.
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined);
}

type Theme = 'light' | 'dark';

async function findings(
  page: Page,
  { address, part = ownDom }: Pick<Seen, 'address' | 'part'>,
  theme: Theme
): Promise<string[]> {
  // The graph inside a page is Grafana's own panel.
  const axe = new AxeBuilder({ page }).include(part).exclude('[data-testid="uplot-main-div"]');
  // Only colours differ in the other theme.
  const { violations } = await (theme === 'light' ? axe : axe.withRules(['color-contrast'])).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${address}: ${id}: ${help}: ${html.slice(0, 200)}`)
  );
}

/** The page, and the report itself: its frame runs no scripts, those of axe neither, so that it is looked at by itself. */
async function findingsOfReport(page: Page, theme: Theme): Promise<string[]> {
  await page.goto(themed(addressOf('reports?system=omninode'), theme));
  const frame = page.getByTitle(/^Report of/);
  await expect(frame).toBeVisible({ timeout: 120_000 });
  const document = (await frame.getAttribute('srcdoc')) ?? '';
  await frame.evaluate((element) => element.remove());
  const around = await findings(page, { address: 'reports' }, theme);
  await page.setContent(document);
  return [...around, ...(await findings(page, { address: 'the report', part: 'body' }, theme))];
}

/** Two runs of one tool, to compare and to judge; their ids. */
async function importRuns(): Promise<string[]> {
  const line = (factor: number) => (_: unknown, n: number) =>
    `shop,pay,${(factor * (0.1 + 0.02 * Math.sin(n))).toFixed(5)},success`;
  const files = [1, 1.5].map((factor) =>
    ['system,operation,seconds,status', ...Array.from({ length: 200 }, line(factor)), ''].join('\n')
  );
  for (const [index, text] of files.entries()) {
    await admin('POST', `${resources}/runs?name=accessible-${index}.csv`, text);
  }
  const { runs } = await admin<{ runs: Array<{ id: string; name: string }> }>('GET', `${resources}/runs`);
  return runs.filter(({ name }) => name.startsWith('accessible-')).map(({ id }) => id);
}

interface Own {
  id: number;
  version: number;
}

let definition: Own;
let ofRuns: Seen[];
test.beforeAll(async () => {
  const operations = [
    { title: 'Accessible "ingest"', metric: histogram, selector: 'job="kgas"', by: ['operation_type'] },
  ];
  definition = await admin<Own>('POST', `${resources}/own`, { definition: { system: 'accessible', operations } });
  const [current, baseline] = await importRuns();
  ofRuns = [
    { address: `runs?show=compare&current=${current}&baseline=${baseline}`, words: /Of 1 operation/ },
    { address: `runs?show=gate&candidate=${current}&against=${baseline}`, words: /(Pass|Fail|Inconclusive): / },
  ];
});
test.afterAll(async () => {
  await admin('DELETE', `${resources}/own/${definition.id}?version=${definition.version}&reason=end+of+the+test`);
});

const everyPage = (): Seen[] => [
  ...pages,
  { address: `own/${definition.id}`, words: /Accessible "ingest": \d+ operations?/ },
  { address: `own/${definition.id}?edit=1`, words: /operations? would be learned/ },
  ...ofRuns,
];

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page or panel, ${theme}`, async ({ page }) => {
    test.setTimeout(600_000);
    await signIn(page, 'Editor');
    const found: string[] = [];
    for (const seen of [...everyPage(), ...panels]) {
      await come(page, seen, theme);
      found.push(...(await findings(page, seen, theme)));
    }
    found.push(...(await findingsOfReport(page, theme)));
    await signIn(page, 'Admin');
    for (const seen of adminPages) {
      await come(page, seen, theme);
      await showMapping(page);
      found.push(...(await findings(page, seen, theme)));
    }
    expect(found).toEqual([]);
  });

  test(`axe finds nothing in the dialogs, ${theme}`, async ({ page }) => {
    await signIn(page, 'Editor');
    const dialogs: Array<[Seen, string | RegExp]> = [
      [{ address: 'operations/kgas:operation:graph_query', words: /^graph_query expected$/ }, 'Add to dashboard'],
      [{ address: 'operations/kgas:operation:graph_query', words: /^graph_query expected$/ }, 'Set factors'],
      [{ address: 'operations/kgas:operation:graph_query', words: /^graph_query expected$/ }, 'Exclude a time'],
      [{ address: 'work?days=28&state=open', words: /violations? in 28 days/ }, /^Done: |^Take: /],
    ];
    const found: string[] = [];
    for (const [seen, button] of dialogs) {
      await come(page, seen, theme);
      await page.getByRole('button', { name: button }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      found.push(...(await findings(page, { address: String(button), part: '[role="dialog"]' }, theme)));
    }
    expect(found).toEqual([]);
  });
}

/** Presses Tab until `target` has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, target: Locator, most = 150): Promise<void> {
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

/** Goes to a control and uses it. */
async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await expect(target).toBeVisible({ timeout: 60_000 });
  await tabTo(page, target);
  await page.keyboard.press(key);
}

declare global {
  interface Window {
    reached: Set<Element>;
    /** Something outside the page has had the focus. */
    left: boolean;
  }
}

const mostTabs = 600;

/** What can be clicked in the page and never has the focus while Tab goes through it. */
async function unreached(page: Page): Promise<string[]> {
  await page.evaluate((own) => {
    window.reached = new Set();
    window.left = false;
    document.addEventListener('focusin', ({ target }) => {
      const element = target as Element;
      if (element.matches(`${own} *`)) {
        window.reached.add(element);
      } else if (!element.matches(own)) {
        window.left = true;
      }
    });
  }, ownDom);
  await enter(page);
  for (let pressed = 0; !(await page.evaluate(() => window.left)); pressed += 20) {
    if (pressed >= mostTabs) {
      return [`${mostTabs} times Tab do not leave the page`];
    }
    for (let n = 0; n < 20; n++) {
      await page.keyboard.press('Tab');
    }
  }
  return page.evaluate((own) => {
    const pointed = (element: Element | null) => element !== null && getComputedStyle(element).cursor === 'pointer';
    const clickable = [...document.querySelectorAll(`${own} *`)].filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        (pointed(element) || element.matches('a[href], button, input, select, textarea')) &&
        !pointed(element.parentElement) &&
        !element.matches(':disabled, [aria-disabled="true"]') &&
        // Grafana's graph: what it offers with the mouse stands in fields and lists beside it.
        element.closest('[data-testid="uplot-main-div"]') === null
    );
    /** What has the focus for an element: what a label is for, any one of a group of radio buttons, a field with its arrow. */
    const focusedFor = (element: Element): Element[] => {
      const control = element.closest('label')?.control ?? element;
      return control instanceof HTMLInputElement && control.type === 'radio'
        ? [...document.querySelectorAll(`input[name="${control.name}"]`)]
        : [control.closest('[data-testid="input-wrapper"], .rc-slider') ?? control];
    };
    const has = (one: Element, other: Element) => one.contains(other) || other.contains(one);
    const isReached = (element: Element) =>
      focusedFor(element).some((one) => [...window.reached].some((reached) => has(one, reached)));
    return clickable
      .filter((element) => !isReached(element))
      .map((element) => `${element.outerHTML.slice(0, 160)} in ${element.parentElement?.outerHTML.slice(0, 160)}`);
  }, ownDom);
}

test.describe('by keyboard alone', () => {
  test.beforeEach(({ page }) => signIn(page, 'Editor'));

  test('Tab reaches every control of every page, and leaves it', async ({ page }) => {
    test.setTimeout(300_000);
    const found: string[] = [];
    for (const seen of everyPage()) {
      await come(page, seen);
      found.push(...(await unreached(page)).map((html) => `${seen.address}: ${html}`));
    }
    expect(found).toEqual([]);
  });

  test('operations are searched, sorted and opened, and one is added to a dashboard', async ({ page }) => {
    await open(page, 'operations?system=kgas');
    const table = page.getByRole('table', { name: 'operations' });
    await expect(table).toBeVisible({ timeout: 60_000 });
    await enter(page);
    await tabTo(page, page.getByRole('textbox', { name: 'Search operations' }));
    await page.keyboard.type('graph_query');
    await expect(page).toHaveURL(/q=graph_query/);
    await press(page, table.getByRole('button', { name: 'Operation' }));
    await expect(page).toHaveURL(/sort=name/);
    await press(page, table.getByRole('link').first());
    await expect(page).toHaveURL(/\/operations\/kgas:/);

    await enter(page);
    await press(page, page.getByRole('button', { name: 'Add to dashboard' }));
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

  test('a baseline is frozen with a reason, and that is undone', async ({ page }) => {
    await open(page, 'operations/kgas:operation:graph_query');
    const life = page.getByRole('region', { name: 'Versions and decisions' });
    const dialog = page.getByRole('dialog');
    const decide = async (button: Locator, name: string) => {
      await enter(page);
      await press(page, button);
      await tabTo(page, dialog.getByRole('textbox', { name: /Reason/ }));
      await page.keyboard.type('by keyboard');
      await press(page, dialog.getByRole('button', { name, exact: true }).last());
      await expect(dialog).toBeHidden();
    };
    await decide(life.getByRole('button', { name: 'Freeze', exact: true }), 'Freeze');
    await expect(life.getByText(/^Freeze: done for/)).toBeVisible();
    await decide(page.getByRole('status').getByRole('button', { name: 'Undo' }), 'Undo');
    await expect(life.getByText(/^Freeze: done for/)).toBeHidden();
  });

  test('a violation is called expected, and that is taken back', async ({ page }) => {
    await open(page, 'work?days=28&state=open');
    const dialog = page.getByRole('dialog');
    const reason = async (name: string) => {
      await tabTo(page, dialog.getByRole('textbox', { name: /Reason/ }));
      await page.keyboard.type('the weekly import');
      await press(page, dialog.getByRole('button', { name, exact: true }).last());
      await expect(dialog).toBeHidden();
    };
    await expect(page.getByRole('button', { name: /^Done: / }).first()).toBeVisible({ timeout: 60_000 });
    await enter(page);
    await press(page, page.getByRole('button', { name: /^Done: / }).first());
    await tabTo(page, dialog.getByRole('radio').first());
    await page.keyboard.press('ArrowRight');
    await expect(dialog.getByRole('radio', { name: 'expected' })).toBeChecked();
    await reason('Done');
    await enter(page);
    await press(page, page.getByRole('status').getByRole('button', { name: 'Undo' }).first());
    await reason('Undo');
    await expect(page.getByRole('status').getByRole('button', { name: 'Undo' })).toHaveCount(0);
  });

  test("the menu of a system's panels opens and closes", async ({ page }) => {
    await open(page, 'overview');
    await expect(page.getByRole('button', { name: 'Panels of KGAS' })).toBeVisible({ timeout: 60_000 });
    await enter(page);
    await press(page, page.getByRole('button', { name: 'Panels of KGAS' }));
    await expect(page.getByRole('menuitem', { name: /Conversion timings/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menuitem', { name: /Conversion timings/ })).toHaveCount(0);
  });
});
