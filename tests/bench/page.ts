// What does a browser say of the app's pages? What they load, and the longest task while a table is scrolled and filtered.
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from '@playwright/test';

/** Design 7 and issue 6: kilobytes gzipped, milliseconds. */
export const bounds = { firstPage: 220, stall: 100 };
const passesEach = 3;
const waitMs = 120_000;

export interface Measured {
  /** JavaScript of our own that the first page loads, gzipped. */
  bytes: number;
  /** The longest task of each action in milliseconds, the middle one of the passes; 0: none above 50 ms. */
  stalls: Record<string, number>;
  passes: string[];
  rows: number;
}

export async function measurePage(url: string, person: { user: string; password: string }): Promise<Measured> {
  const executablePath =
    process.env.CHROMIUM ??
    ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    await context.request.post(`${url}/login`, { data: person });
    const page = await context.newPage();
    await page.addInitScript(watchTasks);
    const bytes = await firstPage(page, url);
    const { stalls, passes, rows } = await table(page, url);
    return { bytes, stalls, passes, rows };
  } finally {
    await browser.close();
  }
}

async function firstPage(page: Page, url: string): Promise<number> {
  const own: Array<Promise<number>> = [];
  page.on('response', (response) => {
    if (/\/public\/plugins\/yardstick-[^?]*\.js/.test(response.url())) {
      own.push(response.body().then((body) => gzipSync(body).length));
    }
  });
  await page.goto(`${url}/a/yardstick-baselines-app/overview`);
  await page
    .getByText(/operations/)
    .first()
    .waitFor({ timeout: waitMs });
  await page.waitForLoadState('networkidle').catch(() => undefined);
  page.removeAllListeners('response');
  return (await Promise.all(own)).reduce((sum, size) => sum + size, 0);
}

declare global {
  interface Window {
    longTasks: number[];
  }
}

/** Runs in the page. */
function watchTasks(): void {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    window.longTasks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: 'longtask' });
}

async function longest(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => void (window.longTasks = []));
  await act();
  await page.waitForTimeout(600);
  return page.evaluate(() => Math.max(0, ...window.longTasks));
}

async function table(page: Page, url: string) {
  await page.goto(`${url}/a/yardstick-baselines-app/operations`);
  const found = page.getByRole('table', { name: 'operations' });
  await found.waitFor({ timeout: waitMs });
  const rows = Number(await found.getAttribute('aria-rowcount')) - 1;
  await page.waitForTimeout(3000);
  const search = page.getByRole('textbox', { name: 'Search operations' });
  const actions: Record<string, () => Promise<void>> = {
    scroll: async () => {
      await found.hover();
      for (let step = 0; step < 40; step++) {
        await page.mouse.wheel(0, 900);
        await page.waitForTimeout(30);
      }
    },
    filter: async () => {
      await search.pressSequentially('customers/007', { delay: 60 });
      await page.waitForTimeout(500);
      await search.fill('');
    },
    sort: async () => {
      await found.getByRole('button', { name: 'Operation' }).click();
      await page.waitForTimeout(500);
      await found.getByRole('button', { name: 'To normal' }).click();
    },
  };
  const stalls: Record<string, number> = {};
  const passes: string[] = [];
  for (const [name, act] of Object.entries(actions)) {
    const each: number[] = [];
    for (let pass = 0; pass < passesEach; pass++) {
      each.push(await longest(page, act));
    }
    passes.push(`${name} ${each.map(Math.round).join('/')} ms`);
    stalls[name] = [...each].sort((a, b) => a - b)[Math.floor(passesEach / 2)] ?? 0;
  }
  return { stalls, passes, rows };
}
