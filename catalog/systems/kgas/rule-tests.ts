/** Do the rules of KGAS fire when they should, and only then? */
import {
  born,
  boundary,
  changing,
  downForDays,
  growing,
  reported,
  requestsIn,
  type RuleTest,
  type ShownTest,
  steady,
  stillDown,
  takenAway,
} from '../../rule-test';
import { tiers } from './figures';
import { operations } from './operations';
import { exprOf, quantities } from './quantities';
import { recommendations } from './recommendations';
import { report } from './report';

const ops = 'kgas_operation_duration_seconds';
const extract = 'job="kgas",instance="a",operation_type="extract",status="success"';
const normal = {
  'yardstick_baseline_seconds{job="grafana",system="kgas",set="operation",stat="expected",operation_type="extract"}':
    steady(0.5),
};
/** What is normal of single runs: a p99 of 1 s. */
const normalRuns = {
  ...normal,
  'yardstick_baseline_seconds{job="grafana",system="kgas",set="operation",stat="p99",operation_type="extract"}':
    steady(1),
};
/** One run after the other, so many seconds each time; a multiple of the step. */
const runsEvery = (seconds: number, durations: readonly number[]) => ({
  'kgas_operation_last_duration_seconds{job="kgas",operation_type="extract"}': durations
    .map((duration) => `${duration}x${seconds / 10 - 1}`)
    .join(' '),
  'kgas_operation_last_run_timestamp_seconds{job="kgas",operation_type="extract"}': durations
    .map((_, i) => `${i * seconds}x${seconds / 10 - 1}`)
    .join(' '),
});
/** Samples of a Prometheus that scrapes every 30 seconds, for twenty minutes. */
const everyHalfMinute = (value: (i: number) => number) =>
  Array.from({ length: 40 }, (_, i) => `${value(i)} _x2`).join(' ');
const extractLabels = { operation_type: 'extract', set: 'operation' };

/** p95 = low + 0.95 (high - low); the baseline is 0.5 s. */
const slow = (bucket: readonly [number, number], perSecond = 5) => ({
  ...normal,
  ...requestsIn(ops, extract, bucket, perSecond),
});
const at = (time: number, labels: Record<string, string>) => [{ at: time, labels }];

const deviations: RuleTest[] = [
  {
    alert: 'D2-A01',
    name: '1.18 times normal is worth a note',
    series: slow([0.4, 0.6]),
    fires: at(10, extractLabels),
    silent: [0],
  },
  { alert: 'D2-A02', name: '1.18 times normal is no warning', series: slow([0.4, 0.6]), fires: [], silent: [10, 600] },
  { alert: 'D2-A01', name: 'normal is quiet', series: slow([0.4, 0.5]), fires: [], silent: [10, 600] },
  {
    alert: 'D2-A02',
    name: '2.38 times normal is a warning',
    series: slow([1, 1.2]),
    fires: at(10, extractLabels),
    silent: [0],
  },
  { alert: 'D2-A04', name: '2.38 times normal is not critical', series: slow([1, 1.2]), fires: [], silent: [10, 600] },
  {
    alert: 'D2-A04',
    name: '5.9 times normal is critical',
    series: slow([2.5, 3]),
    fires: at(10, extractLabels),
    silent: [0],
  },
  {
    alert: 'D2-A04',
    name: 'three requests say nothing',
    series: slow([2.5, 3], 0.01),
    fires: [],
    silent: [10, 300, 600],
  },
  {
    alert: 'D2-A04',
    name: 'without a baseline nothing is slow',
    series: requestsIn(ops, extract, [2.5, 3], 5),
    fires: [],
    silent: [10, 600],
  },
];

/** Every conversion at twice and at five times the upper end of its range (D-15). */
const conversions: RuleTest[] = (operations.find((set) => set.id === 'conversion')?.ranges ?? []).flatMap(
  ({ labels, high }) => {
    const matchers = Object.entries(labels)
      .map(([name, value]) => `${name}="${value}"`)
      .join(',');
    const last = (seconds: number) => ({
      [`kgas_conversion_last_duration_seconds{job="kgas",${matchers}}`]: steady(seconds),
      [`kgas_conversion_last_run_timestamp_seconds{job="kgas",${matchers}}`]: steady(0),
      [`kgas_conversion_in_progress_start_timestamp_seconds{job="kgas",${matchers}}`]: steady(0),
      [`yardstick_baseline_seconds{job="grafana",system="kgas",set="conversion",stat="expected",${matchers}}`]:
        steady(high),
    });
    const found = { ...labels, set: 'conversion' };
    const name = `${labels.source} to ${labels.target}, ${labels.dataset_size}`;
    return [
      { alert: 'D2-A01', name: `${name}: within its range`, series: last(high), fires: [], silent: [10, 600] },
      {
        alert: 'D2-A02',
        name: `${name}: just below twice its range`,
        series: last(high * tiers.warning - 0.1),
        fires: [],
        silent: [10, 600],
      },
      {
        alert: 'D2-A02',
        name: `${name}: twice its range`,
        series: last(high * tiers.warning),
        fires: at(10, found),
        silent: [],
      },
      {
        alert: 'D2-A04',
        name: `${name}: just below five times its range`,
        series: last(high * tiers.critical - 0.1),
        fires: [],
        silent: [10, 600],
      },
      {
        alert: 'D2-A04',
        name: `${name}: five times its range`,
        series: last(high * tiers.critical),
        fires: at(10, found),
        silent: [],
      },
    ];
  }
);

const small = 'source="graph",target="table",dataset_size="small"';
const smallLabels = { source: 'graph', target: 'table', dataset_size: 'small', set: 'conversion' };
const smallBaseline = {
  [`yardstick_baseline_seconds{job="grafana",system="kgas",set="conversion",stat="expected",${small}}`]: steady(15),
};

const runs: RuleTest[] = [
  {
    alert: 'D2-A02',
    name: 'a hung conversion warns while it hangs',
    series: {
      [`kgas_conversion_in_progress_start_timestamp_seconds{job="kgas",${small}}`]: steady(10),
      ...smallBaseline,
    },
    // Begun at 10 s: 30 s old at 40 s.
    fires: at(40, smallLabels),
    silent: [30],
  },
  {
    alert: 'D2-A04',
    name: 'a hung conversion becomes critical while it hangs',
    series: {
      [`kgas_conversion_in_progress_start_timestamp_seconds{job="kgas",${small}}`]: steady(10),
      ...smallBaseline,
    },
    fires: at(90, smallLabels),
    silent: [80],
  },
  {
    alert: 'D2-A02',
    name: 'the verdict on a run holds for half an hour, then two minutes',
    series: {
      [`kgas_conversion_last_duration_seconds{job="kgas",${small}}`]: steady(40),
      [`kgas_conversion_last_run_timestamp_seconds{job="kgas",${small}}`]: steady(0),
      ...smallBaseline,
    },
    fires: [...at(1800, smallLabels), ...at(1900, smallLabels)],
    silent: [1940, 3000],
  },
  {
    alert: 'D2-A02',
    name: 'a slow run of one instance, long before a normal one of another',
    series: {
      [`kgas_conversion_last_duration_seconds{job="kgas",instance="a",${small}}`]: steady(40),
      [`kgas_conversion_last_run_timestamp_seconds{job="kgas",instance="a",${small}}`]: steady(-7200),
      [`kgas_conversion_last_duration_seconds{job="kgas",instance="b",${small}}`]: steady(12),
      [`kgas_conversion_last_run_timestamp_seconds{job="kgas",instance="b",${small}}`]: steady(0),
      ...smallBaseline,
    },
    fires: [],
    silent: [10, 600],
  },
  {
    alert: 'D2-A08',
    name: 'most of the last runs were slow',
    series: {
      'kgas_operation_last_duration_seconds{job="kgas",operation_type="extract"}': steady(2),
      'kgas_operation_last_run_timestamp_seconds{job="kgas",operation_type="extract"}': growing(1),
      ...normalRuns,
    },
    fires: at(20, extractLabels),
    silent: [10],
  },
  {
    alert: 'D2-A08',
    name: 'most of the last runs were slow, seen by a scrape every half minute',
    series: {
      'kgas_operation_last_duration_seconds{job="kgas",operation_type="extract"}': everyHalfMinute(() => 2),
      'kgas_operation_last_run_timestamp_seconds{job="kgas",operation_type="extract"}': everyHalfMinute((i) => 30 * i),
      ...normalRuns,
    },
    fires: [...at(60, extractLabels), ...at(600, extractLabels)],
    silent: [50],
  },
  {
    alert: 'D2-A08',
    name: 'one slow run is no alert, seen by a scrape every half minute',
    series: {
      'kgas_operation_last_duration_seconds{job="kgas",operation_type="extract"}': everyHalfMinute((i) =>
        i === 10 ? 2 : 1
      ),
      'kgas_operation_last_run_timestamp_seconds{job="kgas",operation_type="extract"}': everyHalfMinute((i) => 30 * i),
      ...normalRuns,
    },
    fires: [],
    silent: [300, 310, 330, 600],
  },
  {
    alert: 'D2-A08',
    name: 'runs that are fast again are no alert any more where scrapes are frequent',
    series: {
      'kgas_operation_last_duration_seconds{job="kgas",operation_type="extract"}': changing(2, 400, 1),
      'kgas_operation_last_run_timestamp_seconds{job="kgas",operation_type="extract"}': growing(1),
      ...normalRuns,
    },
    fires: at(390, extractLabels),
    silent: [560],
  },
  {
    alert: 'D2-A08',
    name: 'one instance has been idle since a slow run, another one runs fast',
    series: {
      'kgas_operation_last_duration_seconds{job="kgas",instance="a",operation_type="extract"}': steady(2),
      'kgas_operation_last_run_timestamp_seconds{job="kgas",instance="a",operation_type="extract"}': steady(-7200),
      'kgas_operation_last_duration_seconds{job="kgas",instance="b",operation_type="extract"}': steady(1),
      'kgas_operation_last_run_timestamp_seconds{job="kgas",instance="b",operation_type="extract"}': growing(1),
      ...normalRuns,
    },
    fires: [],
    silent: [20, 300, 600],
  },
  {
    alert: 'D2-A08',
    name: 'one run a minute, each slow',
    series: { ...runsEvery(60, Array<number>(20).fill(2)), ...normalRuns },
    fires: at(600, extractLabels),
    silent: [10, 50],
  },
  {
    alert: 'D2-A08',
    name: 'one slow run of those of every second minute',
    series: { ...runsEvery(120, [1, 1, 1, 2, 1, 1, 1, 1]), ...normalRuns },
    fires: [],
    silent: [370, 420, 480, 540, 600],
  },
  {
    alert: 'D2-A08',
    name: 'a p99 of three requests, which nobody expects yet',
    series: {
      ...runsEvery(60, Array<number>(20).fill(2)),
      'yardstick_baseline_seconds{job="grafana",system="kgas",set="operation",stat="p99",operation_type="extract"}':
        steady(0.1),
    },
    fires: [],
    silent: [60, 600, 1000],
  },
  {
    alert: 'D2-A08',
    name: 'one slow run is no alert',
    series: {
      'kgas_operation_last_duration_seconds{job="kgas",operation_type="extract"}': `1x9 2 1x60`,
      'kgas_operation_last_run_timestamp_seconds{job="kgas",operation_type="extract"}': growing(1),
      ...normalRuns,
    },
    fires: [],
    silent: [90, 100, 110, 600],
  },
];

const idle = (perSecond: number) => ({
  'node_cpu_seconds_total{job="kgas-node",instance="h",cpu="0",mode="idle"}': growing(perSecond),
});
const cpu = { instance: 'h', resource: 'cpu' };
const pool = (used: number, max = 100, instance = 'a') => ({
  [`kgas_db_pool_connections{job="kgas",instance="${instance}",db_system="neo4j",state="used"}`]: steady(used),
  [`kgas_db_pool_max_connections{job="kgas",instance="${instance}",db_system="neo4j"}`]: steady(max),
});
/** Requests wait for the pool of the process that answers them. */
const oneOfTwoFull = { ...pool(81), ...pool(5, 120, 'b') };
const poolOf = (setting: 'current' | 'proposed') =>
  recommendations.find(({ group }) => group === 'pool')?.change?.[setting] ?? '';
const files = 'job="kgas-node",instance="h",mountpoint="/data",fstype="ext4"';
const host = 'job="kgas-node",instance="h"';
const image = 'job="kgas-node",instance="h",mountpoint="/snap/x",fstype="fuse.squashfuse"';
const imageSeen = {
  [`node_filesystem_avail_bytes{${image}}`]: steady(0),
  [`node_filesystem_size_bytes{${image}}`]: steady(1e9),
  [`node_filesystem_readonly{${image}}`]: steady(1),
};
const high = boundary(10, 300);
const critical = boundary(10, 120);

const resources: RuleTest[] = [
  { alert: 'D2-A03', name: 'CPU at 90 %', series: idle(0.1), fires: at(high.fires, cpu), silent: high.silent },
  {
    alert: 'D2-A03',
    name: 'CPU at 90 % of one of two hosts that have one name in two jobs',
    series: { ...idle(0.1), 'node_cpu_seconds_total{job="kgas-node-eu",instance="h",cpu="0",mode="idle"}': growing(1) },
    fires: at(high.fires, cpu),
    silent: high.silent,
  },
  { alert: 'D2-A03', name: 'CPU at 50 %', series: idle(0.5), fires: [], silent: [310, 1200] },
  { alert: 'D2-A05', name: 'CPU at 98 %', series: idle(0.02), fires: at(critical.fires, cpu), silent: critical.silent },
  // rate() of a series younger than its window is low, so that idle time is seen in full only after five minutes.
  { alert: 'D2-A05', name: 'CPU at 90 % is not critical', series: idle(0.1), fires: [], silent: [300, 600, 1200] },
  {
    alert: 'D2-A03',
    name: 'memory at 90 % of a host whose exporter is replaced by another pod meanwhile',
    series: {
      [`node_memory_MemAvailable_bytes{${host},pod="a"}`]: changing(1e9, 200, 'stale'),
      [`node_memory_MemTotal_bytes{${host},pod="a"}`]: changing(1e10, 200, 'stale'),
      [`node_memory_MemAvailable_bytes{${host},pod="b"}`]: born(200, 1e9),
      [`node_memory_MemTotal_bytes{${host},pod="b"}`]: born(200, 1e10),
    },
    fires: at(300, { instance: 'h', resource: 'memory' }),
    silent: [290],
  },
  {
    alert: 'D2-A03',
    name: 'a pool at 81 %',
    series: pool(81),
    fires: at(300, { db_system: 'neo4j', instance: 'a', resource: 'db_pool' }),
    silent: [290],
  },
  {
    alert: 'D2-A03',
    name: 'a pool at 81 % in one of two processes, and idle in the other',
    series: oneOfTwoFull,
    fires: at(300, { db_system: 'neo4j', instance: 'a', resource: 'db_pool' }),
    silent: [290],
  },
  { alert: 'D2-A03', name: 'a pool at its limit of 80 %', series: pool(80), fires: [], silent: [300, 1200] },
  {
    alert: 'D2-A03',
    name: 'a pool without a limit, which SQLAlchemy says as 0',
    series: pool(3, 0),
    fires: [],
    silent: [300, 1200],
  },
  {
    alert: 'D2-A05',
    name: 'a pool without a limit, which SQLAlchemy says as 0',
    series: pool(3, 0),
    fires: [],
    silent: [300, 1200],
  },
  ...['D2-A03', 'D2-A05'].map((alert) => ({
    alert,
    name: 'an image, which cannot be written, is not used up',
    series: imageSeen,
    fires: [],
    silent: [300, 1200],
  })),
  {
    alert: 'D2-A05',
    name: 'a disk at 98 % beside an image',
    series: {
      ...imageSeen,
      [`node_filesystem_avail_bytes{${files}}`]: steady(2e10),
      [`node_filesystem_size_bytes{${files}}`]: steady(1e12),
      [`node_filesystem_readonly{${files}}`]: steady(0),
    },
    fires: at(120, { instance: 'h', resource: 'disk' }),
    silent: [110],
  },
  {
    alert: 'D2-A03',
    name: 'the CPU of another system is not that of KGAS',
    series: { 'node_cpu_seconds_total{job="ado-node",instance="h",cpu="0",mode="idle"}': growing(0.01) },
    fires: [],
    silent: [310, 1200],
  },
];

const appUp = (values: string) => ({ 'up{job="kgas",instance="a"}': values, [`${ops}_count{${extract}}`]: growing(1) });
const exporterUp = { 'up{job="kgas-node",instance="h"}': steady(1) };
const sizeless = 'job="kgas-node",instance="h",mountpoint="/var/lib/lxcfs",fstype="fuse.lxcfs"';
const mount = { instance: 'h', mountpoint: '/data' };

const emergencies: RuleTest[] = [
  {
    alert: 'D2-A06',
    name: 'the application is down while its exporter answers',
    series: { ...appUp(changing(1, 100, 0)), ...exporterUp },
    fires: at(160, {}),
    silent: [150],
  },
  {
    alert: 'D2-A06',
    name: 'the application is down for days',
    days: true,
    series: downForDays('up{job="kgas",instance="a"}', `${ops}_count{${extract}}`),
    fires: stillDown.flatMap((time) => at(time, {})),
    silent: [takenAway],
  },
  {
    alert: 'D2-A06',
    name: 'the target disappears',
    series: { ...appUp(changing(1, 100, 'stale')), ...exporterUp },
    fires: at(160, {}),
    silent: [150],
  },
  {
    alert: 'D2-A06',
    name: 'a deployment moves to another address, where no operation has ended yet',
    series: {
      ...appUp(changing(1, 100, 'stale')),
      [`${ops}_count{${extract}}`]: changing(1, 100, 'stale'),
      'up{job="kgas",instance="b"}': born(100, 1),
      ...exporterUp,
    },
    fires: [],
    silent: [160, 400, 1200],
  },
  {
    alert: 'D2-A06',
    name: 'a deployment moves to another address and does not answer there',
    series: {
      ...appUp(changing(1, 100, 'stale')),
      [`${ops}_count{${extract}}`]: changing(1, 100, 'stale'),
      'up{job="kgas",instance="b"}': born(100, 0),
      ...exporterUp,
    },
    fires: at(160, {}),
    silent: [150],
  },
  {
    alert: 'D2-A06',
    name: 'one of two replicas is down',
    series: {
      ...appUp(changing(1, 100, 0)),
      'up{job="kgas-worker",instance="b"}': steady(1),
      [`${ops}_count{job="kgas-worker",instance="b",operation_type="extract",status="success"}`]: growing(1),
    },
    fires: [],
    silent: [160, 1200],
  },
  {
    alert: 'D2-A06',
    name: 'a system that was never seen',
    series: { 'up{job="dpas",instance="a"}': steady(0) },
    fires: [],
    silent: [60, 1200],
  },
  {
    alert: 'D2-A07a',
    name: 'a file system becomes read-only',
    series: { [`node_filesystem_readonly{${files}}`]: changing(0, 100, 1) },
    fires: at(160, mount),
    silent: [150],
  },
  {
    alert: 'D2-A07a',
    name: 'a file system in memory is read-only',
    series: { 'node_filesystem_readonly{job="kgas-node",instance="h",mountpoint="/run",fstype="tmpfs"}': steady(1) },
    fires: [],
    silent: [60, 1200],
  },
  {
    alert: 'D2-A07b',
    name: 'the disk is full in ten minutes',
    series: { [`node_filesystem_avail_bytes{${files}}`]: '24e9-2e8x110' },
    fires: at(610, mount),
    silent: [600],
  },
  {
    alert: 'D2-A07b',
    name: 'the disk has been full for longer than the hour that is looked back upon',
    series: {
      [`node_filesystem_avail_bytes{${files}}`]: '24e9-2e8x119 0x500',
      [`node_filesystem_size_bytes{${files}}`]: steady(1e12, 620),
      [`node_filesystem_readonly{${files}}`]: steady(0, 620),
    },
    fires: [...at(1200, mount), ...at(6100, mount)],
    silent: [600],
  },
  {
    alert: 'D2-A07b',
    name: 'an image that is read-only and what has no size at all have never room',
    series: {
      ...imageSeen,
      [`node_filesystem_avail_bytes{${sizeless}}`]: steady(0),
      [`node_filesystem_size_bytes{${sizeless}}`]: steady(0),
      [`node_filesystem_readonly{${sizeless}}`]: steady(0),
    },
    fires: [],
    silent: [610, 1200],
  },
  {
    alert: 'D2-A07b',
    name: 'the disk fills within a day',
    series: { [`node_filesystem_avail_bytes{${files}}`]: '24e9-2e6x110' },
    fires: [],
    silent: [610, 1000],
  },
];

const slowQueries = 'kgas_db_slow_queries_total{job="kgas",db_system="neo4j"}';
const ofInstance = 'kgas_db_slow_queries_total{job="kgas",instance="a",db_system="neo4j"}';

const others: RuleTest[] = [
  {
    alert: 'D2-A09',
    name: 'one slow query',
    series: { [slowQueries]: changing(0, 60, 1) },
    fires: at(60, { db_system: 'neo4j' }),
    silent: [50],
  },
  {
    alert: 'D2-A09',
    name: 'the first slow query: before, the counter was not there',
    series: { ...appUp(steady(1)), [ofInstance]: born(600, 1) },
    fires: at(600, { db_system: 'neo4j' }),
    silent: [590, 910],
  },
  {
    alert: 'D2-A09',
    name: 'slow queries of long before a gap between scrapes',
    series: { ...appUp('1x39 0x59 1x200'), [ofInstance]: '3x39 stale _x58 3x200' },
    fires: [],
    silent: [900, 1010, 1100, 1400, 2000],
  },
  { alert: 'D2-A09', name: 'no slow query', series: { [slowQueries]: steady(7) }, fires: [], silent: [60, 600] },
  {
    alert: 'KgasMetricsMissing',
    name: 'one metric is gone while the application answers',
    series: {
      ...appUp(steady(1)),
      'kgas_tool_execution_duration_seconds_count{job="kgas",instance="a",tool="pdf"}': changing(9, 100, 'stale'),
    },
    fires: at(400, { metric: 'kgas_tool_execution_duration_seconds_count' }),
    silent: [390],
  },
  {
    alert: 'KgasMetricsMissing',
    name: 'the application starts again: what it has not done yet it cannot show, for an hour',
    series: {
      ...appUp(steady(1)),
      'process_start_time_seconds{job="kgas",instance="a"}': changing(0, 100, 100),
      'gen_ai_client_operation_duration_seconds_count{job="kgas",instance="a"}': changing(9, 100, 'stale'),
      'kgas_conversion_last_duration_seconds{job="kgas",instance="a",source="graph"}': changing(9, 100, 'stale'),
    },
    fires: at(4060, { metric: 'gen_ai_client_operation_duration_seconds_count' }),
    silent: [400, 1200, 3600],
  },
  {
    alert: 'KgasMetricsMissing',
    name: 'a replica starts every half hour, by which a metric that is gone for an hour is not excused',
    series: {
      ...appUp(steady(1, 800)),
      'process_start_time_seconds{job="kgas",instance="a"}': '0x9 100x179 1900x179 3700x179 5500x200',
      'gen_ai_client_operation_duration_seconds_count{job="kgas",instance="a"}': changing(9, 100, 'stale'),
    },
    fires: [4060, 5000, 6000].flatMap((time) => at(time, { metric: 'gen_ai_client_operation_duration_seconds_count' })),
    silent: [400, 1200, 3600],
  },
  {
    alert: 'KgasMetricsMissing',
    name: 'the application is down: that is another alert',
    series: {
      'up{job="kgas",instance="a"}': changing(1, 100, 0),
      [`${ops}_count{${extract}}`]: changing(1, 100, 'stale'),
    },
    fires: [],
    silent: [400, 1200],
  },
  {
    alert: 'KgasMetricsMissing',
    name: 'a system that was never seen',
    series: { 'up{job="dpas",instance="a"}': steady(1) },
    fires: [],
    silent: [600],
  },
  {
    alert: 'KgasBaselinesMissing',
    name: 'baselines are published no more',
    series: {
      'yardstick_baseline_seconds{job="grafana",system="kgas",set="tool",stat="p95",tool="a"}': changing(
        1,
        100,
        'stale'
      ),
    },
    fires: at(700, {}),
    silent: [690],
  },
];

export const ruleTests: RuleTest[] = [...deviations, ...conversions, ...runs, ...resources, ...emergencies, ...others];

/** Two hosts that have one name in two jobs, with two file systems each: on the second one there is less room, and it fills. */
const twoHosts = Object.fromEntries(
  [
    ['kgas-node', '9x1000', '9x1000'],
    ['kgas-node-eu', '1000-1x1000', '5x1000'],
  ].flatMap(([job, root = '', data = '']) => [
    [`node_filesystem_avail_bytes{job="${job}",instance="h",device="a",mountpoint="/",fstype="ext4"}`, root],
    [`node_filesystem_avail_bytes{job="${job}",instance="h",device="b",mountpoint="/data",fstype="ext4"}`, data],
  ])
);
const viewOf = (id: string, legend: string) =>
  quantities.find((quantity) => quantity.id === id)?.also?.find((view) => view.legend === legend)?.expr ?? '';

export const shown: ShownTest[] = [
  ...(
    [
      ['Error rate by operation, in the report', reported(report, 'Error rate by operation')],
      ['Error rate by operation, on the dashboard', exprOf('D2-Q35')],
    ] as const
  ).map(([what, expr]) => ({
    name: `${what}: the first failures of an operation create their series, and count`,
    expr,
    series: {
      'kgas_operation_duration_seconds_count{job="kgas",instance="a",operation_type="extract",status="success"}':
        '_x30 0+5x400',
      'kgas_operation_duration_seconds_count{job="kgas",instance="a",operation_type="extract",status="error"}': born(
        350,
        5
      ),
      'up{job="kgas",instance="a"}': steady(1),
    },
    shows: [{ at: 390, lines: [{ labels: { operation_type: 'extract' }, value: 0.1 }] }],
  })),
  {
    name: 'the size of a pool that is to change is that of the fullest process',
    expr: poolOf('current'),
    series: oneOfTwoFull,
    shows: [{ at: 60, lines: [{ labels: { db_system: 'neo4j' }, value: 100 }] }],
  },
  {
    name: 'the size that is proposed brings the fullest process below four fifths',
    expr: poolOf('proposed'),
    series: oneOfTwoFull,
    shows: [{ at: 60, lines: [{ labels: { db_system: 'neo4j' }, value: 102 }] }],
  },
  {
    name: 'disk space free: of two hosts with one name the fuller one, not both',
    expr: reported(report, 'Disk space free'),
    series: twoHosts,
    shows: [
      { at: 9900, lines: [{ labels: { instance: 'h' }, value: 15 }] },
      { at: 0, lines: [{ labels: { instance: 'h' }, value: 18 }] },
    ],
  },
  {
    name: 'disk space free: a device that is mounted twice is one',
    expr: reported(report, 'Disk space free'),
    series: Object.fromEntries(
      ['/', '/home'].map((mountpoint) => [
        `node_filesystem_avail_bytes{job="kgas-node",instance="h",device="/dev/sda2",fstype="btrfs",mountpoint="${mountpoint}"}`,
        steady(30),
      ])
    ),
    shows: [{ at: 900, lines: [{ labels: { instance: 'h' }, value: 30 }] }],
  },
  {
    name: 'disk used: a device that is mounted twice is one, a device of each host is one of its own',
    expr: viewOf('D2-Q44', 'disk used'),
    series: Object.fromEntries(
      [
        ['kgas-node', 'h', '/'],
        ['kgas-node', 'h', '/home'],
        ['kgas-node', 'g', '/'],
        ['kgas-node-eu', 'h', '/'],
      ].flatMap(([job, instance, mountpoint]) => {
        const mount = `job="${job}",instance="${instance}",device="/dev/sda2",fstype="btrfs",mountpoint="${mountpoint}"`;
        return [
          [`node_filesystem_size_bytes{${mount}}`, steady(100)],
          [`node_filesystem_avail_bytes{${mount}}`, steady(30)],
        ];
      })
    ),
    shows: [{ at: 900, lines: [{ labels: {}, value: 210 }] }],
  },
  {
    name: 'operations with a baseline: two Grafanas that publish the same one say nothing more',
    expr: exprOf('D2-Q41'),
    series: {
      [`${ops}_count{job="kgas",instance="a",operation_type="extract"}`]: growing(1),
      [`${ops}_count{job="kgas",instance="a",operation_type="load"}`]: growing(1),
      ...Object.fromEntries(
        ['a', 'b'].map((instance) => [
          `yardstick_baseline_seconds{job="grafana",instance="${instance}",system="kgas",set="operation",stat="p95",operation_type="extract"}`,
          steady(1),
        ])
      ),
    },
    shows: [{ at: 900, lines: [{ labels: {}, value: 0.5 }] }],
  },
  {
    name: 'CPU of the application: of two processes with one name the busier one, not both',
    expr: exprOf('D2-Q05'),
    series: {
      'process_cpu_seconds_total{job="kgas",instance="a"}': growing(0.1),
      'process_cpu_seconds_total{job="kgas-worker",instance="a"}': growing(0.3),
    },
    shows: [{ at: 900, lines: [{ labels: { instance: 'a' }, value: 0.3 }] }],
  },
  {
    name: 'conversions of a day in the report: the first one of its size counts',
    expr: reported(report, 'Conversions'),
    series: {
      'kgas_conversion_duration_seconds_count{job="kgas",instance="a",source="graph",target="table",dataset_size="100"}':
        born(400, 1),
      'up{job="kgas",instance="a"}': steady(1),
    },
    shows: [{ at: 2000, lines: [{ labels: { source: 'graph', target: 'table', dataset_size: '100' }, value: 1 }] }],
  },
  {
    name: 'LLM errors in the report: the first one of its type counts',
    expr: reported(report, 'LLM errors by provider and type'),
    series: {
      'gen_ai_client_operation_duration_seconds_count{job="kgas",instance="a",gen_ai_provider_name="openai",error_type="429"}':
        born(400, 1),
      'up{job="kgas",instance="a"}': steady(1),
    },
    shows: [{ at: 2000, lines: [{ labels: { gen_ai_provider_name: 'openai', error_type: '429' }, value: 1 }] }],
  },
];
