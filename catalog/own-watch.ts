/**
 * When does Yardstick itself need somebody? Rules over the metrics that its back end publishes. No document asks for
 * them, so that they have no document's id.
 */
import type { Alert } from './alert';

export type OwnRule = Pick<
  Alert,
  'name' | 'severity' | 'for' | 'unit' | 'panel' | 'summary' | 'meaning' | 'why' | 'look' | 'act'
> & {
  /** In file names and rule uids. */
  id: string;
  condition: Extract<Alert['condition'], { kind: 'promql' }>;
};

/** Panels of the dashboard that shows all this; rules point at them. */
export const ownPanels = {
  lag: 11,
  phase: 12,
  hours: 13,
  coverage: 14,
  time: 21,
  queries: 22,
  failing: 23,
  unpublished: 24,
  requests: 31,
  requestTime: 32,
  refused: 33,
  bytes: 34,
  memory: 41,
  size: 42,
  storeErrors: 43,
  writable: 44,
  rss: 51,
  cpu: 52,
  goroutines: 53,
  build: 54,
} as const;

const hour = 3600;
/** Where a share of nothing is no number, there is nothing to compare. */
const known = (expr: string) => `(${expr}) >= 0`;
const share = (failed: string, all: string, by: string, window: string) =>
  known(`100 * sum by (${by}) (rate(${failed}[${window}])) / sum by (${by}) (rate(${all}[${window}]))`);

const failedQueries = 'yardstick_queries_total{outcome="error"}';
const learnerRequests = 'yardstick_prometheus_requests_total{purpose="learner"}';
const refusedRequests = 'yardstick_prometheus_requests_total{purpose="learner",code!~"2.."}';
const learnerTime = 'yardstick_prometheus_request_duration_seconds_bucket{purpose="learner"}';

export const ownRules: readonly OwnRule[] = [
  {
    id: 'own-learner-lag',
    name: 'YardstickLearnerLags',
    severity: 'warning',
    for: '15m',
    condition: {
      kind: 'promql',
      // The alert's own label system says who is meant: Yardstick.
      expr: 'max by (org, datasource, learned) (label_replace(yardstick_learner_lag_seconds, "learned", "$1", "system", "(.+)"))',
      op: '>',
      threshold: 3 * hour,
    },
    unit: 's',
    panel: ownPanels.lag,
    summary: 'Yardstick has learned nothing of {{learned}} for hours',
    meaning:
      'The newest hour that was learned of this system is hours older than the newest that could be. Baselines stand still meanwhile, and violations of those hours are not in the list yet; live verdicts go on.',
    why: 'An hour is learned a minute after its end. Two failed tries are within what a restart of Prometheus costs; three hours are not.',
    look: [
      'The page "Set-up" of the app, or the health check of the data source, says the last error of the learner.',
      'The panel of the phase says whether it learns, waits for another replica, or does not work at all.',
    ],
    act: [
      'Mend what the last error names: Prometheus, its credentials, or the store.',
      'Nothing has to be repeated: hours that are missing are learned from Prometheus as soon as it answers, while it still holds them.',
    ],
  },
  {
    id: 'own-store-unwritable',
    name: 'YardstickStoreUnwritable',
    severity: 'critical',
    for: '5m',
    condition: { kind: 'promql', expr: '1 - min by (job, instance) (yardstick_store_writable)', op: '>', threshold: 0 },
    unit: 'stores that take no writes',
    panel: ownPanels.writable,
    summary: 'The store of Yardstick on {{instance}} cannot be written',
    meaning:
      'The store could not be opened, or did not take a write that tries it once a minute. Nothing is learned, and decisions of people are refused; with a store that cannot be opened no verdict is given either.',
    why: 'A full disk, a folder that became read-only and a database that is away all look alike from outside: a write that fails.',
    look: [
      'Press "Save & test" on the data source: the message says what is wrong with the store and what to do.',
      'The panel of errors of the store tells their kind.',
    ],
    act: [
      'Free space on its disk, make its folder writable, or start its server; docs/faults.md lists the messages of a file, docs/store.md those of PostgreSQL.',
      'Nothing is lost: the store is tried again by itself, and the hours that were missed are learned then.',
    ],
  },
  {
    id: 'own-store-errors',
    name: 'YardstickStoreErrors',
    severity: 'warning',
    for: '5m',
    condition: {
      kind: 'promql',
      expr: 'sum by (job, instance, kind) (increase(yardstick_store_errors_total[15m]))',
      op: '>',
      threshold: 3,
    },
    unit: 'errors in 15 min',
    panel: ownPanels.storeErrors,
    summary: 'The store of Yardstick on {{instance}} fails: {{kind}}',
    meaning:
      'Reading or writing the store fails again and again. What failed is tried again, but answers come late or not at all meanwhile.',
    why: 'A single error is a restart of the database or a lock that took long; more than a few in a quarter of an hour do not go away by themselves.',
    look: [
      "Grafana's log has the error with what was being done.",
      'The label kind tells full, read-only, away, refused and others apart.',
    ],
    act: [
      'Do what docs/faults.md (a file) or docs/store.md (PostgreSQL) says to the message.',
      'A damaged file is set aside and learned again by itself. For what people decided, stop Grafana and restore the last copy; docs/operating.md says how.',
    ],
  },
  {
    id: 'own-prometheus-refuses',
    name: 'YardstickPrometheusRefuses',
    severity: 'warning',
    for: '15m',
    condition: {
      kind: 'promql',
      expr: share(refusedRequests, learnerRequests, 'job, instance', '15m'),
      op: '>',
      threshold: 50,
    },
    unit: '%',
    panel: ownPanels.refused,
    summary: 'Prometheus refuses what the learner on {{instance}} asks',
    meaning:
      'Most requests of the learner get no answer, or one that is an error. It tries again at least once a minute, and learns nothing meanwhile.',
    why: 'A request that is too large is asked again in halves, and single failures are part of a restart; when more than half fail, nothing is learned.',
    look: [
      'The panel of requests tells the status code: 0 is no answer, 401 and 403 are credentials, 422 a limit of samples, 429 and 503 too much load.',
      "Grafana's log has the error with the name of the set of operations.",
    ],
    act: [
      'Start Prometheus, or mend the address and the credentials on the data source.',
      'Where it refuses for its limits, raise them for this client, or learn fewer systems from this Prometheus.',
    ],
  },
  {
    id: 'own-prometheus-slow',
    name: 'YardstickPrometheusSlow',
    severity: 'warning',
    for: '15m',
    condition: {
      kind: 'promql',
      expr: known(`histogram_quantile(0.95, sum by (job, instance, le) (rate(${learnerTime}[15m])))`),
      op: '>',
      threshold: 10,
    },
    unit: 's',
    panel: ownPanels.requestTime,
    summary: 'Prometheus is slow for the learner on {{instance}}',
    meaning:
      'One in twenty requests of the learner takes longer than this. It asks less while Prometheus is slow, so that it falls behind in the end; others who ask this Prometheus wait too.',
    why: 'A request of the learner covers at most six hours and is bounded in samples; on a Prometheus that has room it takes a second or two.',
    look: [
      "Compare with Prometheus' own prometheus_engine_query_duration_seconds: is it slow for everybody?",
      'The panel of bytes tells how much the learner reads.',
    ],
    act: [
      'Give Prometheus memory and processors, or fewer series.',
      'While it catches up on history this passes; wait until the learned hours have reached the wanted ones.',
    ],
  },
  {
    id: 'own-queries-fail',
    name: 'YardstickQueriesFail',
    severity: 'warning',
    for: '10m',
    condition: {
      kind: 'promql',
      expr: `${share(failedQueries, 'yardstick_queries_total', 'type', '30m')} and on (type) sum by (type) (increase(${failedQueries}[30m])) > 5`,
      op: '>',
      threshold: 25,
    },
    unit: '%',
    panel: ownPanels.failing,
    summary: 'Queries of the type {{type}} fail',
    meaning:
      'Panels that ask this type show an error, and rules built on it keep their last state. Questions that could not be understood do not count.',
    why: 'An outage of two minutes is a fifteenth of half an hour, and the dead-man rule tells of it at once. A quarter of all, and more than five, goes on.',
    look: [
      'Press "Save & test" on the data source, then open a panel of this type and read its error.',
      'The panel of queries tells since when, and whether other types fail too.',
    ],
    act: [
      'Do what the message says: it names the setting, Prometheus, or the store.',
      'Where it is one dashboard that asks for too much, shorten its range or choose fewer operations.',
    ],
  },
  {
    id: 'own-unpublished',
    name: 'YardstickPublishesNotAll',
    severity: 'warning',
    for: '15m',
    condition: {
      kind: 'promql',
      expr: 'max by (org, datasource) (yardstick_unpublished_baselines)',
      op: '>',
      threshold: 0,
    },
    unit: 'baselines',
    panel: ownPanels.unpublished,
    summary: 'Not all baselines of {{datasource}} fit into the published metrics',
    meaning:
      'More baselines are known than one scrape has room for. Rules of Prometheus or Mimir that compare with them say nothing of the operations that are left out; rules and dashboards of Grafana are not touched.',
    why: "The text of a scrape passes through Grafana's plugin protocol, whose messages end at 16 MiB: one byte more, and there would be no metrics at all.",
    look: [
      'The panel says how many are left out. They are always the same ones, until some go.',
      'docs/scale.md says how many operations fit.',
    ],
    act: [
      'Part the operations among several Grafanas by the selectors of their data sources, and publish from each.',
      'Or define fewer operations: labels with many values, such as paths with ids in them, are seldom worth a baseline each.',
    ],
  },
];
