// What a bench of alerts needs: the lab, and a Grafana beside it that has learned it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findGrafana, freePort, type Grafana } from '../../demo/grafana';
import { DAYS, startLab, type Lab } from '../../demo/lab';
import { startDemoGrafana, untilLearned } from '../../demo/provisioned-grafana';

/** Ends with 0 where every bound was held, 1 where one was missed, 2 where there is no Grafana to measure with. */
export async function withLearned(
  measure: (lab: Lab, grafana: Grafana, version: string) => Promise<boolean>
): Promise<void> {
  const found = findGrafana();
  if (!found) {
    console.log('No Grafana was found by GRAFANA_HOME or on PATH: nothing was measured.');
    process.exit(2);
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-bench-'));
  const lab = await startLab({ dir: path.join(folder, 'lab'), days: DAYS, say: console.log });
  let grafana: Grafana | undefined;
  try {
    grafana = await startDemoGrafana(found, {
      folder,
      promUrl: lab.promUrl,
      controlUrl: lab.controlUrl,
      port: await freePort(),
    });
    await untilLearned(grafana, () => undefined);
    process.exitCode = (await measure(lab, grafana, found.version)) ? 0 : 1;
  } finally {
    await grafana?.stop();
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Says why a bench could not measure. */
export function failed(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
