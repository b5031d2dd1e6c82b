/** @jest-environment node */
import { jobs } from '../systems/jobs';
import { Scheduler } from './scheduler';
import { Switchboard } from './switchboard';
import { workloads } from './workloads';

// Thousands of virtual requests; a busy machine takes its time.
jest.setTimeout(60_000);

const START = Date.UTC(2026, 10, 20, 12) / 1000;

function running() {
  const live = workloads(5, START);
  let t = START;
  const text = (job: string) => live.scrape(jobs.find(({ name }) => name === job)!);
  return {
    ...live,
    /** Lets so many seconds pass. */
    pass: (seconds: number) => live.scheduler.runTo((t += seconds)),
    now: () => t,
    value: async (job: string, series: string) => {
      const line = (await text(job)).split('\n').find((l) => l.startsWith(`${series} `));
      return line === undefined ? NaN : Number(line.split(' ').at(-1));
    },
  };
}

/** Sum over both outcomes of an operation. */
const both = async (demo: ReturnType<typeof running>, suffix: string) =>
  (await demo.value(
    'kgas',
    `kgas_operation_duration_seconds_${suffix}{operation_type="graph_query",status="success"}`
  )) +
  (await demo.value('kgas', `kgas_operation_duration_seconds_${suffix}{operation_type="graph_query",status="error"}`));

test('an event sees the moment it was planned for, in order, however late it runs', () => {
  const scheduler = new Scheduler(100);
  const seen: number[] = [];
  [7, 3, 5, 3].forEach((seconds) => scheduler.after(seconds, () => seen.push(scheduler.now)));
  scheduler.after(1, () => scheduler.after(1, () => seen.push(scheduler.now)));
  scheduler.runTo(200);
  expect(seen).toEqual([102, 103, 103, 105, 107]);
  expect(scheduler.now).toBe(200);
});

test('an operation made five times slower takes five times as long, and recovers', async () => {
  const demo = running();
  const mean = async (seconds: number) => {
    const [sum, count] = [await both(demo, 'sum'), await both(demo, 'count')];
    demo.pass(seconds);
    return ((await both(demo, 'sum')) - sum) / ((await both(demo, 'count')) - count);
  };
  demo.pass(5);
  const normal = await mean(60);
  demo.switchboard.set('kgas', 'graph_query', 'x5');
  demo.pass(5);
  const slow = await mean(60);
  demo.switchboard.set('kgas', 'graph_query', 'off');
  demo.pass(5);
  expect(slow / normal).toBeGreaterThan(4);
  expect(slow / normal).toBeLessThan(6);
  expect((await mean(60)) / normal).toBeCloseTo(1, 0);
});

test('what hangs completes nothing and shows since when', async () => {
  const demo = running();
  demo.pass(10);
  demo.switchboard.set('kgas', 'graph_query', 'hang');
  demo.pass(10);
  const before = await both(demo, 'count');
  demo.pass(60);
  expect(await both(demo, 'count')).toBe(before);
  const since = await demo.value(
    'kgas',
    'kgas_operation_in_progress_start_timestamp_seconds{operation_type="graph_query"}'
  );
  expect(demo.now() - since).toBeGreaterThanOrEqual(68);
  demo.switchboard.set('kgas', 'graph_query', 'off');
  demo.pass(10);
  expect(await both(demo, 'count')).toBeGreaterThan(before + 50);
});

test('a slowed conversion passes twice its range within half a minute of the switch, while it runs', async () => {
  const demo = running();
  demo.pass(10);
  demo.switchboard.set('kgas', 'vector-to-graph large', 'x5');
  demo.pass(30);
  const labels = '{source="vector",target="graph",dataset_size="large"}';
  const since = await demo.value('kgas', `kgas_conversion_in_progress_start_timestamp_seconds${labels}`);
  expect(demo.now() - since).toBeGreaterThan(2 * 7200);
  expect(demo.now() - since).toBeLessThan(2 * 7200 + 60);
});

test('a large conversion ends within the first five minutes, after a duration within its range', async () => {
  const demo = running();
  demo.pass(300);
  const labels = '{source="graph",target="table",dataset_size="large"}';
  expect(await demo.value('kgas', `kgas_conversion_last_run_timestamp_seconds${labels}`)).toBeGreaterThan(START);
  const seconds = await demo.value('kgas', `kgas_conversion_last_duration_seconds${labels}`);
  expect(seconds).toBeGreaterThan(200);
  expect(seconds).toBeLessThan(1200);
});

test('a breaker trips, tries again after its recovery time-out, and closes after the fault', async () => {
  const demo = running();
  const trips = () => demo.value('omninode', 'omninode_circuit_breaker_trips_total{component="medium"}');
  const state = (name: string) =>
    demo.value('omninode', `omninode_circuit_breaker_state{component="medium",state="${name}"}`);
  demo.pass(10);
  expect(await trips()).toBe(0);
  demo.switchboard.set('omninode', 'breaker-medium', 'on');
  demo.pass(3);
  expect([await trips(), await state('open')]).toEqual([1, 1]);
  demo.pass(31);
  expect(await state('half_open')).toBe(1);
  demo.pass(10);
  expect([await trips(), await state('open')]).toEqual([2, 1]);
  demo.switchboard.set('omninode', 'breaker-medium', 'off');
  demo.pass(60);
  expect([await trips(), await state('closed')]).toEqual([2, 1]);
  expect(await demo.value('omninode', 'omninode_circuit_breaker_recovery_seconds_count{component="medium"}')).toBe(1);
});

describe('the switch', () => {
  const switchboard = () => new Switchboard(() => START);

  test.each([
    ['shop', 'graph_query', 'x5', 'there is no system "shop": say dpas, kgas, ado, omninode, github-pm'],
    ['kgas', 'graph_qury', 'x5', 'kgas has no operation or fault "graph_qury": did you mean graph-query'],
    ['kgas', 'nonsense', 'on', '"npm run demo -- faults" lists them all'],
    ['kgas', 'graph_query', 'fast', 'graph-query can be made slow (x2, x5, …), hang, or off, not "fast"'],
    ['kgas', 'graph_query', 'x0', 'can be made slow'],
    ['kgas', 'cpu', 'x2', 'cpu can be switched on or off, not "x2"'],
  ])('%s %s %s: %s', (system, name, mode, message) => {
    expect(() => switchboard().set(system, name, mode)).toThrow(message);
  });

  test('a name may be written as a person would', () => {
    const board = switchboard();
    board.set('kgas', 'Neo4j simple query', 'x2');
    expect(board.conditions().active).toEqual([
      { system: 'kgas', name: 'neo4j-simple-query', factor: 2, hang: false, since: START },
    ]);
  });

  test('a second setting replaces the first, off removes it, clear removes all', () => {
    const board = switchboard();
    board.set('kgas', 'graph_query', 'x2');
    board.set('kgas', 'graph_query', 'x3');
    board.set('omninode', 'cache', 'on');
    expect(board.conditions().active.map(({ factor }) => factor)).toEqual([3, 1]);
    board.set('kgas', 'graph_query', 'off');
    expect(board.conditions().active).toHaveLength(1);
    board.clear();
    expect(board.conditions().active).toHaveLength(0);
  });
});
