/**
 * History, Prometheus and workloads, nothing else; prints where they are as one line of JSON and runs until
 * it is ended. For work on a single part:
 *
 *     npx tsx demo/prometheus-only.ts [--days 2] [--dir FOLDER]
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { startLab } from './lab';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { days: { type: 'string', default: '2' }, dir: { type: 'string' } } });
  const dir = values.dir ?? mkdtempSync(path.join(tmpdir(), 'yardstick-lab-'));
  const end = () => void lab.stop().then(() => process.exit(0));
  const lab = await startLab({ dir, days: Number(values.days), say: (line) => console.error(line), onStop: end });
  console.log(
    JSON.stringify({ promUrl: lab.promUrl, controlUrl: lab.controlUrl, dir, from: lab.past.from, to: lab.past.to })
  );
  process.once('SIGINT', end).once('SIGTERM', end);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
