/**
 * `npm run demo`: from a fresh clone to a running demo, and the switch for it.
 *
 *     npm run demo [-- --days 63 --headless --no-build]
 *     npm run demo -- fault <system> <operation or fault> <xN|hang|on|off>
 *     npm run demo -- status | faults | stop
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import * as command from './command';
import { composeUp, hasDocker } from './compose';
import { findGrafana, type Grafana, type Installation } from './grafana';
import { DAYS, startLab, type Lab } from './lab';
import { announce, progress, say } from './narrate';
import { free, PLUGIN, startDemoGrafana, storeOf, untilLearned } from './provisioned-grafana';
import { scrapeOfGrafana } from './prometheus';
import * as remote from './remote';
import { forget, remember, running, STATE } from './state';
import { ROOT, run } from './tools';

const OPTIONS = {
  days: { type: 'string', default: String(DAYS) },
  port: { type: 'string', default: '3000' },
  headless: { type: 'boolean', default: false },
  'no-build': { type: 'boolean', default: false },
} as const;

type Options = ReturnType<typeof options>;

function options(args: string[]) {
  const { values } = parseArgs({ args, options: OPTIONS });
  const days = Number(values.days);
  if (!(days >= 1 && days <= 90)) {
    throw new Error(`--days ${values.days}: give a number from 1 to 90`);
  }
  return { days, port: Number(values.port), headless: values.headless, build: !values['no-build'] };
}

async function build({ build: wanted }: Options): Promise<void> {
  if (!wanted && existsSync(PLUGIN)) {
    return;
  }
  say('building the plugin and the command (npm run build) …');
  await run('npm', ['run', 'build'], ROOT);
  say('built');
}

/** What runs, so that it can be ended in the right order. */
class Demo {
  private readonly parts: Array<{ stop(): Promise<void> }> = [];
  private ending?: Promise<void>;
  readonly ended: Promise<void>;
  private done: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => (this.done = resolve));
    (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).forEach((signal) => process.on(signal, () => void this.end()));
  }

  add<T extends { stop(): Promise<void> }>(part: T): T {
    this.parts.unshift(part);
    return part;
  }

  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  end(): Promise<void> {
    this.ending ??= (async () => {
      console.log('\nstopping …');
      for (const part of this.parts) {
        await part.stop();
      }
      forget();
      this.done();
    })();
    return this.ending;
  }
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
  const parts = new Demo();
  try {
    await show(chosen, found, parts);
    await parts.ended;
    return 0;
  } catch (error) {
    if (parts.isEnding) {
      await parts.ended;
      return 0;
    }
    await parts.end();
    throw error;
  }
}

async function show(chosen: Options, found: Installation | undefined, parts: Demo): Promise<void> {
  let grafanaUrl = 'none';
  const port = await free(chosen.port);
  const [lab] = await Promise.all([
    startLab({
      dir: STATE,
      days: chosen.days,
      moreScrapes: found ? [scrapeOfGrafana(`127.0.0.1:${port}`)] : [],
      say,
      progress: progress('history'),
      status: () => ({ grafana: grafanaUrl }),
      onStop: () => void parts.end(),
    }).then((started) => parts.add(started)),
    build(chosen),
  ]);
  remember({ pid: process.pid, controlUrl: lab.controlUrl });
  say(`Prometheus with ${Math.round((lab.past.to - lab.past.from) / 86400)} days of history: ${lab.promUrl}`);
  if (!found) {
    await headless(lab);
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

function places(grafana: Grafana, lab: Lab): string[] {
  return [
    `Grafana      ${grafana.url}   (admin / admin)`,
    `KGAS         ${grafana.url}/d/yardstick-kgas`,
    `OmniNode     ${grafana.url}/d/yardstick-omninode`,
    `Yardstick    ${grafana.url}/a/yardstick-baselines-app/overview`,
    `Prometheus   ${lab.promUrl}`,
    `alerts       ${lab.controlUrl}/alerts`,
    'break it     npm run demo -- fault kgas graph_query x5        (… off; "-- faults" lists all)',
    'end          Ctrl-C, or npm run demo -- stop',
  ];
}

/** No Grafana: learn, check and report with the command line, then keep the systems running. */
async function headless(lab: Lab): Promise<void> {
  const baselines = { promUrl: lab.promUrl, store: path.join(STATE, 'yardstick.db'), source: 'cli' };
  say('learning with bin/yardstick …');
  await command.learn(baselines);
  await command.check(baselines);
  const pages = await command.report(baselines, path.join(STATE, 'reports'));
  announce('Grafana was not found: this is the demo without it.', [
    'Set GRAFANA_HOME to an unpacked Grafana 12.3 or newer, or put "grafana" on PATH, to see the dashboards.',
    ...pages.filter((page) => page.endsWith('.html')).map((page) => `report       ${page}`),
    `Prometheus   ${lab.promUrl}`,
    'break it     npm run demo -- fault kgas graph_query x5',
    `check again  bin/yardstick check --prometheus ${lab.promUrl} --store sqlite:${baselines.store}`,
    'end          Ctrl-C, or npm run demo -- stop',
  ]);
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
