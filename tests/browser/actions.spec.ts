// Does everything that one does with a baseline work in a real Grafana, as each role? Each action through the page, what
// came of it by the resource API, and that it can be taken back.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { admin, call, lab } from '../lab';
import { open, signIn } from './session';

const resources = '/api/datasources/uid/yardstick/resources';
/** Who the Editor is, in what is listed. */
const editor = 'app-editor';

interface Baseline {
  id: number;
  system: string;
  set: string;
  operation: string;
  version: number;
  state: string;
  author: string;
  windows: number;
  factors: { warning: number } | null;
}

const baselines = async () =>
  (await admin<{ baselines: Baseline[] }>('GET', `${resources}/baselines?system=dpas`)).baselines;
const baseline = async (id: number) => {
  const found = (await baselines()).find((each) => each.id === id);
  expect(found, `the baseline of operation ${id}`).toBeDefined();
  return found as Baseline;
};

const written = (part: string) => encodeURIComponent(part).replaceAll('~', '%7E').replaceAll('%', '~');
const addressOf = ({ system, set, operation }: Baseline) =>
  `operations/${[system, set, operation].map(written).join(':')}`;

/** Active ones that nobody has decided about, so that every action makes sense. */
async function untouched(count: number): Promise<Baseline[]> {
  const all = (await baselines()).filter(({ state, author }) => state === 'active' && author === 'learner');
  expect(all.length, 'active baselines of dpas').toBeGreaterThanOrEqual(count);
  return all.slice(0, count);
}

const life = (page: Page) => page.getByRole('region', { name: 'Versions and decisions' });

/** Opens the dialog of an action, fills it and decides. */
async function decide(page: Page, within: Locator, button: string, fill?: (dialog: Locator) => Promise<void>) {
  await within.getByRole('button', { name: button, exact: true }).first().click();
  await confirm(page, button, fill);
}

async function confirm(page: Page, button: string | RegExp, fill?: (dialog: Locator) => Promise<void>) {
  const dialog = page.getByRole('dialog');
  await fill?.(dialog);
  await dialog.getByRole('textbox', { name: /Reason/ }).fill('"release" week 🚀');
  await dialog.getByRole('button', { name: button }).last().click();
  await expect(dialog).toBeHidden();
}

/** By the button that follows a decision. */
async function undo(page: Page) {
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await confirm(page, 'Undo');
}

test('an Editor approves, freezes, sets factors, rolls back and accepts; each is undone by the button after it', async ({
  page,
}) => {
  const [one] = await untouched(1);
  await signIn(page, 'Editor');
  await open(page, addressOf(one!));
  const steps: Array<[string, string, ((dialog: Locator) => Promise<void>)?]> = [
    ['Approve', 'approved'],
    ['Freeze', 'frozen'],
    ['Set factors', 'active', (dialog) => dialog.getByRole('spinbutton', { name: 'warning' }).fill('2')],
    ['Accept the new level', 'active'],
  ];
  for (const [button, state, fill] of steps) {
    await decide(page, life(page), button, fill);
    await expect(life(page).getByText(/: done for /)).toBeVisible();
    expect(await baseline(one!.id), button).toMatchObject({ state, author: editor });
    await undo(page);
    await expect(life(page).getByText(/: done for /)).toBeHidden();
    await expect.poll(async () => (await baseline(one!.id)).state, { message: `${button}, undone` }).toBe('active');
    expect((await baseline(one!.id)).factors).toBeNull();
  }
  await decide(page, life(page), 'Freeze');
  await decide(page, life(page), 'Unfreeze');
  await life(page)
    .getByRole('button', { name: /^Roll back to/ })
    .first()
    .click();
  await confirm(page, /^Roll back to version/);
  expect((await baseline(one!.id)).state).toBe('frozen');
  await undo(page);
  await expect.poll(async () => (await baseline(one!.id)).state).toBe('active');
  const list = life(page).getByRole('list', { name: 'What was done' });
  await expect(list.getByRole('listitem').first()).toContainText(`${editor}undo rollback`);
  await expect(list.getByRole('listitem').first()).toContainText('"release" week 🚀');
});

test('a time is excluded by dragging over the graph, drawn on it, and withdrawn by the keyboard', async ({ page }) => {
  const [one] = await untouched(1);
  await signIn(page, 'Editor');
  await open(page, addressOf(one!));
  const graph = page.getByRole('region', { name: 'p95 against normal' });
  const plot = graph.locator('.u-over').first();
  await expect(plot).toBeVisible({ timeout: 60_000 });
  await graph.getByRole('button', { name: 'Mark a time to exclude' }).click();
  await plot.scrollIntoViewIfNeeded();
  const box = (await plot.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 8 });
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  await confirm(page, 'Exclude a time');
  await expect(life(page).getByText(/^Exclude a time: done for/)).toBeVisible();
  const { exclusions } = await admin<{
    exclusions: Array<{ operation: number; from: string; to: string; withdrawn: string | null }>;
  }>('GET', `${resources}/exclusions?system=dpas`);
  const made = exclusions.filter(({ operation, withdrawn }) => operation === one!.id && withdrawn === null).at(-1);
  const minutes = (Date.parse(made!.to) - Date.parse(made!.from)) / 60_000;
  // A fifth of the six hours that the graph shows.
  expect(minutes).toBeGreaterThan(50);
  expect(minutes).toBeLessThan(100);
  const withdraw = life(page)
    .getByRole('button', { name: /^Withdraw incident until/ })
    .first();
  await withdraw.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('textbox').focus();
  await page.keyboard.type('it was normal');
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(life(page).getByRole('button', { name: /^Withdraw incident until/ })).toHaveCount(0);
});

test('a time is excluded by typing it; one before any data says that nothing comes of it', async ({ page }) => {
  const [one] = await untouched(1).catch(async () => (await baselines()).slice(0, 1));
  await signIn(page, 'Editor');
  await open(page, addressOf(one!));
  await life(page).getByRole('button', { name: 'Exclude a time' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'From' }).fill('2001-01-01 00:00');
  await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('2001-01-02 00:00');
  await expect(dialog.getByText('Nothing was learned from this time: it changes nothing now.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('soon');
  await expect(dialog.getByText(/"soon" is not a time/)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'From' }).fill('now-3h');
  await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('now-2h');
  await confirm(page, 'Exclude a time');
  await undo(page);
  await expect.poll(async () => (await baseline(one!.id)).author).toBe(editor);
});

test('many are chosen in the table, frozen at once, and let go at once', async ({ page }) => {
  await signIn(page, 'Editor');
  await open(page, 'operations?system=dpas&state=active');
  const table = page.getByRole('table', { name: 'operations' });
  const boxes = table.getByRole('checkbox', { name: /^Choose (?!all)/ });
  await expect(boxes.nth(1)).toBeVisible({ timeout: 60_000 });
  await boxes.nth(0).check({ force: true });
  await boxes.nth(1).check({ force: true });
  await expect(page.getByText('2 chosen')).toBeVisible();
  const before = (await baselines()).filter(({ state }) => state === 'frozen').length;
  await page.getByRole('button', { name: 'Freeze', exact: true }).click();
  await confirm(page, 'Freeze');
  await expect(page.getByText('Freeze: done for 2 operations.')).toBeVisible();
  expect((await baselines()).filter(({ state }) => state === 'frozen')).toHaveLength(before + 2);
  await undo(page);
  await expect.poll(async () => (await baselines()).filter(({ state }) => state === 'frozen').length).toBe(before);
});

test('an Admin resets one operation, and takes it back from the list of all', async ({ page }) => {
  const [one] = (await baselines()).filter(({ state }) => state === 'active');
  await signIn(page, 'Admin');
  await open(page, addressOf(one!));
  await decide(page, life(page), 'Reset');
  expect(await baseline(one!.id)).toMatchObject({ windows: 0 });
  await open(page, 'work?show=history');
  await page
    .getByRole('button', { name: `Undo reset of ${one!.operation}` })
    .first()
    .click();
  await confirm(page, 'Undo');
  await expect.poll(async () => (await baseline(one!.id)).windows).toBeGreaterThan(0);
});

test('who comes second is told who came first', async ({ page }) => {
  const [one] = (await baselines()).filter(({ state }) => state === 'active');
  await signIn(page, 'Editor');
  await open(page, addressOf(one!));
  await life(page).getByRole('button', { name: 'Freeze', exact: true }).click();
  const now = await baseline(one!.id);
  const body = { operations: [{ id: now.id, version: now.version }], reason: 'first' };
  const { acts } = await admin<{ acts: number[] }>('POST', `${resources}/baselines/approve`, body);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('second');
  await dialog.getByRole('button', { name: 'Freeze' }).click();
  await expect(dialog.getByText(/admin changed it on .*\(first\); look at it again, then decide/)).toBeVisible();
  await admin('POST', `${resources}/baselines/undo`, { acts, reason: 'tidy' });
});

test('an Editor takes a violation, calls it expected, and rejects the level that is proposed for it', async ({
  page,
}) => {
  await signIn(page, 'Editor');
  await open(page, 'work?days=28&state=open');
  // That it was expected to fail says nothing of a level.
  const slow = page.getByRole('row').filter({ hasNotText: 'failed requests' });
  const take = slow.getByRole('button', { name: /^Take: / }).first();
  await expect(take).toBeVisible({ timeout: 60_000 });
  await take.click();
  await confirm(page, 'Take');
  await expect(page.getByText(/: taken$/)).toBeVisible();
  await slow
    .getByRole('button', { name: /^Done: / })
    .first()
    .click();
  await confirm(page, 'Done', (dialog) => dialog.getByRole('radio', { name: 'expected' }).check({ force: true }));
  await open(page, 'work?show=proposals');
  await page
    .getByRole('button', { name: /^Reject: / })
    .first()
    .click();
  await confirm(page, 'Reject');
  await undo(page);
  await page
    .getByRole('button', { name: /^Accept: / })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('radio', { name: 'As it was learned' }).check({ force: true });
  await confirm(page, 'Accept the new level');
  await undo(page);
  await expect(page.getByRole('button', { name: /^Accept: / }).first()).toBeVisible();
});

test('an Editor narrows the list, takes several violations together, and takes that back', async ({ page }) => {
  const taken = async () => {
    const all = await admin<Array<{ work: { state: string; author: string } }>>(
      'GET',
      `${resources}/violations?system=kgas&from=${new Date(Date.now() - 28 * 86_400_000).toISOString()}`
    );
    return all.filter(({ work }) => work.state === 'taken' && work.author === editor).length;
  };
  const before = await taken();
  await signIn(page, 'Editor');
  await open(page, 'work?days=28&state=open&system=kgas');
  await expect(page.getByRole('button', { name: /^KGAS \d+$/, pressed: true })).toBeVisible({ timeout: 60_000 });
  const rows = page.getByRole('row').filter({ has: page.getByRole('checkbox') });
  for (const row of [rows.nth(0), rows.nth(1)]) {
    await row.getByRole('checkbox').check({ force: true });
  }
  await expect(page.getByText('2 chosen')).toBeVisible();
  await page.getByRole('button', { name: 'Take', exact: true }).click();
  await confirm(page, 'Take');
  await expect(page.getByText('2 violations: taken')).toBeVisible();
  expect(await taken()).toBe(before + 2);
  await undo(page);
  expect(await taken()).toBe(before);
});

interface SlowTime {
  id: number;
  operation: string;
  signal: string;
  work: { state: string; revision: number };
}

test('an Editor accepts the levels of several proposals together, and takes that back', async ({ page }) => {
  const { baselines: learned } = await admin<{ baselines: Baseline[] }>('GET', `${resources}/baselines?system=kgas`);
  const able = new Set(learned.filter(({ state }) => state === 'active').map(({ operation }) => operation));
  const all = await admin<SlowTime[]>(
    'GET',
    `${resources}/violations?system=kgas&from=${new Date(Date.now() - 28 * 86_400_000).toISOString()}`
  );
  const slow = all.filter(
    ({ id, signal, work, operation }) => id > 0 && signal === 'latency' && work.state === 'open' && able.has(operation)
  );
  const two = [...new Map(slow.map((one) => [one.operation, one])).values()].slice(0, 2);
  expect(two, 'slow operations').toHaveLength(2);
  const { acts } = await admin<{ acts: number[] }>('POST', `${resources}/violations/state`, {
    state: 'done',
    verdict: 'expected',
    reason: 'new disks',
    violations: two.map(({ id, work }) => ({ id, revision: work.revision })),
  });
  const accepted = async () => {
    const answer = await admin<{ proposals: Array<{ operation: string; by: string }> }>(
      'GET',
      `${resources}/proposals?system=kgas&state=accepted`
    );
    return answer.proposals.filter(
      ({ operation, by }) => by === editor && two.some((one) => one.operation === operation)
    );
  };
  await signIn(page, 'Editor');
  await open(page, 'work?show=proposals');
  for (const { operation } of two) {
    const box = page.getByRole('checkbox', { name: `Choose ${operation}`, exact: true }).first();
    await expect(box).toBeVisible({ timeout: 60_000 });
    await box.check({ force: true });
  }
  await expect(page.getByText('2 chosen')).toBeVisible();
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await confirm(page, 'Accept the new levels');
  await expect(page.getByText('Accept the new levels: done for 2 operations.')).toBeVisible();
  expect((await accepted()).length).toBeGreaterThanOrEqual(2);
  await undo(page);
  await expect.poll(accepted).toEqual([]);
  await admin('POST', `${resources}/baselines/undo`, { acts, reason: 'tidy' });
});

test('a recommendation is taken, and stays in the list of those', async ({ page }) => {
  await signIn(page, 'Editor');
  await open(page, 'work?show=recommendations');
  await expect(page.getByText(/recommendations? appl(y|ies) now|Nothing is recommended now/)).toBeVisible({
    timeout: 60_000,
  });
  const take = page.getByRole('button', { name: /^Take: / }).first();
  test.skip((await take.count()) === 0, 'nothing is recommended in this lab now');
  await take.click();
  await confirm(page, 'Take');
  await open(page, 'work?show=recommendations&state=taken');
  await expect(page.getByText(new RegExp(`^${editor}, `)).first()).toBeVisible({ timeout: 60_000 });
});

test('a Viewer sees everything and may do nothing: the server refuses, and the page says who may', async ({ page }) => {
  const [one] = await baselines();
  await signIn(page, 'Viewer');
  await open(page, addressOf(one!));
  await expect(life(page).getByText('Editors decide about baselines.')).toBeVisible({ timeout: 60_000 });
  await expect(life(page).getByRole('list', { name: 'What was done' })).toBeVisible();
  for (const button of await life(page)
    .getByRole('button', { name: /^(Approve|Freeze|Unfreeze|Reset|Exclude a time|Set factors)$/ })
    .all()) {
    await expect(button).toBeDisabled();
  }
  await expect(page.getByRole('button', { name: 'Mark a time to exclude' })).toHaveCount(0);
  const { request } = page.context();
  const on = { operations: [{ id: one!.id, version: one!.version }], reason: 'x' };
  for (const [path, data] of Object.entries({
    'baselines/approve': on,
    'baselines/freeze': on,
    'baselines/unfreeze': on,
    'baselines/rollback': { ...on, to: 1 },
    'baselines/factors': on,
    'baselines/exclude': { ...on, kind: 'incident', from: '2026-01-01T00:00:00Z' },
    'baselines/accept': on,
    'baselines/reset': on,
    'baselines/undo': { acts: [1], reason: 'x' },
    'proposals/1/dismiss': { reason: 'x' },
    'proposals/dismiss': { reason: 'x', proposals: [1] },
    'proposals/accept': { reason: 'x', proposals: [{ id: 1, version: 1 }] },
    'violations/1/state': { state: 'taken', reason: 'x' },
    'recommendations/x/state': { state: 'taken', reason: 'x' },
  })) {
    const answer = await request.post(`${lab().grafana}${resources}/${path}`, { data });
    expect(answer.status(), path).toBe(403);
    expect(await answer.text(), path).toMatch(/needs the role (Editor|Admin) in the organisation, you have Viewer/);
  }
});

test('a data source that is deleted while its page is open says so', async ({ page }) => {
  const source = { uid: 'act-gone', name: 'act-gone', type: 'yardstick-baselines-datasource', access: 'proxy' };
  await call('DELETE', `/api/datasources/uid/${source.uid}`);
  await admin('POST', '/api/datasources', { ...source, url: lab().prometheus });
  await signIn(page, 'Editor');
  await open(page, `work?ds=${source.uid}`);
  await expect(page.getByText(/violations? in 7 days/)).toBeVisible({ timeout: 60_000 });
  await admin('DELETE', `/api/datasources/uid/${source.uid}`);
  // Grafana remembers data sources for some seconds.
  const asked = `/api/datasources/uid/${source.uid}/resources/systems`;
  await expect.poll(async () => (await call('GET', asked)).status).not.toBe(200);
  await page.getByRole('radio', { name: '28 days' }).click({ force: true });
  await expect(page.getByText(/was deleted while the page was open/)).toBeVisible();
});
