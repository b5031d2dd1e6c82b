/** Do the rules of OmniNode Bridge fire when they should, and only then? */
import {
  born,
  boundary,
  changing,
  growing,
  reported,
  requestsIn,
  type RuleTest,
  type ShownTest,
  steady,
} from '../../rule-test';
import { exprOf, quantities } from './quantities';
import { recentTrips } from './quantities-breakers';
import { slowStatements } from './quantities-database';
import { recommendations } from './recommendations';
import { report } from './report';

const app = 'job="omninode",instance="a"';
const up = { [`up{${app}}`]: steady(1) };
const at = (time: number, labels: Record<string, string>) => [{ at: time, labels }];
const each = (n: number, series: (i: number) => Record<string, string>) =>
  Object.assign({}, ...Array.from({ length: n }, (_, i) => series(i))) as Record<string, string>;

const pool = (active: number, max: string, size = 20) => ({
  [`omninode_active_connections{${app},service="postgresql"}`]: steady(active),
  [max]: steady(size),
});

/** Every instance has a pool of its own: a request waits for that of the instance which answers it. */
const fourPools = each(4, (i) => ({
  [`omninode_active_connections{job="omninode",instance="${'abcd'[i]}",service="postgresql"}`]: steady(2 + i),
  [`omninode_max_connections{job="omninode",instance="${'abcd'[i]}",service="postgresql"}`]: steady(20 + i),
}));
const poolOf = (setting: 'current' | 'proposed') =>
  recommendations.find(({ id }) => id === 'D4-O01')?.change?.[setting] ?? '';

const poolTests: RuleTest[] = [
  {
    alert: 'D4-A01+A06',
    name: '19 of 20 connections',
    series: pool(19, `omninode_max_connections{${app},service="postgresql"}`),
    fires: at(60, { instance: 'a' }),
    silent: [50],
  },
  {
    alert: 'D4-A01+A06',
    name: 'one of four instances has no connection left, and the others have many',
    series: { ...fourPools, ...pool(20, `omninode_max_connections{${app},service="postgresql"}`) },
    fires: at(60, { instance: 'a' }),
    silent: [50],
  },
  {
    alert: 'D4-A01+A06',
    name: '18 of 20 connections are at the limit',
    series: pool(18, `omninode_max_connections{${app},service="postgresql"}`),
    fires: [],
    silent: [60, 1200],
  },
  {
    alert: 'D4-A01+A06',
    name: 'a pool without a limit, which many libraries say as 0',
    series: pool(3, `omninode_max_connections{${app},service="postgresql"}`, 0),
    fires: [],
    silent: [60, 1200],
  },
  {
    alert: 'D4-A01+A06',
    name: 'no maximum is known',
    series: { [`omninode_active_connections{${app},service="postgresql"}`]: steady(19) },
    fires: [],
    silent: [60, 1200],
  },
];

const statement = (seconds: number) => (i: number) => ({
  [`pg_stat_statements_seconds_total{job="omninode-postgres",queryid="${i}"}`]: growing(seconds),
  [`pg_stat_statements_calls_total{job="omninode-postgres",queryid="${i}"}`]: growing(1),
});
const foreign = (i: number) => ({
  [`pg_stat_statements_seconds_total{job="dpas-postgres",queryid="${i}"}`]: growing(2),
  [`pg_stat_statements_calls_total{job="dpas-postgres",queryid="${i}"}`]: growing(1),
});
const pending5m = boundary(10, 300);

const statementTests: RuleTest[] = [
  {
    alert: 'D4-A02',
    name: 'six slow statements',
    series: each(6, statement(2)),
    fires: at(pending5m.fires, {}),
    silent: pending5m.silent,
  },
  {
    alert: 'D4-A02',
    name: 'five slow statements are at the limit',
    series: each(5, statement(2)),
    fires: [],
    silent: [310, 1200],
  },
  { alert: 'D4-A02', name: 'six quick statements', series: each(6, statement(0.5)), fires: [], silent: [310, 1200] },
  {
    alert: 'D4-A02',
    name: 'slow statements of another system',
    series: each(6, foreign),
    fires: [],
    silent: [310, 1200],
  },
];

const lookups = (hits: number, misses: number) => ({
  [`omninode_requests_total{${app},component="workflow_cache",operation="hit",status="success"}`]: growing(hits),
  [`omninode_requests_total{${app},component="workflow_cache",operation="miss",status="failure"}`]: growing(misses),
});

const missesOnly = Object.fromEntries(Object.entries(lookups(0, 5)).slice(1));

const cacheTests: RuleTest[] = [
  {
    alert: 'D4-A03',
    name: 'every second look-up misses',
    series: lookups(5, 5),
    fires: at(pending5m.fires, {}),
    silent: pending5m.silent,
  },
  {
    alert: 'D4-A03',
    name: 'no look-up has ever been a hit, which therefore is not counted yet',
    series: missesOnly,
    fires: at(pending5m.fires, {}),
    silent: pending5m.silent,
  },
  { alert: 'D4-A03', name: 'eight of ten look-ups hit', series: lookups(8, 2), fires: [], silent: [310, 1200] },
  {
    alert: 'D4-A03',
    name: 'ten look-ups in a quarter of an hour say nothing',
    series: lookups(0, 0.011),
    fires: [],
    silent: [310, 1200, 3000],
  },
  { alert: 'D4-A04b', name: 'a miss is no error', series: lookups(5, 5), fires: [], silent: [130, 1200] },
];

const requests = (errors: number) => ({
  [`omninode_requests_total{${app},component="gateway",operation="handle",status="success"}`]: growing(10 - errors),
  [`omninode_requests_total{${app},component="gateway",operation="handle",status="error"}`]: growing(errors),
});
const errorType = (i: number) => ({
  [`omninode_errors_total{${app},component="gateway",error_type="e${i}"}`]: growing(0.09),
});
const gateway = { component: 'gateway' };
/** Scraped every minute, as many are: increase() makes 1.25 of one. */
const everyMinute = (before: string, after: string) =>
  [...Array<string>(5).fill(before), ...Array<string>(20).fill(after)].join(' _x5 ');
const quietly = (failed: string) => ({
  [`omninode_requests_total{${app},component="gateway",operation="handle",status="success"}`]: everyMinute('7', '8'),
  [`omninode_requests_total{${app},component="gateway",operation="handle",status="error"}`]: everyMinute('0', failed),
});
/** Of a component with two requests in a minute: from a moment on so many failures, from another one so many. */
const firstFailures = (operations: Record<string, [from: number, first: number, then: number, both: number]>) => ({
  [`omninode_requests_total{${app},component="gateway",operation="handle",status="success"}`]: growing(1 / 30),
  ...Object.fromEntries(
    Object.entries(operations).map(([operation, [from, first, then, both]]) => [
      `omninode_requests_total{${app},component="gateway",operation="${operation}",status="error"}`,
      `_x${from / 10} ${first}x${(then - from) / 10 - 1} ${both}x200`,
    ])
  ),
});
const pending2m = boundary(10, 120);
/** rate() divides by its whole window, so that 0.9 per second read as more than 0.1 only after 40 seconds. */
const counted2m = boundary(40, 120);

const errorTests: RuleTest[] = [
  {
    alert: 'D4-A04a',
    name: 'ten error types just below the limit are nine times the limit',
    series: each(10, errorType),
    fires: at(counted2m.fires, gateway),
    silent: counted2m.silent,
  },
  {
    alert: 'D4-A04a',
    name: 'one error type just below the limit',
    series: errorType(0),
    fires: [],
    silent: [130, 1200],
  },
  {
    alert: 'D4-A04b',
    name: 'one request in ten fails',
    series: requests(1),
    fires: at(pending2m.fires, gateway),
    silent: pending2m.silent,
  },
  {
    alert: 'D4-A04b',
    name: 'one of two requests fails in the five minutes of a quiet component',
    series: quietly('1'),
    fires: [],
    silent: [400, 450, 600, 900],
  },
  {
    alert: 'D4-A04b',
    name: 'two of three requests fail in the five minutes of a quiet component',
    series: quietly('2'),
    fires: at(450, gateway),
    silent: [300, 900],
  },
  {
    alert: 'D4-A04b',
    name: 'the first two failures of a component: before, their counter was not there',
    series: { ...up, ...firstFailures({ handle: [400, 1, 420, 2] }) },
    fires: at(540, gateway),
    silent: [400, 530, 900],
  },
  {
    alert: 'D4-A04b',
    name: 'the first failures of two operations of one component',
    series: { ...up, ...firstFailures({ handle: [400, 1, 420, 1], list: [420, 1, 440, 1] }) },
    fires: at(540, gateway),
    silent: [400, 530, 900],
  },
  {
    alert: 'D4-A04b',
    name: 'the first failure of a component, alone',
    series: { ...up, ...firstFailures({ handle: [400, 1, 420, 1] }) },
    fires: [],
    silent: [400, 520, 600, 900],
  },
  { alert: 'D4-A04b', name: 'one request in fifty fails', series: requests(0.2), fires: [], silent: [130, 1200] },
];

const durations = 'omninode_request_duration_seconds';
const labelled = (component: string, operation: string, status: string) =>
  `${app},component="${component}",operation="${operation}",status="${status}"`;

const durationTests: RuleTest[] = [
  {
    alert: 'D4-A05',
    name: 'requests of 5 to 7.5 seconds',
    series: requestsIn(durations, labelled('gateway', 'handle', 'success'), [5, 7.5], 2),
    fires: at(pending5m.fires, gateway),
    silent: pending5m.silent,
  },
  {
    alert: 'D4-A05',
    name: 'requests of 2.5 to 5 seconds',
    series: requestsIn(durations, labelled('gateway', 'handle', 'success'), [2.5, 5], 2),
    fires: [],
    silent: [310, 1200],
  },
  {
    alert: 'D4-A05',
    name: 'batches of seven messages are no requests',
    series: requestsIn(durations, labelled('kafka', 'batch', 'success'), [5, 7.5], 2),
    fires: [],
    silent: [310, 1200],
  },
  {
    alert: 'D4-A05',
    name: 'means observed again are no requests',
    series: requestsIn(durations, labelled('database', 'query', 'slow'), [5, 7.5], 2),
    fires: [],
    silent: [310, 1200],
  },
];

const trips = `omninode_circuit_breaker_trips_total{${app},component="critical"}`;
const critical = { component: 'critical' };

const breakerTests: RuleTest[] = [
  {
    alert: 'D4-A07',
    name: 'the first trip of a component',
    series: { [trips]: born(400, 1), ...up },
    fires: at(400, critical),
    silent: [390],
  },
  {
    alert: 'D4-A07',
    name: 'the first trip of a component, a minute after the application was started',
    series: { [trips]: born(400, 1), [`up{${app}}`]: born(340, 1) },
    fires: at(400, critical),
    silent: [390, 840],
  },
  {
    alert: 'D4-A07',
    name: 'an application that is new here shows trips of before',
    series: { [trips]: born(400, 3), [`up{${app}}`]: born(400, 1) },
    fires: [],
    silent: [400, 410, 690, 700, 710, 1200],
  },
  {
    alert: 'D4-A07',
    name: 'the first trip of a component, scraped every minute',
    series: {
      [trips]: `_x48 ${Array<string>(20).fill('1').join(' _x5 ')}`,
      [`up{${app}}`]: Array<string>(28).fill('1').join(' _x5 '),
    },
    fires: [...at(480, critical), ...at(650, critical)],
    silent: [470, 840],
  },
  {
    alert: 'D4-A07',
    name: 'another trip',
    series: { [trips]: changing(3, 400, 4), ...up },
    fires: at(400, critical),
    silent: [390],
  },
  {
    alert: 'D4-A07',
    name: 'it lets go five minutes and two later',
    series: { [trips]: changing(3, 400, 4), ...up },
    fires: at(690, critical),
    silent: [840, 1200],
  },
  { alert: 'D4-A07', name: 'no trip', series: { [trips]: steady(3), ...up }, fires: [], silent: [400, 1200] },
  {
    // Ten minutes without a scrape: the old trips are back, and are not new (E-6).
    alert: 'D4-A07',
    name: 'old trips after a gap in scraping',
    series: { [trips]: '3x30 stale _x60 3x90', [`up{${app}}`]: '1x30 stale _x60 1x90' },
    fires: [],
    silent: [310, 920, 1000, 1200, 1500],
  },
];

const counted = `omninode_requests_total{${app},component="gateway",operation="handle",status="success"}`;

const otherTests: RuleTest[] = [
  {
    alert: 'OmninodeMetricsMissing',
    name: 'one metric is gone while the application answers',
    series: {
      ...up,
      [counted]: growing(1),
      [`omninode_active_connections{${app},service="postgresql"}`]: changing(9, 100, 'stale'),
    },
    fires: at(400, { metric: 'omninode_active_connections' }),
    silent: [390],
  },
  {
    alert: 'OmninodeMetricsMissing',
    name: 'the application is down, which no alert of the document says',
    series: { [`up{${app}}`]: changing(1, 100, 0), [counted]: changing(1, 100, 'stale') },
    fires: at(400, { metric: 'up' }),
    silent: [390],
  },
  {
    alert: 'OmninodeMetricsMissing',
    name: 'a system that was never seen',
    series: { 'up{job="dpas",instance="a"}': steady(1) },
    fires: [],
    silent: [600],
  },
  {
    alert: 'OmninodeBaselinesMissing',
    name: 'baselines are published no more',
    fires: at(700, {}),
    silent: [690],
    series: {
      'yardstick_baseline_seconds{job="grafana",system="omninode",set="request",stat="p95",component="a"}': changing(
        1,
        100,
        'stale'
      ),
    },
  },
];

export const ruleTests: RuleTest[] = [
  ...poolTests,
  ...statementTests,
  ...cacheTests,
  ...errorTests,
  ...durationTests,
  ...breakerTests,
  ...otherTests,
];

const callsOf = (result: string) =>
  `omninode_circuit_breaker_calls_total{${app},component="critical",result="${result}"}`;

export const shown: ShownTest[] = [
  {
    name: 'failed calls by breaker: the share of a day that its threshold is raised or lowered by, hours after they failed',
    expr: quantities.find(({ id }) => id === 'D4-Q23')?.also?.[0]?.expr ?? '',
    series: { [callsOf('success')]: growing(1, 1080), [callsOf('failure')]: '0+10x360 3600x720' },
    shows: [{ at: 10800, lines: [{ labels: critical, value: 25 }] }],
  },
  {
    name: 'no statement is slow',
    expr: slowStatements('5m'),
    series: each(2, statement(0.5)),
    shows: [{ at: 600, lines: [{ labels: {}, value: 0 }] }],
  },
  {
    name: 'statements that nobody measures are not known to be quick',
    expr: slowStatements('5m'),
    series: up,
    shows: [{ at: 600, lines: [] }],
  },
  {
    name: 'utilization of the pool in the report: that of the fullest instance, whose requests wait',
    expr: reported(report, 'Connection pool utilization'),
    series: fourPools,
    shows: [{ at: 60, lines: [{ labels: {}, value: 21.739 }] }],
  },
  {
    name: 'the size of a pool that is to change is that of the fullest instance, not of all together',
    expr: poolOf('current'),
    series: fourPools,
    shows: [{ at: 60, lines: [{ labels: {}, value: 23 }] }],
  },
  {
    name: 'the size that is proposed brings the fullest instance back to the limit that was crossed',
    expr: poolOf('proposed'),
    series: fourPools,
    shows: [{ at: 60, lines: [{ labels: {}, value: 7 }] }],
  },
  {
    name: 'the first two trips of a component are two',
    expr: recentTrips,
    series: { [trips]: '_x40 1x5 2x100', ...up },
    shows: [
      { at: 400, lines: [{ labels: critical, value: 1 }] },
      { at: 460, lines: [{ labels: critical, value: 2 }] },
      { at: 660, lines: [{ labels: critical, value: 2 }] },
      { at: 800, lines: [{ labels: critical, value: 0 }] },
    ],
  },
  {
    name: 'trips of an hour: the first one of a component counts',
    expr: exprOf('D4-Q15'),
    series: { [trips]: born(400, 1), ...up },
    shows: [{ at: 2000, lines: [{ labels: critical, value: 1 }] }],
  },
  {
    name: 'recovery time of a day: that of the first recovery of a component counts',
    expr: exprOf('D4-Q25'),
    series: {
      [`omninode_circuit_breaker_recovery_seconds_sum{${app},component="critical"}`]: born(400, 200),
      [`omninode_circuit_breaker_recovery_seconds_count{${app},component="critical"}`]: born(400, 1),
      ...up,
    },
    shows: [{ at: 2000, lines: [{ labels: critical, value: 200 }] }],
  },
  {
    name: 'errors of a day in the report: the first one of its type counts',
    expr: reported(report, 'Errors'),
    series: { [`omninode_errors_total{${app},component="kafka_client",error_type="timeout"}`]: born(400, 1), ...up },
    shows: [{ at: 2000, lines: [{ labels: { error_type: 'timeout' }, value: 1 }] }],
  },
  {
    name: 'trips of long ago are none of the last five minutes',
    expr: recentTrips,
    series: { [trips]: steady(3), ...up },
    shows: [{ at: 1200, lines: [{ labels: critical, value: 0 }] }],
  },
];
