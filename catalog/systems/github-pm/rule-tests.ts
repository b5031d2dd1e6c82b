/** Do the rules of github-pm fire when they should, and only then? */
import { born, boundary, changing, growing, type RuleTest, type ShownTest, steady } from '../../rule-test';
import { benchmarks, degradation, heapLimit, longestHold } from './figures';
import { resources } from './quantities-resources';
import { report } from './report';
import { targets } from './targets';

const app = 'job="github-pm-node",instance="a"';
const at = (time: number, labels: Record<string, string>) => [{ at: time, labels }];

/** The last run of a command, which ended at a time since the epoch; tests begin at the epoch. */
const lastRun = (command: string, seconds: number, ended = 0, on = app) => ({
  [`github_pm_command_last_duration_seconds{${on},command="${command}"}`]: steady(seconds),
  [`github_pm_command_last_run_timestamp_seconds{${on},command="${command}"}`]: steady(ended),
});

/** Somebody else's machine, which was used long ago. */
const other = 'job="github-pm-node",instance="b"';
const longAgo = -3 * longestHold;

const inARow = (count: number) => ({
  ...lastRun('batch', 2.8),
  [`github_pm_consecutive_violations{${app},command="batch"}`]: steady(count),
});
const batch = { command: 'batch' };

const degradations: RuleTest[] = [
  {
    alert: 'D5-A01',
    name: 'three violations in a row, until the verdict has aged',
    series: inARow(degradation.runs),
    fires: at(10, batch),
    // It is held for two minutes after that.
    silent: [longestHold + 130],
  },
  { alert: 'D5-A01', name: 'two are not enough', series: inARow(degradation.runs - 1), fires: [], silent: [10, 600] },
  {
    alert: 'D5-A01',
    name: 'a normal run ends it',
    series: {
      ...inARow(degradation.runs),
      [`github_pm_consecutive_violations{${app},command="batch"}`]: changing(degradation.runs, 300, 0),
    },
    fires: at(290, batch),
    silent: [430],
  },
  {
    alert: 'D5-A01',
    name: 'three in a row on another machine, long before a normal run here',
    series: {
      ...inARow(0),
      ...lastRun('batch', 2.8, longAgo, other),
      [`github_pm_consecutive_violations{${other},command="batch"}`]: steady(degradation.runs),
    },
    fires: [],
    silent: [10, 600],
  },
  {
    alert: 'D5-A01',
    name: 'the commands of another system',
    series: {
      'github_pm_consecutive_violations{job="ado",instance="a",command="batch"}': steady(9),
      'github_pm_command_last_duration_seconds{job="ado",instance="a",command="batch"}': steady(9),
      'github_pm_command_last_run_timestamp_seconds{job="ado",instance="a",command="batch"}': steady(0),
    },
    fires: [],
    silent: [10, 600],
  },
];

const heap = (bytes: number) => ({
  ...lastRun('batch', 1.8),
  ...lastRun('status', 0.2, longestHold),
  [`github_pm_memory_usage_bytes{${app},type="heap",command="batch"}`]: steady(bytes),
  [`github_pm_memory_usage_bytes{${app},type="heap",command="status"}`]: steady(45 * 1024 ** 2),
  [`github_pm_memory_usage_bytes{${app},type="peak",command="status"}`]: steady(heapLimit + 1),
});

const memory: RuleTest[] = [
  {
    alert: 'D5-A02',
    name: 'a byte above the limit, for half an hour; the run of another command does not renew it',
    series: heap(heapLimit + 1),
    fires: at(60, { command: 'batch', instance: 'a' }),
    silent: [longestHold + 240],
  },
  { alert: 'D5-A02', name: 'exactly the limit', series: heap(heapLimit), fires: [], silent: [60, 600] },
];

const limitOf = (resource: string, used: number, job = 'github-pm-limits') => ({
  [`github_rate_limit_${resource}_used{job="${job}",instance="a",user="bot"}`]: steady(used),
  [`github_rate_limit_${resource}_limit{job="${job}",instance="a",user="bot"}`]: steady(5000),
});

const rateLimits: RuleTest[] = [
  {
    alert: 'D5-A03',
    name: 'four fifths of the GraphQL limit',
    series: { ...limitOf('graphql', 4000), ...limitOf('core', 3999) },
    fires: at(60, { resource: 'graphql' }),
    silent: [],
  },
  {
    alert: 'D5-A03',
    name: 'the core limit counts too',
    series: { ...limitOf('graphql', 25), ...limitOf('core', 4500) },
    fires: at(60, { resource: 'core' }),
    silent: [],
  },
  {
    alert: 'D5-A03',
    name: 'a point below four fifths',
    series: { ...limitOf('graphql', 3999), ...limitOf('core', 0) },
    fires: [],
    silent: [60, 1200],
  },
  {
    alert: 'D5-A03',
    name: 'the limit of another system',
    series: limitOf('graphql', 5000, 'ado-limits'),
    fires: [],
    silent: [60, 1200],
  },
];

/** Every command just above, and at, what benchmarks.yml accepts. */
const acceptable: RuleTest[] = Object.entries(benchmarks).flatMap(([command, { max_acceptable: most }]) => [
  {
    alert: 'D5-A04+A05',
    name: `${command} takes longer than ${most} s`,
    series: lastRun(command, most * 1.01),
    fires: at(10, { command }),
    silent: [longestHold + 130],
  },
  {
    alert: 'D5-A04+A05',
    name: `${command} takes exactly ${most} s`,
    series: lastRun(command, most),
    fires: [],
    silent: [10, 600],
  },
]);

const others: RuleTest[] = [
  {
    alert: 'D5-A04+A05',
    name: "the project's own benchmarks.yml stands above the document",
    series: {
      ...lastRun('status', 0.9),
      [`github_pm_baseline_duration_seconds{${app},command="status",kind="max_acceptable"}`]: steady(1),
    },
    fires: [],
    silent: [10, 600],
  },
  {
    alert: 'D5-A04+A05',
    name: 'a slow run on another machine, long before a normal one here',
    series: { ...lastRun('batch', 1.8), ...lastRun('batch', 60, longAgo, other) },
    fires: [],
    silent: [10, 600],
  },
  {
    alert: 'D5-A04+A05',
    name: 'a slow run here, after a normal one on another machine',
    series: { ...lastRun('batch', 60), ...lastRun('batch', 1.8, longAgo, other) },
    fires: at(10, { command: 'batch' }),
    silent: [longestHold + 130],
  },
  {
    alert: 'D5-A04+A05',
    name: 'a command without a benchmark has no limit',
    series: lastRun('sync', 600),
    fires: [],
    silent: [10, 600],
  },
];

const lookups = (hits: number, misses: number) => ({
  [`github_pm_cache_requests_total{${app},result="hit"}`]: growing(hits),
  [`github_pm_cache_requests_total{${app},result="miss"}`]: growing(misses),
});
/** A counter shows an increase from its second sample on; 21 look-ups of one a second take two more. */
const pending = boundary(60, 3600);

const cache: RuleTest[] = [
  {
    alert: 'D5-A06',
    name: 'every second look-up misses',
    series: lookups(0.5, 0.5),
    fires: at(pending.fires, {}),
    silent: [pending.fires - 60],
  },
  {
    alert: 'D5-A06',
    name: 'no look-up has ever been a hit, which therefore is not counted yet',
    series: Object.fromEntries(Object.entries(lookups(0, 1)).slice(1)),
    fires: at(pending.fires, {}),
    silent: [pending.fires - 60],
  },
  { alert: 'D5-A06', name: 'eight of ten hit', series: lookups(0.8, 0.2), fires: [], silent: [600, 3900] },
  {
    alert: 'D5-A06',
    name: 'ten look-ups say nothing',
    series: lookups(0, 0.0025),
    fires: [],
    silent: [600, 3900],
  },
];

const up = { [`up{${app}}`]: steady(1) };
const commands = `github_pm_command_duration_seconds_count{${app},command="status"}`;

const missing: RuleTest[] = [
  {
    alert: 'GithubPmMetricsMissing',
    name: 'the limits are not scraped any more',
    series: {
      ...up,
      [commands]: growing(1),
      'github_rate_limit_graphql_limit{job="github-pm-limits",instance="a"}': changing(5000, 100, 'stale'),
    },
    fires: at(400, { metric: 'github_rate_limit_graphql_limit' }),
    silent: [390],
  },
  {
    alert: 'GithubPmMetricsMissing',
    name: 'a system that was never seen',
    series: { 'up{job="dpas",instance="a"}': steady(1) },
    fires: [],
    silent: [600],
  },
  {
    alert: 'GithubPmBaselinesMissing',
    name: 'baselines are published no more',
    fires: at(700, {}),
    silent: [690],
    series: {
      'yardstick_baseline_seconds{job="grafana",system="github-pm",set="phase",stat="p95",command="status",phase="processing"}':
        changing(1, 100, 'stale'),
    },
  },
];

export const ruleTests: RuleTest[] = [
  ...degradations,
  ...memory,
  ...rateLimits,
  ...acceptable,
  ...others,
  ...cache,
  ...missing,
];

const resourceOf = (id: string) => resources.find((quantity) => quantity.id === id)?.expr ?? '';
const megabytes = (count: number) => count * 1024 ** 2;
/** A run of a command here, after a large one on a machine that is not used any more. */
const afterLarge = (metric: string, type = '') => ({
  ...lastRun('batch', 1.8),
  ...lastRun('batch', 1.8, longAgo, other),
  [`${metric}{${app}${type},command="batch"}`]: steady(megabytes(45)),
  [`${metric}{${other}${type},command="batch"}`]: steady(megabytes(500)),
});
const inUse = 'github_pm_memory_usage_bytes';

const ofLastRuns: ShownTest[] = (
  [
    ['D5-Q03', 'peak memory', inUse, ',type="peak"'],
    ['D5-Q04', 'average memory', inUse, ',type="average"'],
    ['D5-Q05', 'memory gained', 'github_pm_command_memory_delta_bytes', ''],
  ] as const
).map(([id, what, metric, type]) => ({
  name: `${what}: of the run that ended last, not of a larger one on another machine`,
  expr: resourceOf(id),
  series: afterLarge(metric, type),
  shows: [{ at: 60, lines: [{ labels: batch, value: megabytes(45) }] }],
}));

const ofAllMachines: ShownTest[] = [
  {
    name: 'memory efficiency: of the runs that ended last, which take less than half of what they may',
    expr: resourceOf('D5-Q36'),
    series: afterLarge(inUse, ',type="heap"'),
    shows: [{ at: 60, lines: [{ labels: {}, value: 2 }] }],
  },
  {
    name: 'a scenario is as good as on the machine that does worst',
    expr: targets.find(({ id }) => id === 'D5-T04')?.expr ?? '',
    series: {
      [`github_pm_benchmark_scenario_rating{${app},scenario="small_project"}`]: steady(0),
      [`github_pm_benchmark_scenario_rating{${other},scenario="small_project"}`]: steady(3),
    },
    shows: [{ at: 60, lines: [{ labels: { scenario: 'small_project' }, value: 0 }] }],
  },
];

const firstRuns: ShownTest[] = report
  .filter(({ title }) => title === 'Runs by result')
  .map(({ period, expr }) => ({
    name: `${period} runs by result: the first failure of a command counts`,
    expr: expr ?? '',
    series: {
      [`github_pm_commands_total{${app},command="batch",status="failure"}`]: born(400, 1),
      [`up{${app}}`]: steady(1),
    },
    shows: [{ at: 2000, lines: [{ labels: { command: 'batch', status: 'failure' }, value: 1 }] }],
  }));

export const shown: ShownTest[] = [...ofLastRuns, ...ofAllMachines, ...firstRuns];
