/** Do the rules of ADO fire when they should, and only then? */
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
import { exprOf } from './quantities';
import { http } from './quantities-api';
import { pool } from './quantities-database';
import { restarts } from './quantities-delivery';
import { report } from './report';
import { infoTests } from './rule-tests-info';

const app = 'job="ado",instance="a"';
const at = (time: number, labels: Record<string, string>) => [{ at: time, labels }];
const appUp = (values: string) => ({ [`up{${app}}`]: values, [`ado_queue_size{${app}}`]: steady(5) });
const connections = (instance: string, used: number) => ({
  [`db_client_connections_usage{job="ado",instance="${instance}",pool_name="app",state="used"}`]: steady(used),
  [`db_client_connections_usage{job="ado",instance="${instance}",pool_name="app",state="idle"}`]: steady(10 - used),
});
/** Requests wait for the pool of the process that answers them. */
const oneOfTwoFull = { ...connections('a', 9), ...connections('b', 1) };
const exporterUp = { 'up{job="ado-node",instance="h"}': steady(1) };

const down: RuleTest[] = [
  {
    alert: 'D3-A01a',
    name: 'the application is down while its exporter answers',
    series: { ...appUp(changing(1, 100, 0)), ...exporterUp },
    fires: at(160, {}),
    silent: [150],
  },
  {
    alert: 'D3-A01a',
    name: 'the application is down for days',
    days: true,
    series: downForDays(`up{${app}}`, `ado_queue_size{${app}}`),
    fires: stillDown.flatMap((time) => at(time, {})),
    silent: [takenAway],
  },
  {
    alert: 'D3-A01a',
    name: 'the target disappears',
    series: { ...appUp(changing(1, 100, 'stale')), ...exporterUp },
    fires: at(160, {}),
    silent: [150],
  },
  {
    alert: 'D3-A01a',
    name: 'one of two replicas is down',
    series: {
      ...appUp(changing(1, 100, 0)),
      'up{job="ado-worker",instance="b"}': steady(1),
      'ado_queue_size{job="ado-worker",instance="b"}': steady(5),
    },
    fires: [],
    silent: [160, 1200],
  },
  {
    alert: 'D3-A01a',
    name: 'a system that was never seen',
    series: { 'up{job="kgas",instance="a"}': steady(0) },
    fires: [],
    silent: [60, 1200],
  },
];

const probe = 'job="ado-probe",instance="https://ado.example"';
const probed = (seconds: number | string, success: number | string) => ({
  [`probe_duration_seconds{${probe}}`]: typeof seconds === 'number' ? steady(seconds) : seconds,
  [`probe_success{${probe}}`]: typeof success === 'number' ? steady(success) : success,
});

const probes: RuleTest[] = [
  {
    alert: 'D3-A01b',
    name: 'an answer after 31 seconds',
    series: probed(changing(0.2, 100, 31), 1),
    fires: at(100, {}),
    silent: [90],
  },
  { alert: 'D3-A01b', name: 'an answer after 30 seconds', series: probed(30, 1), fires: [], silent: [60, 1200] },
  {
    alert: 'D3-A01b',
    name: 'a probe that fails after a second',
    series: probed(1, changing(1, 100, 0)),
    fires: at(100, {}),
    silent: [90],
  },
  {
    alert: 'D3-A01b',
    name: 'it is held for two minutes after it ended',
    series: probed(1, '1x9 0x20 1x60'),
    fires: [...at(100, {}), ...at(400, {})],
    silent: [450, 800],
  },
  {
    alert: 'D3-A01b',
    name: 'two probes of one address',
    series: {
      ...probed(0.2, 1),
      'probe_duration_seconds{job="ado-probe-tcp",instance="https://ado.example"}': steady(0.1),
    },
    fires: [],
    silent: [60, 600],
  },
  {
    alert: 'D3-A01b',
    name: 'two modules of one job probe one address, and one of them fails',
    series: {
      [`probe_duration_seconds{${probe},module="http"}`]: steady(0.2),
      [`probe_success{${probe},module="http"}`]: steady(1),
      [`probe_duration_seconds{${probe},module="tcp"}`]: steady(0.1),
      [`probe_success{${probe},module="tcp"}`]: changing(1, 100, 0),
    },
    fires: at(100, {}),
    silent: [90],
  },
];

const answers = (status: string, perSecond: number, job = app) => ({
  [`${http}_count{${job},http_route="/api/tasks",http_response_status_code="${status}"}`]: growing(perSecond),
});
const fiveMinutes = boundary(10, 300);
const tenMinutes = boundary(10, 600);
const quarter = boundary(10, 900);
const route = `${app},http_request_method="GET",http_route="/api/tasks",http_response_status_code="200"`;

const api: RuleTest[] = [
  {
    alert: 'D3-A02',
    name: 'one request in ten fails',
    series: { ...answers('200', 9), ...answers('503', 1) },
    fires: at(fiveMinutes.fires, {}),
    silent: fiveMinutes.silent,
  },
  {
    alert: 'D3-A02',
    name: 'one request in twenty-one fails',
    series: { ...answers('200', 20), ...answers('503', 1) },
    fires: [],
    silent: [310, 1200],
  },
  {
    alert: 'D3-A02',
    name: 'the requests of another system fail',
    series: { ...answers('200', 9), ...answers('503', 9, 'job="dpas",instance="a"') },
    fires: [],
    silent: [310, 1200],
  },
  {
    alert: 'D3-A05',
    name: 'requests of 5 to 7.5 seconds',
    series: requestsIn(http, route, [5, 7.5], 2),
    fires: at(tenMinutes.fires, {}),
    silent: tenMinutes.silent,
  },
  {
    alert: 'D3-A05',
    name: 'requests of 2 to 5 seconds miss the target and do not alert',
    series: requestsIn(http, route, [2, 5], 2),
    fires: [],
    silent: [610, 1200],
  },
];

const server = 'job="ado-postgres",instance="db:9187"';
const timeouts = `db_client_connection_timeouts_total{${app},pool_name="main"}`;

const databases: RuleTest[] = [
  {
    alert: 'D3-A03',
    name: 'the server does not answer its exporter',
    series: { [`pg_up{${server}}`]: changing(1, 100, 0) },
    fires: at(160, { instance: 'db:9187', cause: 'no answer' }),
    silent: [150],
  },
  {
    alert: 'D3-A03',
    name: 'the pool gives up while the server answers its exporter',
    series: { [`pg_up{${server}}`]: steady(1), [timeouts]: changing(0, 100, 3) },
    fires: at(160, { instance: 'a', cause: 'connection timeouts' }),
    silent: [150],
  },
  {
    alert: 'D3-A03',
    name: 'the pool gives up for the first time: before, the counter was not there',
    series: {
      [`up{${app}}`]: steady(1),
      [`pg_up{${server}}`]: steady(1),
      [timeouts]: born(400, 3),
    },
    fires: at(460, { instance: 'a', cause: 'connection timeouts' }),
    silent: [450, 900],
  },
  {
    alert: 'D3-A03',
    name: 'the pool gave up long before a gap between scrapes',
    series: {
      [`up{${app}}`]: '1x39 0x59 1x200',
      [`pg_up{${server}}`]: steady(1),
      [timeouts]: '3x39 stale _x58 3x200',
    },
    fires: [],
    silent: [900, 1010, 1100, 1400, 2000],
  },
  {
    alert: 'D3-A03',
    name: 'both are well',
    series: { [`pg_up{${server}}`]: steady(1), [timeouts]: steady(3) },
    fires: [],
    silent: [160, 1200],
  },
];

const host = 'job="ado-node",instance="h"';
const memory = (available: number, job = host) => ({
  [`node_memory_MemAvailable_bytes{${job}}`]: steady(available),
  [`node_memory_MemTotal_bytes{${job}}`]: steady(100),
});
const idle = (perSecond: number, on = host) => ({
  [`node_cpu_seconds_total{${on},cpu="0",mode="idle"}`]: growing(perSecond),
});
const disk = (free: number, fstype = 'ext4') => ({
  [`node_filesystem_avail_bytes{${host},mountpoint="/data",fstype="${fstype}"}`]: steady(free),
  [`node_filesystem_size_bytes{${host},mountpoint="/data",fstype="${fstype}"}`]: steady(100),
});
const queue = (tasks: number) => ({
  'ado_queue_size{job="ado",instance="a"}': steady(tasks),
  'ado_queue_size{job="ado",instance="b"}': steady(tasks),
});
const h = { instance: 'h' };

const resources: RuleTest[] = [
  { alert: 'D3-A04', name: 'memory at 96 %', series: memory(4), fires: at(120, h), silent: [110] },
  {
    alert: 'D3-A04',
    name: 'memory at 96 % of one of two hosts that have one name in two jobs',
    series: { ...memory(4), ...memory(60, 'job="ado-node-eu",instance="h"') },
    fires: at(120, h),
    silent: [110],
  },
  { alert: 'D3-A04', name: 'memory at its limit of 95 %', series: memory(5), fires: [], silent: [120, 1200] },
  {
    alert: 'D3-A04',
    name: 'the memory of another system is not that of ADO',
    series: memory(1, 'job="dpas-node",instance="h"'),
    fires: [],
    silent: [120, 1200],
  },
  { alert: 'D3-A06', name: 'CPU at 90 %', series: idle(0.1), fires: at(quarter.fires, h), silent: quarter.silent },
  {
    alert: 'D3-A06',
    name: 'CPU at 90 % of one of two hosts that have one name in two clusters',
    series: { ...idle(0.1), ...idle(1, `${host},cluster="eu"`) },
    fires: at(quarter.fires, h),
    silent: quarter.silent,
  },
  { alert: 'D3-A06', name: 'CPU at 75 %', series: idle(0.25), fires: [], silent: [910, 2400] },
  {
    alert: 'D3-A07',
    name: 'nine percent of the disk are free',
    series: disk(9),
    fires: at(300, { ...h, mountpoint: '/data' }),
    silent: [290],
  },
  { alert: 'D3-A07', name: 'a tenth of the disk is free', series: disk(10), fires: [], silent: [300, 1200] },
  {
    alert: 'D3-A07',
    name: 'an image, which cannot be written, has never room',
    series: {
      ...disk(0, 'fuse.squashfuse'),
      [`node_filesystem_readonly{${host},mountpoint="/data",fstype="fuse.squashfuse"}`]: steady(1),
    },
    fires: [],
    silent: [300, 1200],
  },
  {
    alert: 'D3-A07',
    name: 'a disk that an exporter in a container sees as read-only',
    series: {
      ...disk(9),
      [`node_filesystem_readonly{${host},mountpoint="/data",fstype="ext4"}`]: steady(1),
    },
    fires: at(300, { ...h, mountpoint: '/data' }),
    silent: [290],
  },
  { alert: 'D3-A07', name: 'a file system in memory', series: disk(1, 'tmpfs'), fires: [], silent: [300, 1200] },
  { alert: 'D3-A08', name: '1001 tasks, told by two replicas', series: queue(1001), fires: at(300, {}), silent: [290] },
  { alert: 'D3-A08', name: '1000 tasks, told by two replicas', series: queue(1000), fires: [], silent: [300, 1200] },
];

export const ruleTests: RuleTest[] = [...down, ...probes, ...api, ...databases, ...resources, ...infoTests];

const began = (job: string, instance: string) => `process_start_time_seconds{job="${job}",instance="${instance}"}`;
const requests = (instance: string) => `${http}_count{job="ado",instance="${instance}"}`;

export const shown: ShownTest[] = [
  {
    name: 'share of failed tasks: the first failure creates its series, and counts',
    expr: exprOf('D3-Q10'),
    series: {
      [`ado_tasks_total{${app},status="completed"}`]: born(300, 3),
      [`ado_tasks_total{${app},status="failed"}`]: born(400, 1),
      [`up{${app}}`]: steady(1),
    },
    shows: [{ at: 1000, lines: [{ labels: {}, value: 0.25 }] }],
  },
  {
    name: 'retries that succeed: the first failure creates its series, and counts',
    expr: exprOf('D3-Q12'),
    series: {
      [`ado_retries_total{${app},operation="plan",result="success"}`]: born(300, 3),
      [`ado_retries_total{${app},operation="plan",result="failure"}`]: born(400, 1),
      [`up{${app}}`]: steady(1),
    },
    shows: [{ at: 1000, lines: [{ labels: {}, value: 0.75 }] }],
  },
  {
    name: 'utilization of a pool: of each process, and of the fullest where advice is given',
    expr: pool.ratio,
    series: oneOfTwoFull,
    shows: [
      {
        at: 60,
        lines: [
          { labels: { instance: 'a', pool_name: 'app' }, value: 0.9 },
          { labels: { instance: 'b', pool_name: 'app' }, value: 0.1 },
        ],
      },
    ],
  },
  {
    name: 'a pool that is used up in one of two processes needs advice',
    expr: pool.fullest.ratio,
    series: oneOfTwoFull,
    shows: [{ at: 60, lines: [{ labels: { pool_name: 'app' }, value: 0.9 }] }],
  },
  {
    name: 'restarts: of two instances that a release replaces and one that starts again; an exporter is none of the API',
    expr: restarts(10),
    series: {
      ...Object.fromEntries(['a', 'b'].map((instance) => [began('ado', instance), changing(-7200, 600, 'stale')])),
      ...Object.fromEntries(['a', 'b'].map((instance) => [requests(instance), changing(1, 600, 'stale')])),
      ...Object.fromEntries(['c', 'd'].map((instance) => [began('ado', instance), born(600, 600)])),
      ...Object.fromEntries(['c', 'd'].map((instance) => [requests(instance), born(610, 1)])),
      [began('ado', 'e')]: changing(-7200, 600, 600),
      [requests('e')]: growing(1),
      [began('ado-node', 'h')]: changing(-7200, 600, 600),
    },
    shows: [
      { at: 590, lines: [{ labels: {}, value: 0 }] },
      { at: 900, lines: [{ labels: {}, value: 3 }] },
      { at: 1300, lines: [{ labels: {}, value: 0 }] },
    ],
  },
  {
    name: 'restarts: what has run for long and is scraped for the first time did not start again',
    expr: restarts(10),
    series: { [began('ado', 'a')]: born(4000, 100, 100), [requests('a')]: born(4000, 1, 100) },
    shows: [{ at: 4300, lines: [{ labels: {}, value: 0 }] }],
  },
  {
    name: 'tasks of a week in the report: the first one of its status counts',
    expr: reported(report, 'Tasks'),
    series: {
      [`ado_tasks_total{${app},status="failed"}`]: born(400, 1),
      [`up{${app}}`]: steady(1),
    },
    shows: [{ at: 2000, lines: [{ labels: { status: 'failed' }, value: 1 }] }],
  },
];
