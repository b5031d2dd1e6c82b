// What do ten thousand operations cost, beside Grafana's own Prometheus data source on the same Prometheus? Both are
// asked through the same Grafana, in turns, and the time they are asked for moves on with every turn.
//
//   npx tsx tests/bench/scale.ts                prints, ends with 1 where a bound is missed
//   npx tsx tests/bench/scale.ts --write        writes its sections of docs/benchmarks.md too
//   npx tsx tests/bench/scale.ts --minutes 60   how long memory is watched under queries (5 without it)
//   npx tsx tests/bench/scale.ts --only turns,storm   parts of it: turns, storm, watch
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findGrafana, freePort, startGrafana, type Grafana } from '../../demo/grafana';
import { PLUGIN, storeOf, untilLearned } from '../../demo/provisioned-grafana';
import {
  askGrafana,
  deviation,
  operations,
  prometheusUid,
  promql,
  quantile,
  quantileNow,
  ratioInPromql,
  yardstickUid,
  type Query,
} from './asking';
import { say, tableOf, writeSection, type Line } from './results';
import { SHOP, startManyOperations, systemOf, type ManyOperations, type Shop } from './many-operations';
import { backEndsOf, memoryOf, pidOf, processorSeconds, resetMemoryOf } from '../processes';

const HUNDRED: Shop = { system: 'kiosk', operations: 100, days: 28 };
const THOUSAND: Shop = { system: 'store', operations: 1_000, days: 4 / 24 };
const SHOPS = [HUNDRED, THOUSAND, SHOP];
const REPEATS = 30;
/** The moments asked for are this far apart. */
const STEP_MS = 10_000;
/** Moments until the windows that a verdict looks back at were all asked for once. */
const WARM_UP = 15;

/** Issue 8 and design 7. */
const most = {
  ofOneQuantile: 1.35,
  ofThreeQuantiles: 0.6,
  secondReader: 0.1,
  promqlBaseline: 100,
  memory: 300,
  growth: 1.1,
};

/** Those of the part that is being measured. */
let lines: Line[] = [];

function tell(what: string, measured: string, bound = '', ok = true): void {
  const line = { what, measured, bound, ok };
  lines.push(line);
  say(line);
}

const milliseconds = (values: number[]) =>
  `median ${quantile(values, 0.5).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms`;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function start(found: NonNullable<ReturnType<typeof findGrafana>>, folder: string, promUrl: string) {
  const grafana = await startGrafana(found, {
    folder,
    plugin: PLUGIN,
    port: await freePort(),
    mode: 'production',
    settings: { 'plugin.yardstick-baselines-datasource': { store_path: storeOf(folder) } },
  });
  const source = (name: string, uid: string, type: string, jsonData: object) =>
    grafana.api('POST', '/api/datasources', { name, uid, type, access: 'proxy', url: promUrl, jsonData });
  await source('Prometheus', prometheusUid, 'prometheus', { httpMethod: 'POST' });
  await source('Yardstick', yardstickUid, 'yardstick-baselines-datasource', {
    systems: SHOPS.map(({ system }) => system),
    operations: SHOPS.map(systemOf),
  });
  return grafana;
}

interface Ways {
  deviation: number[];
  again: number[];
  table: number[];
  one: number[];
  three: number[];
}

/** How long an answer takes that must have so many rows. */
async function millisecondsOf(grafana: Grafana, queries: Query[], to: number, rows: number): Promise<number> {
  const answer = await askGrafana(grafana, queries, to);
  if (answer.error !== undefined || answer.rows < rows) {
    throw new Error(`${JSON.stringify(queries[0])}: ${answer.error ?? `${answer.rows} rows instead of ${rows}`}`);
  }
  return answer.milliseconds;
}

/**
 * Each way in turn for each moment: whatever else happens on the machine happens to all of them. A new moment is asked
 * for every ten seconds, as rules and dashboards do.
 */
async function inTurns(grafana: Grafana, shops: Shop[]): Promise<Map<Shop, Ways>> {
  const none = (): Ways => ({ deviation: [], again: [], table: [], one: [], three: [] });
  const all = new Map(shops.map((shop) => [shop, none()]));
  const time = async (into: number[], queries: Query[], to: number, rows: number) => {
    into.push(await millisecondsOf(grafana, queries, to, rows));
  };
  for (let turn = -WARM_UP; turn < REPEATS; turn++) {
    await sleep(STEP_MS - (Date.now() % STEP_MS));
    const to = Math.floor(Date.now() / STEP_MS) * STEP_MS;
    for (const [{ system, operations: count }, ways] of all) {
      const into = turn < 0 ? none() : ways;
      const three = [0.5, 0.95, 0.99].map((q, i) => promql('ABC'[i] ?? 'A', quantileNow(system, q)));
      const asks = [
        () => time(into.one, [promql('A', quantileNow(system, 0.95))], to, count),
        () => time(into.three, three, to, 3 * count),
        async () => {
          await time(into.deviation, [deviation(system)], to, count);
          await time(into.again, [deviation(system)], to, count);
          await time(into.table, [operations(system)], to, count);
        },
      ];
      // Scrapes come every thirty seconds, which is three turns: none of the ways must always be the one beside them.
      const first = Math.floor((turn + WARM_UP) / 3) % asks.length;
      for (const ask of [...asks.slice(first), ...asks.slice(0, first)]) {
        await ask();
      }
    }
  }
  return all;
}

function sideBySide(shop: Shop, ways: Ways): void {
  const bounded = shop === SHOP;
  const of = `${shop.operations.toLocaleString('en')} operations`;
  tell(`${of}: bare p95 through Grafana's Prometheus data source`, milliseconds(ways.one));
  tell(`${of}: bare p50, p95 and p99 through the same`, milliseconds(ways.three));
  const against = (what: string, values: number[], others: number[], bound: number) => {
    const [median, p95] = [0.5, 0.95].map((q) => quantile(values, q) / quantile(others, q));
    const measured = `${milliseconds(values)}; ${median!.toFixed(2)}x of the median, ${p95!.toFixed(2)}x of the p95`;
    tell(what, measured, bounded ? `at most ${bound}x` : '', !bounded || (median! <= bound && p95! <= bound));
  };
  against(`${of}: deviation, beside one quantile`, ways.deviation, ways.one, most.ofOneQuantile);
  against(`${of}: deviation, beside three quantiles`, ways.deviation, ways.three, most.ofThreeQuantiles);
  against(`${of}: second reader of the same moment, beside one quantile`, ways.again, ways.one, most.secondReader);
  tell(`${of}: table with all fields, third reader`, milliseconds(ways.table));
}

/** The same answer without a store: its three quantiles against those of 28 days, though neither intervals nor verdict. */
async function againstPromql(grafana: Grafana, { system, operations: count }: Shop): Promise<void> {
  const [ours, theirs, onlyP95]: [number[], number[], number[]] = [[], [], []];
  const ratios = [0.5, 0.95, 0.99].map((q, i) => promql('ABC'[i] ?? 'A', ratioInPromql(system, q)));
  for (let turn = 0; turn < 5; turn++) {
    await sleep(STEP_MS - (Date.now() % STEP_MS));
    const to = Math.floor(Date.now() / STEP_MS) * STEP_MS;
    for (const [into, queries, rows] of [
      [theirs, ratios, 3 * count],
      [onlyP95, ratios.slice(1, 2), count],
      [ours, [deviation(system)], count],
    ] as const) {
      into.push(await millisecondsOf(grafana, [...queries], to, rows));
    }
  }
  const times = quantile(theirs, 0.5) / quantile(ours, 0.5);
  tell(
    `${count} operations against 28 days of a sample a minute: the ratios of p50, p95 and p99 in PromQL`,
    `${milliseconds(theirs)} (p95 alone ${milliseconds(onlyP95)}); deviation ${milliseconds(ours)}: ${times.toFixed(0)}x dearer`,
    `at least ${most.promqlBaseline}x`,
    times >= most.promqlBaseline
  );
}

interface Spent {
  plugin: number;
  prometheus: number;
  seconds: number;
}

function clockOf(grafana: Grafana, many: ManyOperations): () => Spent {
  const pid = backEndsOf(grafana)[0] ?? NaN;
  const [plugin, prometheus, at] = [processorSeconds(pid), processorSeconds(pidOf(many.prometheus)), Date.now()];
  return () => ({
    plugin: processorSeconds(pid) - plugin,
    prometheus: processorSeconds(pidOf(many.prometheus)) - prometheus,
    seconds: (Date.now() - at) / 1000,
  });
}

/** Nobody looks: only the learner's own checks and the hours that end. */
async function keepingUp(grafana: Grafana, many: ManyOperations, minutes: number): Promise<void> {
  const spent = clockOf(grafana, many);
  await sleep(minutes * 60_000);
  const { plugin, prometheus, seconds } = spent();
  const share = (of: number) => `${((100 * of) / seconds).toFixed(1)} % of a core`;
  tell(
    `kept up to date for ${minutes} minutes, nobody asking`,
    `plugin ${share(plugin)}, Prometheus with its scrapes ${share(prometheus)}`
  );
}

const HOUR_MS = 3_600_000;
const untilTheHour = () => HOUR_MS - (Date.now() % HOUR_MS);

/** How far the learner is behind with any system, in seconds; by its own metrics. */
async function lagOf(grafana: Grafana): Promise<number> {
  const response = await fetch(`${grafana.url}/metrics/plugins/yardstick-baselines-datasource`);
  const lags = [...(await response.text()).matchAll(/^yardstick_learner_lag_seconds\{.*\} (\S+)$/gm)].map((m) =>
    Number(m[1])
  );
  if (lags.length !== SHOPS.length) {
    throw new Error(`the learner tells of ${lags.length} of ${SHOPS.length} systems`);
  }
  return Math.max(...lags);
}

/** An hour ends: how long until it is learned, and what did that take? Nobody asks for anything meanwhile. */
async function anotherHour(grafana: Grafana, many: ManyOperations): Promise<void> {
  await sleep(untilTheHour());
  const spent = clockOf(grafana, many);
  const until = Date.now() + 15 * 60_000;
  let behind = false;
  while (Date.now() < until) {
    const lag = await lagOf(grafana);
    if (behind && lag === 0) {
      const { plugin, prometheus, seconds } = spent();
      const share = (of: number) => `${((100 * of) / 3600).toFixed(2)} % of a core over the hour`;
      tell(
        'another hour of all of them learned',
        `${seconds.toFixed(0)} s after it ended; until then plugin ${plugin.toFixed(1)} s of processor time (${share(plugin)}), ` +
          `Prometheus with its scrapes ${prometheus.toFixed(1)} s (${share(prometheus)})`
      );
      return;
    }
    behind ||= lag > 0;
    await sleep(2_000);
  }
  tell('another hour of all of them learned', 'not within a quarter of an hour', 'learned', false);
}

async function memoryUnderQueries(grafana: Grafana, many: ManyOperations, minutes: number): Promise<void> {
  const pid = backEndsOf(grafana)[0] ?? NaN;
  const seen: number[] = [];
  const until = Date.now() + minutes * 60_000;
  while (Date.now() < until) {
    if (untilTheHour() < 60_000) {
      await anotherHour(grafana, many);
    }
    for (const query of [deviation(SHOP.system), operations(SHOP.system), deviation(HUNDRED.system)]) {
      await askGrafana(grafana, [query], Date.now());
    }
    seen.push(memoryOf(pid).now);
    await sleep(2_000);
  }
  const part = Math.max(1, Math.floor(seen.length / 4));
  const [early, late] = [quantile(seen.slice(part, 2 * part), 0.5), quantile(seen.slice(-part), 0.5)];
  const { most: peak } = memoryOf(pid);
  tell(
    'memory of the plugin with all learned',
    `${late.toFixed(0)} MB, at most ${peak.toFixed(0)} MB in ${minutes} minutes`,
    `under ${most.memory} MB`,
    peak < most.memory
  );
  tell(
    `its growth under queries for ${minutes} minutes`,
    `second quarter ${early.toFixed(0)} MB, last ${late.toFixed(0)} MB`,
    'flat: within 10 %',
    late <= most.growth * early
  );
}

/** Two hundred people whose dashboards refresh at once, again and again. */
async function storm(grafana: Grafana, seconds: number): Promise<void> {
  const pid = backEndsOf(grafana)[0] ?? NaN;
  const idle: number[] = [];
  for (let i = 0; i < 20; i++) {
    idle.push((await askGrafana(grafana, [deviation(SHOP.system)], Date.now())).milliseconds);
    await sleep(500);
  }
  const times: number[] = [];
  const memory: number[] = [];
  const errors = new Map<string, number>();
  const until = Date.now() + seconds * 1000;
  const dashboard = [deviation(HUNDRED.system), { ...deviation(THOUSAND.system), refId: 'B' }];
  const person = async (i: number) => {
    while (Date.now() < until) {
      const queries = i % 10 === 0 ? [deviation(SHOP.system)] : dashboard;
      const { milliseconds: took, error } = await askGrafana(grafana, queries, Date.now()).catch((reason: Error) => ({
        milliseconds: NaN,
        error: reason.message,
      }));
      if (error === undefined) {
        times.push(took);
      } else {
        errors.set(error, (errors.get(error) ?? 0) + 1);
      }
    }
  };
  const watch = async () => {
    while (Date.now() < until) {
      memory.push(memoryOf(pid).now);
      await sleep(1_000);
    }
  };
  await Promise.all([watch(), ...Array.from({ length: 200 }, (_, i) => person(i))]);
  const failed = [...errors].map(([error, count]) => `${count} times "${error}"`).join('; ') || 'no error';
  tell(
    `200 dashboards refreshing without a pause for ${seconds} s`,
    `${times.length} answers, ${milliseconds(times)} (alone, ten thousand operations: ${milliseconds(idle)}); ${failed}`,
    'no error',
    errors.size === 0
  );
  const third = Math.floor(memory.length / 3);
  const [middle, last] = [Math.max(...memory.slice(third, 2 * third)), Math.max(...memory.slice(2 * third))];
  tell(
    'memory of the plugin meanwhile',
    `at most ${Math.max(...memory).toFixed(0)} MB; ${middle.toFixed(0)} MB in the second third, ${last.toFixed(0)} MB in the last`,
    'levels off: within 10 %',
    last <= most.growth * middle
  );
  await sleep(60_000);
  tell('a minute after it', `${memoryOf(pid).now.toFixed(0)} MB`);
}

const METHOD =
  `A real Prometheus scrapes three programs with ${SHOPS.map((shop) => shop.operations.toLocaleString('en')).join(', ')} ` +
  `operations (a classic histogram of eight buckets each) every 30 seconds and has ${HUNDRED.days} days, four hours and ` +
  "four hours of their history. All programs run on the same machine; questions go through Grafana's /api/ds/query.";

interface Part {
  name: string;
  title: string;
  method: string;
  measure: () => Promise<void>;
}

const argument = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

async function main(): Promise<void> {
  const found = findGrafana();
  if (!found) {
    console.log('No Grafana was found by GRAFANA_HOME or on PATH: scale was not measured.');
    process.exit(2);
  }
  const minutes = argument('--minutes', 5);
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-bench-scale-'));
  const many = await startManyOperations(folder, SHOPS);
  let grafana: Grafana | undefined;
  try {
    const home = path.join(folder, 'grafana');
    const running = await start(found, home, many.promUrl);
    grafana = running;
    const spent = clockOf(running, many);
    await untilLearned(running, () => undefined);
    const { plugin, prometheus, seconds } = spent();
    tell(
      'learning all of it',
      `${seconds.toFixed(0)} s, plugin ${plugin.toFixed(0)} s and Prometheus ${prometheus.toFixed(0)} s of processor time`
    );
    tell('store after it', `${(statSync(storeOf(home)).size / 1e6).toFixed(0)} MB`);
    const started = lines;
    const parts: Part[] = [
      {
        name: 'turns',
        title: 'Ten thousand operations',
        method: `Each is asked ${REPEATS} times, in turns with the others, for a moment ten seconds later each time.`,
        measure: async () => {
          lines.push(...started);
          for (const [shop, ways] of await inTurns(running, SHOPS)) {
            sideBySide(shop, ways);
          }
          await againstPromql(running, HUNDRED);
        },
      },
      {
        // Before the storm, of which memory is left for minutes.
        name: 'watch',
        title: 'Memory under queries, and an hour that ends',
        method:
          'Three questions, two of them about ten thousand operations, and two seconds of peace; over and over. Baselines ' +
          'of four hours are quick to learn; what 28 days take is among the constants of [scale](scale.md).',
        measure: async () => {
          await keepingUp(running, many, Math.min(3, minutes));
          await memoryUnderQueries(running, many, minutes);
        },
      },
      {
        name: 'storm',
        title: 'A storm of dashboards',
        method:
          'Two hundred people ask again as soon as they are answered: one in ten for ten thousand operations, the others ' +
          'for one thousand and one hundred.',
        measure: () => storm(running, 120),
      },
    ];
    const only = process.argv.indexOf('--only');
    const wanted = only < 0 ? [] : (process.argv[only + 1] ?? '').split(',');
    const chosen = parts.filter(({ name }) => only < 0 || wanted.includes(name));
    let ok = chosen.length > 0;
    for (const { name, title, method, measure } of chosen) {
      lines = [];
      resetMemoryOf(backEndsOf(running)[0] ?? NaN);
      await measure();
      const command = `npx tsx tests/bench/scale.ts --only ${name}${name === 'watch' ? ` --minutes ${minutes}` : ''}`;
      writeSection(title, command, `Grafana ${found.version}`, `${METHOD} ${method}\n\n${tableOf(lines)}`);
      ok &&= lines.every((line) => line.ok);
    }
    process.exitCode = ok ? 0 : 1;
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
