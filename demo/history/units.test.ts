/** @jest-environment node */
import { Conditions } from '../scenario/faults';
import { past } from '../scenario/occurrences';
import { Timeline } from '../scenario/timeline';
import { outcomes, Sampler, spread } from '../scenario/stream';
import { workloads } from '../live/workloads';
import { jobs, namedFaults, operations } from '../systems/jobs';
import { conversions } from '../systems/kgas/conversions';
import { axisUpTo, timeOf, type Axis } from './axis';
import { Desk } from './desk';
import type { Frame } from './frame';
import { framesOf, units, type Unit } from './units';
import { streamColumns } from './stream-columns';

// Thousands of virtual requests; a busy machine takes its time.
jest.setTimeout(60_000);

const END = Date.UTC(2026, 10, 20, 12) / 1000;
const DAYS = 3;

/** The series that a frame becomes, as Prometheus would write them. */
function seriesOf({ header: { kind, name, labels, bounds = [] } }: Frame): string[] {
  const text = (metric: string, more: Record<string, string> = {}) => {
    const all = Object.entries({ ...labels, ...more }).sort(([a], [b]) => (a < b ? -1 : 1));
    return `${metric}{${all.map(([k, v]) => `${k}="${v}"`).join(',')}}`;
  };
  if (kind === 'values') {
    return [text(name, labels.le ? { le: String(Number(labels.le.replace('+Inf', 'Infinity'))) } : {})];
  }
  const buckets = [...bounds, Infinity].map((bound) => text(`${name}_bucket`, { le: String(bound) }));
  return [...buckets, text(`${name}_sum`), text(`${name}_count`)];
}

/** The series of one target's answer. */
function scraped(body: string, job: string, instance: string): string[] {
  return body
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', , inner = ''] = /^([^{ ]+)(\{(.*)\})? \S+$/.exec(line) ?? [];
      const pairs = [...inner.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, k, v]): [string, string] => [
        k!,
        k === 'le' ? String(Number(v!.replace('+Inf', 'Infinity'))) : v!,
      ]);
      pairs.push(['job', job], ['instance', instance]);
      return `${name}{${pairs
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([k, v]) => `${k}="${v}"`)
        .join(',')}}`;
    });
}

function history(steps: number, kinds: Array<Unit['kind']> = []): Frame[] {
  const axis: Axis = { firstMinute: END / 60 - steps, steps };
  const desk = new Desk({ seed: 5, axis, past: past(namedFaults, conversions, END, DAYS) });
  return units()
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .flatMap((unit) => framesOf(desk, unit));
}

test('history and live targets expose exactly the same series, so that each goes on', async () => {
  const written = new Set(
    history(60)
      .flatMap(seriesOf)
      .filter((series) => !/^(up|scrape_)/.test(series))
  );
  const live = workloads(5, END);
  live.scheduler.runTo(END + 1200);
  const seen = new Set<string>();
  for (const job of jobs) {
    scraped(await live.scrape(job), job.name, job.instance).forEach((series) => seen.add(series));
  }
  // One is born under a fault; one is known only after its first run, which comes once a day; one is there with one status at a time, one with one version.
  const lazy = (series: string) =>
    /component="late"|last.*operation_type="full_reindex"|^dagster_last_run_|^target_info/.test(series);
  const unlike = (a: Set<string>, b: Set<string>) => [...a].filter((series) => !b.has(series) && !lazy(series)).sort();
  expect(unlike(written, seen)).toEqual([]);
  expect(unlike(seen, written)).toEqual([]);
  expect(seen.size).toBeGreaterThan(3000);
});

test('the buckets hold exactly the raw samples that can be made again, for many and for few a minute', () => {
  const sampler = new Sampler(6);
  const axis = axisUpTo(END, 0.05);
  const timeline = new Timeline([], namedFaults);
  const well = new Conditions([], []);
  for (const name of ['entity_lookup', 'pagerank', 'database query']) {
    const stream = operations.find((operation) => operation.name === name)!;
    const columns = outcomes(stream).map((outcome) => streamColumns(sampler, stream, outcome, axis, timeline));
    for (let step = 0; step < axis.steps; step++) {
      const raw = sampler.sample(stream, axis.firstMinute + step, well);
      const expected = [...stream.bounds, Infinity].map(
        (bound, b) => raw.filter((v) => v <= bound && v > (b === 0 ? -1 : stream.bounds[b - 1]!)).length
      );
      expect(expected.map((_, b) => columns.reduce((sum, { counts }) => sum + counts[b]![step]!, 0))).toEqual(expected);
      const sum = columns.reduce((total, { sums }) => total + sums[step]!, 0);
      expect(sum).toBeCloseTo(
        raw.reduce((a, b) => a + b, 0),
        9
      );
    }
  }
  expect(spread(0.4)[0]).toBeLessThan(spread(0.4)[65535]!);
});

describe('the past', () => {
  const happened = past(namedFaults, conversions, END, 36);

  test('every fault has happened once, and those of one rule set do not overlap', () => {
    const names = happened.occurrences.map(({ system, fault }) => `${system} ${fault}`);
    namedFaults.forEach(({ system, name }) => expect(names).toContain(`${system} ${name}`));
    const single = happened.occurrences
      .filter(({ title }) => !title.includes('incident'))
      .sort((a, b) => a.from - b.from);
    single.slice(1).forEach((next, i) => expect(next.from).toBeGreaterThanOrEqual(single[i]!.to));
  });

  test.each(['D2-A01', 'D2-A02', 'D2-A03', 'D2-A04', 'D2-A05', 'D2-A06', 'D2-A07a', 'D2-A07b', 'D2-A08', 'D2-A09'])(
    '%s was true once',
    (rule) =>
      expect(
        [...happened.occurrences, ...happened.conversions].filter(({ rules }) => rules.includes(rule))
      ).not.toHaveLength(0)
  );

  test.each(['D1-A01', 'D1-A02', 'D1-A03', 'D1-A04', 'D1-A05', 'D1-A06', 'D1-A07'])('%s was true once', (rule) =>
    expect(happened.occurrences.filter(({ rules }) => rules.includes(rule))).not.toHaveLength(0)
  );

  test.each([
    'D3-A01a',
    'D3-A01b',
    'D3-A02',
    'D3-A03',
    'D3-A04',
    'D3-A05',
    'D3-A06',
    'D3-A07',
    'D3-A08',
    'D3-A09+A12',
    'D3-A10',
    'D3-A11',
  ])('%s was true once', (rule) =>
    expect(happened.occurrences.filter(({ rules }) => rules.includes(rule))).not.toHaveLength(0)
  );

  test.each(['D4-A01+A06', 'D4-A02', 'D4-A03', 'D4-A04a', 'D4-A04b', 'D4-A05', 'D4-A07'])('%s was true once', (rule) =>
    expect(happened.occurrences.filter(({ rules }) => rules.includes(rule))).not.toHaveLength(0)
  );

  test.each(['D5-A01', 'D5-A02', 'D5-A03', 'D5-A04+A05', 'D5-A06'])('%s was true once', (rule) =>
    expect(happened.occurrences.filter(({ rules }) => rules.includes(rule))).not.toHaveLength(0)
  );

  test('each of the nine conversions took more than twice and more than five times the upper end of its range', () => {
    const documented = conversions.filter(({ range }) => range);
    expect(documented).toHaveLength(9);
    for (const { slug, range } of documented) {
      const seconds = happened.conversions.filter(({ fault }) => fault === slug).map(({ run }) => run.end - run.start);
      expect(seconds.some((s) => s > 2 * range![1] && s < 5 * range![1])).toBe(true);
      expect(seconds.some((s) => s > 5 * range![1])).toBe(true);
    }
  });

  test('a target that is down has no samples, and up is 0', () => {
    const frames = history(DAYS * 1440, ['scrapes', 'conversions-in-flight']);
    const up = frames.find(({ header }) => header.name === 'up' && header.labels.job === 'kgas')!;
    const values = new Float64Array(up.payload[0]!);
    const zero = values.findIndex((value) => value === 0);
    const application = frames.find(({ header }) => header.name === 'kgas_conversions_in_flight')!;
    const inside = application.header.absent.some(([from, to]) => from <= zero && zero < to);
    expect(zero).toBeGreaterThan(0);
    expect(inside).toBe(true);
  });
});

test('a step ends at its full minute', () => {
  const axis = axisUpTo(END + 31, 1);
  expect(timeOf(axis, axis.steps - 1)).toBe(END);
  expect(axis.steps).toBe(1440);
});
