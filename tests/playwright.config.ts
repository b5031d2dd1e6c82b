// How the end-to-end tests run: one lab (Prometheus with history, workloads, a
// Grafana with the plugin) for all of them, started by lab.setup.ts. Tests that
// take something away from the lab come last; what needs a quarter of an hour
// begins before all others, so that nobody waits for it.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { findGrafana } from '../demo/grafana';

const chromium =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const grafana = findGrafana();

const inBrowser = ['**/browser/*.spec.ts'];
const onGrafana = ['**/grafana/*.spec.ts'];
const disruptive = ['**/disruptive/*.spec.ts'];

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './lab.setup.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    // Set by lab.setup.ts, before the workers read this file.
    baseURL: process.env.GRAFANA_URL,
    viewport: { width: 1400, height: 900 },
    colorScheme: 'dark',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  // One worker runs them in this order; a failure in one keeps none of the others from running.
  projects: [
    { name: 'prometheus', testMatch: ['**/prometheus/*.spec.ts'] },
    ...(grafana
      ? [
          { name: 'a trend begins', testMatch: ['**/trend/begins.spec.ts'] },
          { name: 'grafana', testMatch: onGrafana },
          ...(chromium ? [{ name: 'browser', testMatch: inBrowser }] : []),
          { name: 'a trend fires', testMatch: ['**/trend/fires.spec.ts'] },
          { name: 'disruptive', testMatch: disruptive },
        ]
      : []),
  ],
});
