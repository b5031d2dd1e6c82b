// What does it take to learn from single runs, beside numpy? The same array in both, and the same numbers out of both.
//
//   npx tsx tests/bench/learning.ts            prints, ends with 1 where a bound is missed
//   npx tsx tests/bench/learning.ts --write    writes its section of docs/benchmarks.md too
//
// Needs python3 with numpy; without them it says so and measures nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { say, tableOf, writeSection, type Line } from './results';

const root = path.resolve(__dirname, '../..');
/** Issue 8, row 3: how many times numpy's time at least. */
const SIZES = [
  { runs: 100, atLeast: 10 },
  { runs: 8_064, atLeast: 1 },
  { runs: 1_000_000, atLeast: 1 },
];
const ANOTHER_HOUR = 100;
const EQUAL = 1e-9;
const NUMBERS = ['p50', 'p95', 'p99', 'mean', 'sd', 'requests'] as const;

type Learned = Record<(typeof NUMBERS)[number], number>;
type Numpy = Learned & { equal: number; plain: number };

/** Log-normal durations; one in two hundred is twenty times slower, so that there are outliers. */
function durations(n: number): Float64Array {
  let seed = 20_260_105;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed + 0.5) / 2 ** 32;
  };
  return Float64Array.from({ length: n }, () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return Math.exp(-2 + 0.25 * normal) * (random() < 0.005 ? 20 : 1);
  });
}

function byNumpy(folder: string): { version: string; answers: Record<string, Numpy> } | undefined {
  const script = path.join(root, 'tests/bench/numpy_baseline.py');
  const { status, stdout, stderr } = spawnSync('python3', [script, folder, ...SIZES.map(({ runs }) => String(runs))], {
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  if (status !== 0) {
    console.log(`numpy was not measured: ${stderr?.trim().split('\n').pop() ?? 'python3 was not found'}`);
    return undefined;
  }
  return JSON.parse(stdout) as { version: string; answers: Record<string, Numpy> };
}

/** Seconds of each benchmark by its name, the middle one of five runs. */
function byGo(folder: string): Map<string, number> {
  const text = execFileSync(
    'go',
    ['test', './pkg/baseline', '-run', '^$', '-bench', '^Benchmark(LearnRuns|Learn28Days)$', '-count', '5'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, YARDSTICK_RUNS: folder } }
  );
  const all = new Map<string, number[]>();
  for (const [, name, nanoseconds] of text.matchAll(/^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns\/op/gm)) {
    all.set(name!, [...(all.get(name!) ?? []), Number(nanoseconds) / 1e9]);
  }
  return new Map([...all].map(([name, times]) => [name, times.sort((a, b) => a - b)[times.length >> 1]!]));
}

const inUnits = (seconds: number) =>
  seconds < 1e-3 ? `${(seconds * 1e6).toFixed(0)} µs` : `${(seconds * 1e3).toFixed(1)} ms`;

function measure(): { lines: Line[]; versions: string } | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-bench-learning-'));
  try {
    for (const { runs } of SIZES) {
      writeFileSync(path.join(folder, `${runs}.f64`), new Uint8Array(durations(runs).buffer));
    }
    const numpy = byNumpy(folder);
    if (!numpy) {
      return undefined;
    }
    const go = byGo(folder);
    const lines = SIZES.map(({ runs, atLeast }) => {
      const theirs = numpy.answers[runs]!;
      const ours = JSON.parse(readFileSync(path.join(folder, `${runs}.json`), 'utf8')) as Learned;
      const seconds = go.get(`LearnRuns/${runs}`) ?? NaN;
      const off = Math.max(...NUMBERS.map((name) => Math.abs(ours[name] / theirs[name] - 1)));
      const times = theirs.equal / seconds;
      return {
        what: `learning ${runs.toLocaleString('en')} runs, beside numpy with the same rule for outliers`,
        measured:
          `${inUnits(seconds)}, numpy ${inUnits(theirs.equal)}: ${times.toFixed(1)}x; numbers equal to ${off.toExponential(0)} ` +
          `(numpy with a quartile fence, other numbers: ${inUnits(theirs.plain)})`,
        bound: `at least ${atLeast}x, equal to ${EQUAL}`,
        ok: times >= atLeast && off <= EQUAL,
      };
    });
    const hour = go.get('Learn28Days') ?? NaN;
    const most = numpy.answers[1_000_000]!.equal;
    lines.push({
      what: 'one more hour on 28 days of histograms, everything anew, beside numpy over a million requests of them',
      measured: `${inUnits(hour)} whatever the traffic, numpy ${inUnits(most)}: ${(most / hour).toFixed(0)}x`,
      bound: `at least ${ANOTHER_HOUR}x`,
      ok: most / hour >= ANOTHER_HOUR,
    });
    return { lines, versions: `${goVersion()}, numpy ${numpy.version}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const goVersion = () => execFileSync('go', ['env', 'GOVERSION'], { cwd: root, encoding: 'utf8' }).trim();

function main(): void {
  const measured = measure();
  if (!measured) {
    process.exitCode = 2;
    return;
  }
  const { lines, versions } = measured;
  lines.forEach(say);
  const text = [
    'Log-normal durations, one in two hundred twenty times slower; 8,064 are one in each five minutes of 28 days, a ' +
      'million 124. numpy does what D2 sketches as its BaselineManager (`tests/bench/numpy_baseline.py`): outliers out, ' +
      'percentiles, mean, standard deviation. Yardstick learns all of a baseline meanwhile: interval, confidence, ' +
      'effective number of requests, spread, state.',
    '',
    tableOf(lines),
  ].join('\n');
  writeSection('Learning, beside numpy', 'npx tsx tests/bench/learning.ts', versions, text);
  process.exitCode = Number(!lines.every(({ ok }) => ok));
}

main();
