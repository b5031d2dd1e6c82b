/**
 * `npm run demo`: from a fresh clone to a running demo, and the switch for it.
 * Without a Grafana it learns, judges and reports by the command line; on a terminal its systems then
 * go on, for faults and checks. In a pipe nobody is there to end it: there it ends by itself.
 *
 *     npm run demo [-- --days 63 --headless --once --no-build]
 *     npm run demo -- fault <system> <operation or fault> <xN|hang|on|off>
 *     npm run demo -- status | faults | stop
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { dashboardUid } from '../catalog/project';
import { systems } from '../catalog/systems';
import * as command from './command';
import { composeUp, hasDocker } from './compose';
import { findGrafana, freePort, type Grafana, type Installation } from './grafana';
import { DAYS, startLab, type Lab } from './lab';
import { serveStart } from './live/server';
import { announce, progress, say } from './narrate';
import { Parts } from './parts';
import { PLUGIN, startDemoGrafana, storeOf, untilLearned } from './provisioned-grafana';
import { scrapeOfGrafana } from './prometheus';
import * as remote from './remote';
import { forget, remember, running, STATE } from './state';
import { ROOT, run } from './tools';

const OPTIONS = {
  days: { type: 'string', default: String(DAYS) },
  port: { type: 'string', default: '3000' },
  headless: { type: 'boolean', default: false },
  once: { type: 'boolean', default: !process.stdout.isTTY },
  'no-build': { type: 'boolean', default: false },
} as const;

type Options = ReturnType<typeof options>;

function options(args: string[]) {
  const { values } = parseArgs({ args, options: OPTIONS });
  const days = Number(values.days);
  if (!(days >= 1 && days <= 90)) {
    throw new Error(`--days ${values.days}: give a number from 1 to 90`);
  }
  const port = Number(values.port);
  if (!(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    throw new Error(`--port ${values.port}: give a number from 0 (any that is free) to 65535`);
  }
  const { headless, once } = values;
  return { days, port, headless, once, build: !values['no-build'] };
}

async function build({ build: wanted }: Options): Promise<void> {
  if (!wanted && existsSync(PLUGIN)) {
    return;
  }
  say('building the plugin and the command (npm run build) …');
  await run('npm', ['run', 'build'], ROOT);
  say('built');
}

async function demo(args: string[]): Promise<number> {
  const chosen = options(args);
  const already = await running();
  if (already) {
    throw new Error(
      `a demo is running already (${already.controlUrl}): "npm run demo -- status" or "npm run demo -- stop"`
    );
  }
  const found = chosen.headless ? undefined : findGrafana();
  if (!found && !chosen.headless && hasDocker()) {
    say('no Grafana here, but Docker: starting the containers (docker compose up --build)');
    return composeUp();
  }
  const parts = new Parts(forget);
  (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).forEach((signal) => process.on(signal, () => parts.interrupt()));
  const start = parts.add(await serveStart(() => parts.interrupt()));
  remember({ pid: process.pid, controlUrl: start.url });
  await parts.through(() => show(chosen, found, parts));
  return 0;
}

async function show(chosen: Options, found: Installation | undefined, parts: Parts): Promise<void> {
  let grafanaUrl = 'none';
  const port = await freePort(chosen.port);
  const [lab] = await Promise.all([
    startLab({
      dir: STATE,
      days: chosen.days,
      moreScrapes: found ? [scrapeOfGrafana(`127.0.0.1:${port}`)] : [],
      say,
      progress: progress('history'),
      status: () => ({ grafana: grafanaUrl }),
      onStop: () => parts.interrupt(),
    }).then((started) => parts.add(started)),
    build(chosen),
  ]);
  remember({ pid: process.pid, controlUrl: lab.controlUrl });
  say(`Prometheus with ${Math.round((lab.past.to - lab.past.from) / 86400)} days of history: ${lab.promUrl}`);
  if (!found) {
    await headless(chosen, lab, parts);
    return;
  }
  say(`starting Grafana ${found.version} (${found.home}) …`);
  const { promUrl, controlUrl } = lab;
  const grafana = parts.add(await startDemoGrafana(found, { folder: STATE, promUrl, controlUrl, port }));
  grafanaUrl = grafana.url;
  announce('Grafana is there; baselines are being learned.', places(grafana, lab));
  await untilLearned(grafana, progress('learned'));
  say('learned');
  const baselines = { promUrl, store: storeOf(path.join(STATE, 'grafana')), source: '1/yardstick' };
  await command.list(baselines);
  await command.check(baselines);
  announce('Everything is learned. Look here:', places(grafana, lab));
}

const line = (name: string, what: string) => `${name.padEnd(16)} ${what}`;
const BREAK_IT = line('break it', 'npm run demo -- fault kgas graph_query x5        (… off; "-- faults" lists all)');
const END = line('end', 'Ctrl-C, or npm run demo -- stop');

function places(grafana: Grafana, lab: Lab): string[] {
  return [
    line('Grafana', `${grafana.url}   (admin / admin)`),
    ...systems.flatMap(({ name, title, dashboards }) =>
      dashboards.map((one) =>
        line(one.name ? `${title} ${one.name}` : title, `${grafana.url}/d/${dashboardUid(name, one.name)}`)
      )
    ),
    line('Yardstick', `${grafana.url}/a/yardstick-baselines-app/overview`),
    line('Prometheus', lab.promUrl),
    line('alerts', `${lab.controlUrl}/alerts`),
    BREAK_IT,
    END,
  ];
}

/** No Grafana: learn, check and report with the command line; what was found is the last that is said. */
async function headless(chosen: Options, lab: Lab, parts: Parts): Promise<void> {
  const baselines = { promUrl: lab.promUrl, store: path.join(STATE, 'yardstick.db'), source: 'cli' };
  say('learning with bin/yardstick …');
  await command.learn(baselines);
  await command.check(baselines);
  const pages = await command.report(baselines, path.join(STATE, 'reports'));
  if (chosen.once) {
    await parts.end();
  }
  announce(
    chosen.headless ? 'The demo without Grafana, as you wished.' : 'Grafana was not found: the demo without it.',
    [
      'To see the dashboards, set GRAFANA_HOME to an unpacked Grafana 12.3 or newer, or put "grafana" on PATH.',
      ...(chosen.once ? [] : goingOn(lab, baselines.store)),
      ...pages.filter((page) => page.endsWith('.html')).map((page) => line('report', page)),
    ]
  );
}

/** What can be done while the systems run. */
function goingOn({ promUrl }: Lab, store: string): string[] {
  return [
    line('Prometheus', promUrl),
    BREAK_IT,
    line('check again', `bin/yardstick check --prometheus ${promUrl} --store sqlite:${store}`),
    END,
  ];
}

async function main(): Promise<number> {
  const [word, ...args] = process.argv.slice(2);
  switch (word) {
    case 'fault':
      await remote.fault(args);
      return 0;
    case 'faults':
      remote.faults();
      return 0;
    case 'status':
      await remote.status();
      return 0;
    case 'stop':
      await remote.stop();
      return 0;
    default:
      return demo(process.argv.slice(2));
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
);
