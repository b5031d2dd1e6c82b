// Who uses the app in a browser? A person of each role, signed in with a session of their own.
import { expect, type Page } from '@playwright/test';
import { ADMIN } from '../../demo/grafana';
import { admin, call, lab } from '../lab';

export const root = '/a/yardstick-baselines-app';

const people = {
  Viewer: { user: 'app-viewer', password: 'app-viewer' },
  Editor: { user: 'app-editor', password: 'app-editor' },
  Admin: ADMIN,
} as const;
export type Role = keyof typeof people;

export async function exists(role: Role): Promise<void> {
  const { user, password } = people[role];
  if (role === 'Admin') {
    return;
  }
  const made = await call('POST', '/api/admin/users', { name: user, login: user, password });
  const { id } = await admin<{ id: number }>('GET', `/api/users/lookup?loginOrEmail=${user}`);
  expect([200, 412], made.text).toContain(made.status);
  await admin('PATCH', `/api/org/users/${id}`, { role });
}

export async function signIn(page: Page, role: Role): Promise<void> {
  await exists(role);
  await page.context().addInitScript(() => localStorage.setItem('grafana.navigation.docked', 'false'));
  const answer = await page.context().request.post(`${lab().grafana}/login`, { data: people[role] });
  expect(answer.ok(), `signing in as ${role}`).toBe(true);
}

export const open = (page: Page, address: string) => page.goto(`${lab().grafana}${root}/${address}`);

/**
 * Waits until Grafana answers so where this person's permissions are needed: it keeps them for a minute, and those of a
 * folder or dashboard that another person has made come after it.
 */
export async function allowed(page: Page, route: string, status: number): Promise<void> {
  const answered = async () => (await page.request.get(`${lab().grafana}${route}`)).status();
  await expect.poll(answered, { timeout: 90_000 }).toBe(status);
}
