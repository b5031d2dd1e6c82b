// How well does the engine tell slowdowns from chance? Simulated operations with
// known faults, and labelled series of others beside simple published rules.
//
//   npm run evaluate                       prints the tables
//   npm run evaluate -- --write            writes docs/evaluation.md too
//   npm run evaluate -- --series 72 --days 2   fewer operations and quiet days
//   npm run evaluate -- --labelled         the labelled series only
//   npm run evaluate -- --runs [--trials 1000]   gate and forecast only
//   npm run evaluate -- --forecast         the forecast only; with --write in its place of the page
//
// The labelled series come from the evaluation folder, which YARDSTICK_EVALUATION names (docs/evaluation.md).
//
// A simulation that was cut off goes on where it was when the same is asked again;
// --anew forgets what it kept. How long each part took is told at the end.
import { mkdirSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { must, root } from './step.mjs';
import { page } from './evaluation-page.mjs';
import { backtestPart, certaintyPart } from './evaluation-certainty.mjs';
import { forecastPart, gatePart } from './evaluation-runs.mjs';

const args = process.argv.slice(2);
const work = path.join(root, '.cache', 'evaluate');
const folder = process.env.YARDSTICK_EVALUATION ?? path.join(root, '..', 'shared', 'evaluation');

const switches = ['--write', '--labelled', '--runs', '--forecast', '--anew'];
const numbers = ['--series', '--days', '--trials'];
for (let i = 0; i < args.length; i++) {
  if (numbers.includes(args[i]) && Number(args[i + 1]) >= 1) {
    i++;
  } else if (!switches.includes(args[i])) {
    console.error(
      `${args[i]} is not known: give ${switches.join(', ')}, or one of ${numbers.join(', ')} with a number.`
    );
    process.exit(2);
  }
}

function option(name, otherwise) {
  const i = args.indexOf(`--${name}`);
  return i < 0 ? otherwise : args[i + 1];
}

/** What a program prints; its remarks go to the terminal. */
function printed(command, parameters) {
  const run = spawnSync(command, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 });
  if (run.status !== 0) {
    console.error(`${[command, ...parameters].join(' ')} ended with status ${run.status ?? run.error?.message}`);
    process.exit(1);
  }
  return String(run.stdout);
}

function scored(results, labels) {
  const json = path.join(work, 'score.json');
  const parameters = [path.join(folder, 'score.py'), results, '--json', json];
  printed('python3', labels ? [...parameters, '--labels', labels] : parameters);
  return JSON.parse(readFileSync(json, 'utf8'));
}

function labelled() {
  const data = path.join(folder, 'data');
  const rows = [];
  for (const direction of ['up', 'both']) {
    const out = path.join(work, `labelled-${direction}`);
    must(path.join(work, 'yardstick'), ['backtest', '--input', data, '--output', out, '--direction', direction]);
    rows.push([`yardstick --direction ${direction}`, scored(out)]);
  }
  const rules = path.join(work, 'rules');
  printed('python3', [path.join(folder, 'comparators.py'), '--data', data, '--out', rules]);
  for (const rule of readdirSync(rules).sort()) {
    rows.push([rule, scored(path.join(rules, rule))]);
  }
  return rows;
}

function injected() {
  const series = path.join(work, 'injected');
  printed('python3', [path.join(folder, 'inject.py'), '--out', series, '--seed', '1', '--series-per-kind', '4']);
  const out = path.join(work, 'injected-answers');
  must(path.join(work, 'yardstick'), ['backtest', '--input', series, '--output', out, '--learn-fraction', '0.5']);
  return scored(out, path.join(series, 'labels.json'));
}

const kept = path.join(work, 'trials');
for (const old of existsSync(work) ? readdirSync(work) : []) {
  if (old !== 'trials' || args.includes('--anew')) {
    rmSync(path.join(work, old), { recursive: true, force: true });
  }
}
mkdirSync(kept, { recursive: true });
must('go', [
  'build',
  '-trimpath',
  '-buildvcs=false',
  '-o',
  work + path.sep,
  './pkg/cmd/evaluate',
  './pkg/cmd/yardstick',
]);
const known = existsSync(path.join(folder, 'score.py'));
if (!known) {
  console.error(
    `${folder} holds no score.py: the labelled series are left out. Put the evaluation folder there, or name it in YARDSTICK_EVALUATION.`
  );
}

/** Outcomes belong to one program: another one begins anew. */
function trialsFile(series, days) {
  const program = createHash('sha256')
    .update(readFileSync(path.join(work, 'evaluate')))
    .digest('hex')
    .slice(0, 12);
  return path.join(kept, `${program}-${series}-${days}.jsonl`);
}

function simulation() {
  const series = option('series', '304');
  const days = option('days', '10');
  const parameters = ['-series', series, '-days', days, '-trials', trialsFile(series, days)];
  return printed(path.join(work, 'evaluate'), parameters);
}

const took = [];
function timed(name, part) {
  const began = performance.now();
  const result = part();
  took.push(`${name}: ${Math.round((performance.now() - began) / 1000)} s`);
  return result;
}

/** Gates or forecasts, judged by the command itself. */
function judged(...parameters) {
  const asked = ['evaluate', ...parameters, '--trials', option('trials', '1000'), '--format', 'json'];
  return JSON.parse(printed(path.join(work, 'yardstick'), asked));
}

/** Whether what is stated of intervals and confidence is true. */
function certainty() {
  const answer = printed('go', ['run', './pkg/cmd/calibrate', '-trials', option('trials', '1000'), '-format', 'json']);
  return certaintyPart(JSON.parse(answer));
}

const backtest = () =>
  backtestPart(printed('go', ['test', './pkg/backtest', '-run', 'xxx', '-bench', 'Replay', '-benchtime', '1x']));

const gates = () => gatePart(judged('gate'));
const forecasts = () => judged('forecast', ...(known ? ['--data', path.join(folder, 'data')] : []));

async function write(text) {
  const file = path.join(root, 'docs', 'evaluation.md');
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}

if (args.includes('--forecast')) {
  const forecast = forecasts();
  console.log(forecastPart(forecast, true));
  if (args.includes('--write')) {
    const before = readFileSync(path.join(root, 'docs', 'evaluation.md'), 'utf8').split('## Forecast')[0];
    await write(before + forecastPart(forecast, false)); // the last part of the page
  }
  process.exit(0);
}
if (args.includes('--runs')) {
  console.log([gates(), forecastPart(forecasts(), true)].join('\n\n'));
  process.exit(0);
}
const labelledOnly = args.includes('--labelled');
// First of all, and alone: it is the one part whose time is its result.
const replayed = labelledOnly ? [] : [timed('backtest', backtest)];
const simulated = labelledOnly ? '' : timed('simulated operations', simulation);
const text = page(
  simulated,
  known ? timed('labelled series', labelled) : [],
  known ? timed('injected faults', injected) : undefined,
  labelledOnly
    ? []
    : [
        timed('certainty', certainty),
        ...replayed,
        timed('gates', gates),
        timed('forecasts', () => forecastPart(forecasts(), false)),
      ]
);
console.log(text);
console.error(took.join('\n'));
if (args.includes('--write')) {
  await write(text);
}
