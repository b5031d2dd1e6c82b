/** When do the rules of Yardstick itself fire, and when not? */
import { ownRules } from './own-watch';
import { boundary, changing, growing, type RuleTest, steady } from './rule-test';

export const itself = { name: 'yardstick', alerts: ownRules };

const where = 'job="grafana",instance="a"';
const at = { job: 'grafana', instance: 'a' };
const minutes = (n: number) => n * 60;
const hours = (n: number) => n * 3600;

const lag = (values: string) => ({
  [`yardstick_learner_lag_seconds{${where},org="1",datasource="yardstick",system="kgas",set="operation"}`]: values,
});
const asked = (code: string, values: string) => ({
  [`yardstick_prometheus_requests_total{${where},purpose="learner",code="${code}"}`]: values,
});
const answered = (outcome: string, values: string) => ({
  [`yardstick_queries_total{${where},type="deviation",outcome="${outcome}"}`]: values,
});
const took = (le: string, values: string) => ({
  [`yardstick_prometheus_request_duration_seconds_bucket{${where},purpose="learner",le="${le}"}`]: values,
});
const learner = { org: '1', datasource: 'yardstick', learned: 'kgas' };

export const ownRuleTests: readonly RuleTest[] = [
  {
    alert: 'own-learner-lag',
    name: 'four hours without a new one',
    series: lag(changing(hours(1), minutes(10), hours(4))),
    fires: [{ at: boundary(minutes(10), minutes(15)).fires, labels: learner }],
    silent: boundary(minutes(10), minutes(15)).silent,
  },
  {
    alert: 'own-learner-lag',
    name: 'three hours are still borne',
    series: lag(steady(hours(3))),
    fires: [],
    silent: [minutes(40)],
  },
  {
    alert: 'own-store-unwritable',
    name: 'the disk is full',
    series: { [`yardstick_store_writable{${where}}`]: changing(1, minutes(10), 0) },
    fires: [{ at: minutes(15), labels: at }],
    silent: [minutes(14)],
  },
  {
    alert: 'own-store-errors',
    name: 'the database is away',
    series: { [`yardstick_store_errors_total{${where},kind="away"}`]: growing(0.1) },
    fires: [{ at: minutes(30), labels: { ...at, kind: 'away' } }],
    silent: [minutes(3)],
  },
  {
    alert: 'own-store-errors',
    name: 'one error is none',
    series: { [`yardstick_store_errors_total{${where},kind="away"}`]: changing(0, minutes(10), 1) },
    fires: [],
    silent: [minutes(20), minutes(40)],
  },
  {
    alert: 'own-prometheus-refuses',
    name: 'most requests get 503',
    series: { ...asked('200', growing(0.1)), ...asked('503', growing(0.3)) },
    fires: [{ at: minutes(30), labels: at }],
    silent: [minutes(10)],
  },
  {
    alert: 'own-prometheus-refuses',
    name: 'between two hours nothing is asked',
    series: { ...asked('200', steady(100)), ...asked('503', steady(3)) },
    fires: [],
    silent: [minutes(40)],
  },
  {
    alert: 'own-prometheus-slow',
    name: 'requests take half a minute',
    series: { ...took('10', growing(0)), ...took('30', growing(0.1)), ...took('+Inf', growing(0.1)) },
    fires: [{ at: minutes(30), labels: at }],
    silent: [minutes(10)],
  },
  {
    alert: 'own-prometheus-slow',
    name: 'requests take a second',
    series: { ...took('1', growing(0.1)), ...took('10', growing(0.1)), ...took('+Inf', growing(0.1)) },
    fires: [],
    silent: [minutes(40)],
  },
  {
    alert: 'own-queries-fail',
    name: 'every other query fails',
    series: { ...answered('ok', growing(0.1)), ...answered('error', growing(0.1)) },
    fires: [{ at: minutes(20), labels: { type: 'deviation' } }],
    silent: [minutes(2)],
  },
  {
    alert: 'own-queries-fail',
    name: 'every other question cannot be answered',
    series: { ...answered('ok', growing(0.1)), ...answered('mistake', growing(0.1)) },
    fires: [],
    silent: [minutes(40)],
  },
  {
    alert: 'own-queries-fail',
    name: 'one in a hundred fails',
    series: { ...answered('ok', growing(0.99)), ...answered('error', growing(0.01)) },
    fires: [],
    silent: [minutes(40)],
  },
  {
    alert: 'own-unpublished',
    name: 'one operation too many',
    series: {
      [`yardstick_unpublished_baselines{${where},org="1",datasource="yardstick"}`]: changing(0, minutes(10), 1),
    },
    fires: [{ at: boundary(minutes(10), minutes(15)).fires, labels: { org: '1', datasource: 'yardstick' } }],
    silent: boundary(minutes(10), minutes(15)).silent,
  },
];
