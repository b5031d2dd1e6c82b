// Does a dashboard hold over "Today", a range that ends tonight, of which Prometheus knows nothing yet?
import { expect, test } from '@playwright/test';
import { literal, scoped } from '../../catalog/scope';
import { systems } from '../../catalog/systems';
import { responsive, shownResponsive } from '../../catalog/watch';
import { ADMIN } from '../../demo/grafana';
import { instant, lab } from '../lab';

test('an operation is chosen, and what tells of now does', async ({ page, context }) => {
  await context.request.post(`${lab().grafana}/login`, { data: ADMIN });
  await page.goto(`${lab().grafana}/d/yardstick-kgas?from=now%2Fd&to=now%2Fd`);
  await expect(page.getByTestId(/Dropdown value link text \w+_\w+$/i)).toBeVisible({ timeout: 30_000 });
  const answers = page.getByTestId(/Panel header KGAS answers/);
  await expect(answers.getByText('answers', { exact: true })).toBeVisible({ timeout: 30_000 });
});

test('of a moment to come a dashboard says nothing, where a rule would say that there is no answer', async () => {
  const tonight = Date.now() + 6 * 3_600_000;
  for (const system of systems) {
    const value = async (expr: string, at?: number) =>
      (await instant(scoped(expr, system, literal(system)), at)).map((sample) => sample.value[1]);
    expect(await value(shownResponsive(system)), system.title).toEqual(['1']);
    expect(await value(shownResponsive(system), tonight), system.title).toEqual([]);
    expect(await value(responsive(system), tonight), system.title).toEqual(['0']);
  }
});
