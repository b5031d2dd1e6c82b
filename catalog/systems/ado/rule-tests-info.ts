/** Do the rules of ADO that need no hurry fire when they should, and only then? */
import { changing, growing, longStep, requestsIn, type RuleTest, steady } from '../../rule-test';
import { http } from './quantities-api';

const app = 'job="ado",instance="a"';
const at = (time: number, labels: Record<string, string>) => [{ at: time, labels }];
const published = (set: string, stat: string, labels: string, seconds: number) => ({
  [`yardstick_baseline_seconds{job="grafana",system="ado",set="${set}",stat="${stat}",${labels}}`]: steady(seconds),
});

const route = 'http_request_method="GET",http_route="/api/backlog/status"';
const slow = (bucket: readonly [number, number], perSecond = 5) => ({
  ...published('api', 'expected', route, 0.5),
  ...requestsIn(http, `${app},${route},http_response_status_code="200"`, bucket, perSecond),
});
const found = { http_request_method: 'GET', http_route: '/api/backlog/status', set: 'api' };

const planner = 'benchmark="planner_agent"';
const bench = (seconds: number) => ({
  ...published('benchmark', 'expected', planner, 40),
  [`ado_benchmark_last_duration_seconds{job="ado-bench",${planner}}`]: steady(seconds),
  [`ado_benchmark_last_run_timestamp_seconds{job="ado-bench",${planner}}`]: steady(0),
  [`ado_benchmark_in_progress_start_timestamp_seconds{job="ado-bench",${planner}}`]: steady(0),
});

/** p95 = low + 0.95 (high - low); the baseline is 0.5 s. */
const deviations: RuleTest[] = [
  {
    alert: 'D3-A09+A12',
    name: '1.38 times normal',
    series: slow([0.5, 0.7]),
    fires: at(10, found),
    silent: [0],
  },
  { alert: 'D3-A09+A12', name: '1.18 times normal', series: slow([0.4, 0.6]), fires: [], silent: [10, 600] },
  {
    alert: 'D3-A09+A12',
    name: 'an agent with a hundred tasks an hour that takes eight times as long as it normally does',
    series: {
      ...published('agent', 'expected', 'agent_type="coder"', 70),
      ...requestsIn('ado_agent_duration_seconds', `${app},agent_type="coder",status="success"`, [300, 600], 100 / 3600),
    },
    fires: at(3600, { agent_type: 'coder', set: 'agent' }),
    silent: [300],
  },
  { alert: 'D3-A09+A12', name: 'three requests say nothing', series: slow([2, 3], 0.01), fires: [], silent: [10, 600] },
  {
    alert: 'D3-A09+A12',
    name: 'without a baseline nothing is slow',
    series: requestsIn(http, `${app},${route},http_response_status_code="200"`, [2, 3], 5),
    fires: [],
    silent: [10, 600],
  },
  {
    alert: 'D3-A09+A12',
    name: 'a benchmark whose mean is 1.25 times normal',
    series: bench(50),
    fires: at(10, { benchmark: 'planner_agent', set: 'benchmark' }),
    silent: [],
  },
  { alert: 'D3-A09+A12', name: 'a benchmark at normal', series: bench(40), fires: [], silent: [10, 600] },
];

const day = 86_400 / longStep;
const week = 7 * day;
const after = 1.5 * day;
const until = week + after;
const host = 'job="ado-node",instance="h"';

/** A gauge: one value for a week, another for the day after it. */
const stepped = (before: number, later: number) => `${before}x${week - 1} ${later}x${after}`;
/** A counter that grows by so much per second for a week, and otherwise after it. */
const paced = (before: number, later: number) => {
  const perStep = (perSecond: number) => Number((perSecond * longStep).toFixed(3));
  const reached = Number((perStep(before) * week).toFixed(3));
  return `0+${perStep(before)}x${week - 1} ${reached}+${perStep(later)}x${after}`;
};
/** Each resource at one share for a week, then at another. */
const usage: Record<string, (before: number, later: number) => Record<string, string>> = {
  cpu: (before, later) => ({ [`node_cpu_seconds_total{${host},cpu="0",mode="idle"}`]: paced(1 - before, 1 - later) }),
  memory: (before, later) => ({
    [`node_memory_MemAvailable_bytes{${host}}`]: stepped(100 * (1 - before), 100 * (1 - later)),
    [`node_memory_MemTotal_bytes{${host}}`]: steady(100, until),
  }),
  disk: (before, later) => ({ [`node_disk_io_time_seconds_total{${host},device="nvme0n1"}`]: paced(before, later) }),
  disk_space: (before, later) => ({
    [`node_filesystem_avail_bytes{${host},mountpoint="/",fstype="ext4"}`]: stepped(
      100 * (1 - before),
      100 * (1 - later)
    ),
    [`node_filesystem_size_bytes{${host},mountpoint="/",fstype="ext4"}`]: steady(100, until),
  }),
  network: (before, later) => ({
    [`node_network_receive_bytes_total{${host},device="eth0"}`]: paced(100 * before, 100 * later),
    [`node_network_transmit_bytes_total{${host},device="eth0"}`]: paced(1, 1),
    [`node_network_speed_bytes{${host},device="eth0"}`]: steady(100, until),
  }),
};
const hours = (n: number) => n * 3600;

const trends: RuleTest[] = Object.entries(usage).flatMap(([resource, series]): RuleTest[] => [
  {
    alert: 'D3-A10',
    name: `${resource} is used twenty points more than a week before`,
    days: true,
    series: series(0.3, 0.5),
    // Half of a day at twenty points more is ten points on average; an hour later it fires.
    fires: at(hours(7 * 24 + 14), { instance: 'h', resource }),
    silent: [hours(6 * 24), hours(7 * 24 + 12)],
  },
  {
    alert: 'D3-A10',
    name: `${resource} is used eight points more than a week before`,
    days: true,
    series: series(0.3, 0.38),
    fires: [],
    silent: [hours(7 * 24 + 14), hours(8 * 24 + 6)],
  },
]);

const image = `${host},mountpoint="/snap/x",fstype="fuse.squashfuse"`;
const mounted = (value: number) => `_x${week} ${value}x${after}`;
const images: RuleTest[] = [
  {
    alert: 'D3-A10',
    name: 'an image, which has no room, is mounted where it was not a week before',
    days: true,
    series: {
      ...usage.disk_space?.(0.3, 0.3),
      [`node_filesystem_avail_bytes{${image}}`]: mounted(0),
      [`node_filesystem_size_bytes{${image}}`]: mounted(1),
      [`node_filesystem_readonly{${image}}`]: mounted(1),
    },
    fires: [],
    silent: [hours(7 * 24 + 14), hours(8 * 24 + 6)],
  },
];

const served = (perSecond: number, instance: string) => ({
  [`${http}_count{job="ado",instance="${instance}",http_route="/api/tasks",http_response_status_code="200"}`]:
    growing(perSecond),
  [`up{job="ado",instance="${instance}"}`]: steady(1),
});
const exporters = { 'up{job="ado-node",instance="h"}': steady(1), 'up{job="ado-postgres",instance="db"}': steady(1) };

const capacity: RuleTest[] = [
  {
    alert: 'D3-A11',
    name: 'one instance at 90 requests per second, whose exporters are no instances',
    series: { ...served(90, 'a'), ...exporters },
    // Within a window of a quarter of an hour 80 of 90 are reached after 800 s.
    fires: at(2610, {}),
    silent: [2590],
  },
  {
    alert: 'D3-A11',
    name: 'one instance that pushes its metrics, of which there is no up, at 90 requests per second',
    series: { ...Object.fromEntries(Object.entries(served(90, 'a')).slice(0, 1)), ...exporters },
    fires: at(2610, {}),
    silent: [2590],
  },
  {
    alert: 'D3-A11',
    name: 'two instances share 90 requests per second',
    series: { ...served(45, 'a'), ...served(45, 'b') },
    fires: [],
    silent: [1860, 3600],
  },
];

const watched: RuleTest[] = [
  {
    alert: 'AdoMetricsMissing',
    name: 'one metric is gone while the application answers',
    series: {
      [`up{${app}}`]: steady(1),
      [`ado_queue_size{${app}}`]: steady(5),
      [`ado_tasks_total{${app},status="completed"}`]: changing(9, 100, 'stale'),
    },
    fires: at(400, { metric: 'ado_tasks_total' }),
    silent: [390],
  },
  {
    alert: 'AdoMetricsMissing',
    name: 'the application is down: that is another alert',
    series: { [`up{${app}}`]: changing(1, 100, 0), [`ado_queue_size{${app}}`]: changing(5, 100, 'stale') },
    fires: [],
    silent: [400, 1200],
  },
  {
    alert: 'AdoBaselinesMissing',
    name: 'baselines are published no more',
    series: {
      'yardstick_baseline_seconds{job="grafana",system="ado",set="api",stat="p95",http_route="/"}': changing(
        1,
        100,
        'stale'
      ),
    },
    fires: at(700, {}),
    silent: [690],
  },
];

export const infoTests: RuleTest[] = [...deviations, ...trends, ...images, ...capacity, ...watched];
