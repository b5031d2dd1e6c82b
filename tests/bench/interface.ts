// How heavy is the app, and does a table of ten thousand operations stay quick? Measured in Chromium on a real Grafana
// with real operations.
//
//   npx tsx tests/bench/interface.ts            prints, ends with 1 where a bound is missed
//   npx tsx tests/bench/interface.ts --write    writes its section of docs/benchmarks.md too
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ADMIN, findGrafana, freePort, startGrafana, type Grafana } from '../../demo/grafana';
import { PLUGIN, untilLearned } from '../../demo/provisioned-grafana';
import { bounds, measurePage } from './page';
import { say, tableOf, writeSection, type Line } from './results';
import { COUNT, SHOP, startManyOperations, systemOf } from './many-operations';

/** Design 7, in kilobytes gzipped. */
const entries: Array<[file: string, most: number]> = [
  ['module.js', 15],
  ['datasource/module.js', 60],
  ['panels/conversion-timings/module.js', 60],
  ['panels/circuit-breakers/module.js', 60],
];

const kilobytes = (bytes: number) => bytes / 1000;

async function startMany(found: NonNullable<ReturnType<typeof findGrafana>>, folder: string, promUrl: string) {
  const grafana = await startGrafana(found, { folder, plugin: PLUGIN, port: await freePort(), mode: 'production' });
  await grafana.api('POST', '/api/plugins/yardstick-baselines-app/settings', { enabled: true, pinned: true });
  await grafana.api('POST', '/api/datasources', {
    name: 'Yardstick',
    uid: 'yardstick',
    type: 'yardstick-baselines-datasource',
    access: 'proxy',
    url: promUrl,
    jsonData: { systems: [SHOP.system], operations: [systemOf(SHOP)] },
  });
  return grafana;
}

function entryLines(): Line[] {
  return entries.map(([file, most]) => {
    const size = kilobytes(gzipSync(readFileSync(path.join(PLUGIN, file))).length);
    return { what: file, measured: `${size.toFixed(1)} kB`, bound: `at most ${most} kB`, ok: size <= most };
  });
}

async function pageLines(grafana: Grafana): Promise<Line[]> {
  const { bytes, stalls, passes, rows } = await measurePage(grafana.url, ADMIN);
  console.log(`${rows} operations in the table; longest task of each pass: ${passes.join(', ')}`);
  const size = kilobytes(bytes);
  const first = {
    what: 'first page, all of ours',
    measured: `${size.toFixed(1)} kB`,
    bound: `at most ${bounds.firstPage} kB`,
  };
  return [
    { ...first, ok: size <= bounds.firstPage },
    ...Object.entries(stalls).map(([what, milliseconds]) => ({
      what: `${what}, ${rows} operations: longest task`,
      measured: milliseconds === 0 ? 'none above 50 ms' : `${Math.round(milliseconds)} ms`,
      bound: `at most ${bounds.stall} ms`,
      ok: milliseconds <= bounds.stall,
    })),
    { what: 'operations in the table', measured: String(rows), bound: `at least ${COUNT}`, ok: rows >= COUNT },
  ];
}

const METHOD =
  'JavaScript is gzipped. A real Prometheus scrapes a program with ten thousand operations, of which it has four hours ' +
  'of history; a task is what keeps the page from answering, and the browser reports those above 50 ms. Of three ' +
  'passes the middle one counts.';

async function main(): Promise<void> {
  const found = findGrafana();
  if (!found) {
    console.log('No Grafana was found by GRAFANA_HOME or on PATH: the interface was not measured.');
    process.exit(2);
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-bench-interface-'));
  const many = await startManyOperations(folder);
  let grafana: Grafana | undefined;
  try {
    grafana = await startMany(found, path.join(folder, 'grafana'), many.promUrl);
    await untilLearned(grafana, () => undefined);
    const lines = [...entryLines(), ...(await pageLines(grafana))];
    lines.forEach(say);
    writeSection(
      'The interface',
      'npx tsx tests/bench/interface.ts',
      `Grafana ${found.version}, Chromium without a GPU`,
      `${METHOD}\n\n${tableOf(lines)}`
    );
    process.exitCode = lines.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    await grafana?.stop();
    await many.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
