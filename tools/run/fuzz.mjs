// Does any input from outside break a parser? Runs every fuzz target of the back end, one after the other, and tells
// how many executions each had and what it found.
//
//   npm run fuzz                            half a minute each
//   npm run fuzz -- 1000000x                so many executions each; or a time, such as 5m
//   npm run fuzz -- 1m prometheus FuzzURLs  only targets whose package or name has one of these words
//   npm run fuzz -- --keep                  copies some of what was found to be new into testdata/fuzz
//
// A failing input is written to testdata/fuzz beside its test, where `go test` runs it from then on: commit it with the
// repair. GOMAXPROCS limits how many run at once.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { root } from './step.mjs';

/** Of what was kept: so many inputs of a target, none longer than this. The whole stays below a megabyte. */
const KEPT = { inputs: 40, bytes: 1500 };

/** Every target of the back end, by the folder of its package. */
function targets() {
  const files = readdirSync(path.join(root, 'pkg'), { recursive: true })
    .map((file) => path.join('pkg', String(file)))
    .filter((file) => file.endsWith('_test.go'))
    .sort();
  return files.flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/^func (Fuzz\w+)\(/gm)].map(([, name]) => ({
      folder: path.dirname(file),
      name,
    }))
  );
}

/** Runs one target; what Go prints is shown only where something failed. */
function run({ folder, name }, length) {
  const args = ['test', '-run', '^$', '-fuzz', `^${name}$`, '-fuzztime', length, '-fuzzminimizetime', '20x'];
  const go = spawn('go', [...args, `./${folder}`], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const result = { folder, name, executions: 0, seconds: 0, found: 0, said: [] };
  const read = (line) => {
    const progress = /^fuzz: elapsed: (\S+), execs: (\d+) .*new interesting: (\d+)/.exec(line);
    if (progress) {
      result.seconds = secondsOf(progress[1]);
      result.executions = Number(progress[2]);
      result.found = Number(progress[3]);
    } else {
      result.said.push(line);
    }
  };
  for (const stream of [go.stdout, go.stderr]) {
    createInterface({ input: stream }).on('line', read);
  }
  return new Promise((resolve) => go.on('close', (code) => resolve({ ...result, code })));
}

/** Seconds of Go's way of writing them: 1m30s. */
function secondsOf(text) {
  const units = { h: 3600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+)([hms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * units[unit], 0);
}

function row(cells) {
  const widths = [34, 12, 10, 9, 8];
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : String(cell).padStart(widths[i]))).join('  ');
}

/** Copies what Go keeps of earlier runs beside the tests. */
function keep({ folder, name }) {
  const cache = spawnSync('go', ['env', 'GOCACHE'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  const [, module] = /^module (\S+)/m.exec(readFileSync(path.join(root, 'go.mod'), 'utf8'));
  const from = path.join(cache, 'fuzz', module, folder, name);
  const to = path.join(root, folder, 'testdata', 'fuzz', name);
  const inputs = existsSync(from) ? readdirSync(from).map((file) => path.join(from, file)) : [];
  const size = (file) => statSync(file).size;
  const values = (file) => readFileSync(file, 'utf8').trimEnd().split('\n').length;
  const [newest] = inputs.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const all = inputs
    .filter((file) => size(file) <= KEPT.bytes && values(file) === values(newest)) // a target may have had other parameters
    .sort((a, b) => size(a) - size(b) || a.localeCompare(b));
  // Of every length some: the shortest alone would all be of one kind.
  const short = all.filter((_, i) => i % Math.ceil(all.length / KEPT.inputs) === 0);
  mkdirSync(to, { recursive: true });
  short.forEach((file) => copyFileSync(file, path.join(to, path.basename(file))));
  console.log(`${`${folder} ${name}`.padEnd(48)} ${short.length} of ${inputs.length} inputs`);
}

const args = process.argv.slice(2);
const length = args.find((arg) => /^\d/.test(arg)) ?? '30s';
const words = args.filter((arg) => !/^(\d|--)/.test(arg));
const chosen = targets().filter(
  ({ folder, name }) => words.length === 0 || words.some((word) => folder.includes(word) || name === word)
);
if (chosen.length === 0) {
  console.error(`no target's package or name has ${words.join(' or ')}`);
  process.exit(1);
}
if (args.includes('--keep')) {
  chosen.forEach(keep);
  process.exit(0);
}

console.log(row(['target', 'executions', 'a second', 'inputs', 'crashes']));
let executions = 0;
let failed = 0;
for (const target of chosen) {
  const result = await run(target, length);
  const perSecond = Math.round(result.executions / Math.max(1, result.seconds));
  const name = `${target.folder.replace(/^pkg\//, '')} ${target.name}`;
  console.log(row([name, result.executions, perSecond, result.found, result.code === 0 ? 0 : 1]));
  if (result.code !== 0) {
    console.error(result.said.join('\n'));
  }
  executions += result.executions;
  failed += result.code === 0 ? 0 : 1;
}
console.log(`\n${chosen.length} targets, ${executions.toLocaleString('en')} executions, ${failed} with a crash`);
process.exit(failed === 0 ? 0 : 1);
