/** How does the demo start its Grafana, and when has that learned everything? */
import path from 'node:path';

import { startGrafana, type Grafana, type Installation } from './grafana';
import { demoProvisioning } from './provisioning';
import { ROOT } from './tools';

export interface GrafanaDemo {
  /** Everything that it writes goes below this folder. */
  folder: string;
  promUrl: string;
  controlUrl: string;
  /** One that is free. */
  port: number;
}

/** Where Grafana's plugin keeps what it learned. */
export const storeOf = (folder: string) => path.join(folder, 'yardstick.db');

export const PLUGIN = path.join(ROOT, 'dist');

export async function startDemoGrafana(found: Installation, demo: GrafanaDemo): Promise<Grafana> {
  const folder = path.join(demo.folder, 'grafana');
  return startGrafana(found, {
    folder,
    port: demo.port,
    plugin: PLUGIN,
    provisioning: demoProvisioning(path.join(folder, 'provisioning'), `${demo.controlUrl}/webhook`),
    env: { PROMETHEUS_URL: demo.promUrl, YARDSTICK_DASHBOARDS: path.join(PLUGIN, 'dashboards') },
    settings: { 'plugin.yardstick-baselines-datasource': { store_path: storeOf(folder) } },
  });
}

interface Learner {
  state: string;
  systems: Array<{ learned: number; wanted: number }>;
}

/** Waits until the learner has all it wants; its progress on the way. */
export async function untilLearned(grafana: Grafana, tell: (done: number, all: number) => void): Promise<void> {
  const limit = Date.now() + 15 * 60_000;
  let state = 'it has not answered yet';
  while (Date.now() < limit) {
    const learner = await grafana
      .api<Learner>('GET', '/api/datasources/uid/yardstick/resources/learner')
      .catch((error: Error) => {
        state = error.message;
        return undefined;
      });
    const sum = (of: 'learned' | 'wanted') => learner?.systems.reduce((total, set) => total + set[of], 0) ?? 0;
    const [done, all] = [sum('learned'), sum('wanted')];
    state = learner?.state ?? state;
    if (all > 0) {
      tell(done, all);
    }
    // Where there is no error and nothing left: the hour under way is always missing.
    if (learner?.state === 'up to date') {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  throw new Error(`the learner is not done after 15 minutes; it says: ${state}`);
}
