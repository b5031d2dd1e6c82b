// Is what the command learns from a real Prometheus what the requests were? The
// history's requests are made again from the seed, over the windows that were
// learned, and every number is compared with the exact one.
//
// What may differ, and by how much:
// - The history has a sample a minute and a range is open on its left, so that
//   increase() over five minutes sees the requests of the last four and scales
//   them by 5/4. "Seen" below are those four minutes; "whole" all five.
// - A quantile is known to its bucket: it lies between the bounds of the bucket
//   that holds the exact one.
// - The mean is sum by count, both scaled alike. Counts are kept to 1/1024 of a
//   request, which is all by which it differs from that of the seen requests. From that of the
//   whole windows it differs by what the missed fifth has of its own: four standard
//   errors of single requests, and 0.5 % for minutes that were slow as a whole
//   (a minute of 4.5 times the duration is 0.12 % of two days).
// - The standard deviation differs by at most the root mean square of the wider
//   half of each request's bucket (Histogram.SDBound of pkg/baseline).
// - Windows that were left out (outliers, violations) are a share e of the
//   requests: the quantile q of the rest lies between the quantiles q(1-e) and
//   q(1-e)+e of all, its mean between those of the fastest and of the slowest 1-e.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { SEED } from '../../demo/lab';
import { operationStream, RawSamples } from '../../demo/raw-samples';
import { conversions } from '../../demo/systems/kgas/conversions';
import { lab } from '../lab';
import { bucketOf, DAYS, exactQuantile, meanOf, MINUTE, requestsOf, runsOf, sdBound, sdOf } from './exact';

interface Learned {
  system: 'kgas' | 'omninode';
  operation: string;
  set: string;
  p50: number;
  p95: number;
  p99: number;
  mean: number;
  sd: number;
  requests: number;
  windows: number;
}

const command = path.resolve(__dirname, '..', '..', 'bin', 'yardstick');
const QUANTILES = [0.5, 0.95, 0.99] as const;
/** Counts of the learner are whole 1/1024 of a request. */
const GRAIN = 1 / 1024;

/** The last whole hour of the history in which something is known to have happened. */
function endOfLearning(): number {
  const last = Math.max(...lab().faults.map(({ to }) => to));
  return Math.floor(last / 3600) * 3600;
}

async function learn(end: number): Promise<Learned[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-accuracy-'));
  try {
    const { stdout } = await promisify(execFile)(
      command,
      // An hour is learned a minute after its end.
      [
        'learn',
        '--prometheus',
        lab().prometheus,
        // The systems whose every operation can be made again from the seed; others have runs of exporters too.
        ...['--system', 'kgas', '--system', 'omninode'],
        '--days',
        String(DAYS),
        '--at',
        new Date((end + 2 * MINUTE) * 1000).toISOString(),
        '--store',
        `sqlite:${path.join(folder, 'a.db')}`,
        '--format',
        'json',
      ],
      { maxBuffer: 64 * 1024 * 1024 }
    );
    return (JSON.parse(stdout) as { baselines: Learned[] }).baselines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  name: string;
  /** Everything was learned: no window left out. */
  complete: boolean;
  /** Largest difference of a quantile, of the mean and of the sd, to the exact ones. */
  worst: { quantile: number; mean: number; whole: number; sd: number; sdBound: number };
}

const between = (what: string, value: number, low: number, high: number): void => {
  const slack = 1e-6 * Math.abs(high);
  expect(value, `${what}: at least ${low}`).toBeGreaterThanOrEqual(low - slack);
  expect(value, `${what}: at most ${high}`).toBeLessThanOrEqual(high + slack);
};

function compareRequests(learned: Learned, raw: RawSamples, end: number): Measured {
  const stream = operationStream(learned.system, learned.operation);
  const { bounds } = stream;
  const { seen, whole, wholeMean, windows } = requestsOf(raw, stream, end);
  const name = `${learned.system} ${learned.operation}`;
  const n = seen.length;
  const complete = learned.windows === windows;
  const rounding = (windows * GRAIN) / (1.25 * n);
  const left = 1 - learned.requests / (1.25 * n);
  if (complete) {
    expect(Math.abs(left), `${name}: five quarters of the seen requests`).toBeLessThanOrEqual(rounding + 1e-6);
  }
  const share = complete ? 0 : left;
  // A bucket that never counted before is not extrapolated to its first request: a quarter of a request each.
  const hair = bounds.length / n;
  QUANTILES.forEach((q) => {
    const value = learned[`p${q * 100}` as 'p50' | 'p95' | 'p99'];
    const low = exactQuantile(seen, q * (1 - share) - hair);
    const high = exactQuantile(seen, q * (1 - share) + share + hair);
    between(`${name} p${q * 100}`, value, bucketOf(bounds, low)[0], bucketOf(bounds, high)[1]);
  });
  const kept = Math.ceil((1 - share) * n);
  between(
    `${name} mean`,
    learned.mean,
    meanOf(seen.subarray(0, kept)) * (1 - rounding),
    meanOf(seen.subarray(n - kept)) * (1 + rounding)
  );
  const sd = sdOf(seen);
  const bound = sdBound(bounds, seen);
  if (complete) {
    between(`${name} sd`, learned.sd, sd - bound, sd + bound);
    const chance = 4 * sd * Math.sqrt(1 / n - 1 / whole) + 0.005 * wholeMean;
    between(`${name} mean of the whole windows`, learned.mean, wholeMean - chance, wholeMean + chance);
  }
  return {
    name,
    complete,
    worst: {
      quantile: Math.max(
        ...QUANTILES.map((q) => Math.abs(learned[`p${q * 100}` as 'p95'] / exactQuantile(seen, q) - 1))
      ),
      mean: Math.abs(learned.mean / meanOf(seen) - 1),
      whole: Math.abs(learned.mean / wholeMean - 1),
      sd: Math.abs(learned.sd / sd - 1),
      sdBound: bound / sd,
    },
  };
}

/** Single runs are kept one by one: exact, but for those that were left out. */
function compareRuns(learned: Learned, runs: Float64Array): Measured {
  const n = runs.length;
  const kept = learned.requests;
  expect(kept, `${learned.operation}: runs`).toBeLessThanOrEqual(n);
  expect(kept, `${learned.operation}: nearly all runs`).toBeGreaterThanOrEqual(0.9 * n);
  const at = (position: number) => runs[Math.min(Math.max(position, 0), n - 1)] as number;
  const left = n - kept;
  QUANTILES.forEach((q) => {
    const position = q * (kept - 1);
    const value = learned[`p${q * 100}` as 'p95'];
    between(`${learned.operation} p${q * 100}`, value, at(Math.floor(position)), at(Math.ceil(position) + left));
  });
  between(`${learned.operation} mean`, learned.mean, meanOf(runs.subarray(0, kept)), meanOf(runs.subarray(left)));
  const sd = sdOf(runs);
  if (left === 0) {
    between(`${learned.operation} sd`, learned.sd, sd, sd);
  }
  return {
    name: `kgas ${learned.operation}`,
    complete: left === 0,
    worst: {
      quantile: 0,
      mean: Math.abs(learned.mean / meanOf(runs) - 1),
      whole: 0,
      sd: Math.abs(learned.sd / sd - 1),
      sdBound: 0,
    },
  };
}

const percent = (v: number): string => `${(100 * v).toPrecision(2)} %`;

/** The largest of something, whose it is, and the middle one. */
function largest(measured: readonly Measured[], of: (m: Measured) => number): string {
  const sorted = [...measured].sort((a, b) => of(a) - of(b));
  const last = sorted.at(-1);
  return last
    ? `${percent(of(last))} (${last.name}; median ${percent(of(sorted[sorted.length >> 1] as Measured))})`
    : 'nothing';
}

function tell(what: string, measured: readonly Measured[]): void {
  const complete = measured.filter((m) => m.complete);
  const lines = [
    `${what}: ${measured.length} compared, ${complete.length} with nothing left out; the largest differences of these:`,
    `quantiles, within their bucket: ${largest(complete, (m) => m.worst.quantile)}`,
    `mean of the seen: ${largest(complete, (m) => m.worst.mean)}, of the whole windows: ${largest(complete, (m) => m.worst.whole)}`,
    `sd: ${largest(complete, (m) => m.worst.sd)}, stated bound: ${largest(complete, (m) => m.worst.sdBound)}`,
  ];
  console.log(lines.join('\n  '));
}

test('learned p50, p95, p99, mean and standard deviation are those of the raw requests', async () => {
  test.setTimeout(600_000);
  expect(existsSync(command), 'bin/yardstick is built by npm run build').toBe(true);
  const end = endOfLearning();
  const { faults } = lab();
  const raw = new RawSamples({ seed: SEED, faults });
  const learned = await learn(end);
  const measured = learned
    .filter(({ set, requests }) => set !== 'conversion' && requests > 100)
    .map((baseline) => compareRequests(baseline, raw, end));
  tell('requests', measured);
  const whole = measured.filter(({ complete }) => complete);
  expect(whole.length, 'operations with every window learned').toBeGreaterThanOrEqual(10);
  expect(
    whole.filter(({ worst }) => Number.isFinite(worst.sdBound)).length,
    'of them without a request above the last bound'
  ).toBeGreaterThanOrEqual(10);

  const runs = conversions.map((conversion) => {
    const baseline = learned.find(({ set, operation }) => set === 'conversion' && operation === conversion.name);
    expect(baseline, conversion.name).toBeDefined();
    return compareRuns(baseline as Learned, runsOf(conversion, faults, end));
  });
  tell('runs of conversions', runs);
  expect(runs.filter(({ complete }) => complete).length).toBeGreaterThanOrEqual(3);
});
