import { isShape, shapeOf } from './shape';

const bucket = 'sum by (le, route) (rate(http_seconds_bucket{job="shop",code!~"5.."}[5m]))';

test.each([
  [
    'a quantile of a histogram',
    `histogram_quantile(0.95, ${bucket})`,
    'quantile',
    'http_seconds',
    'job="shop",code!~"5.."',
    ['route'],
    [],
  ],
  [
    'the modifier behind',
    'histogram_quantile(0.9, sum(rate(x_bucket[$__rate_interval])) by (le))',
    'quantile',
    'x',
    '',
    [],
    [],
  ],
  [
    'milliseconds drawn as seconds',
    `histogram_quantile(0.95, ${bucket}) / 1000`,
    'quantile',
    'http_seconds',
    'job="shop",code!~"5.."',
    ['route'],
    ['scaled'],
  ],
  [
    'only the slowest',
    `topk(5, histogram_quantile(0.95, ${bucket}))`,
    'quantile',
    'http_seconds',
    'job="shop",code!~"5.."',
    ['route'],
    ['narrowed'],
  ],
  ['without aggregation', 'histogram_quantile(0.5, rate(x_bucket{a="b"}[1m]))', 'quantile', 'x', 'a="b"', [], ['each']],
  [
    'without labels',
    'histogram_quantile(0.5, sum without (instance) (rate(x_bucket[1m])))',
    'quantile',
    'x',
    '',
    [],
    ['without'],
  ],
  [
    'a native histogram',
    'histogram_quantile(0.99, sum by (route) (rate(x_seconds[2m])))',
    'quantile',
    'x_seconds',
    '',
    ['route'],
    [],
  ],
  [
    'a mean',
    'sum by (route) (rate(x_sum{a="b"}[5m])) / sum by (route) (rate(x_count{a="b"}[5m]))',
    'mean',
    'x',
    'a="b"',
    ['route'],
    [],
  ],
  ['a mean of each series', 'rate(x_sum[5m]) / rate(x_count[5m])', 'mean', 'x', '', [], ['each']],
  ['a mean of a native histogram', 'histogram_avg(sum by (a) (rate(x[5m])))', 'mean', 'x', '', ['a'], []],
  [
    'a summary',
    'go_gc_duration_seconds{quantile="0.75",job="a"}',
    'summary',
    'go_gc_duration_seconds',
    'job="a"',
    [],
    ['each'],
  ],
  ['the worst of a summary', 'max by (job) (x{quantile="0.99"})', 'summary', 'x', '', ['job'], []],
  ['a gauge', 'queue_wait_seconds', 'gauge', 'queue_wait_seconds', '', [], ['each']],
  [
    'the mean of gauges',
    'avg by (queue) (queue_wait_seconds{env="prod"})',
    'gauge',
    'queue_wait_seconds',
    'env="prod"',
    ['queue'],
    [],
  ],
  ['the sum of a summary', 'sum by (job) (x{quantile="0.99"})', 'summary', 'x', '', ['job'], ['sum']],
  [
    'a rate of a counter',
    'sum by (route) (rate(http_requests_total{job="shop"}[$__rate_interval]))',
    'counter',
    'http_requests_total',
    'job="shop"',
    ['route'],
    [],
  ],
  ['a rate of each counter', 'rate(sent_bytes[5m]) * 8', 'counter', 'sent_bytes', '', [], ['scaled', 'each']],
  ['an increase', 'sum(increase(jobs_total[1h]))', 'counter', 'jobs_total', '', [], ['perSecond']],
  ['the largest rate', 'max by (job) (rate(jobs_total[5m]))', 'counter', 'jobs_total', '', ['job'], ['summed']],
  ['the busiest', 'topk(3, sum by (job) (rate(jobs_total[5m])))', 'counter', 'jobs_total', '', ['job'], ['narrowed']],
  ['a count', 'jobs_total{a="b"}', 'counter', 'jobs_total', 'a="b"', [], ['each', 'perSecond']],
  ['a gauge over time', 'max_over_time(queue_wait_seconds[5m])', 'gauge', 'queue_wait_seconds', '', [], ['each']],
  [
    'names in quotes',
    'histogram_quantile(0.9, sum by (le, "http.route") (rate({"http.seconds_bucket", "a.b"="c"}[5m])))',
    'quantile',
    'http.seconds',
    '"a.b"="c"',
    ['http.route'],
    [],
  ],
  ['only what is above zero', '(queue_wait_seconds > 0)', 'gauge', 'queue_wait_seconds', '', [], ['narrowed', 'each']],
])('%s is understood', (_, query, of, metric, selector, by, remarks) => {
  expect(shapeOf(query)).toEqual({ of, metric, selector, by, remarks });
});

test.each([
  ['sum(queue_length) by (queue)', 'sum'],
  ['max by (queue) (max by (queue, pod) (queue_length))', 'max'],
  ['min by (queue) (queue_length)', 'min'],
  ['avg by (queue) (queue_length)', undefined],
])('of several series %s learns what it draws', (query, across) => {
  const gauge = { of: 'gauge', metric: 'queue_length', selector: '', by: ['queue'], remarks: [] };
  expect(shapeOf(query)).toEqual(across === undefined ? gauge : { ...gauge, across });
});

test.each([
  ['nothing', '  ', 'empty', undefined],
  ['what is no PromQL', 'histogram_quantile(0.95, sum(', 'syntax', undefined],
  ['a variable that has no value', 'x_seconds{job="$job"}', 'variable', undefined],
  ['a rate', 'sum by (route) (rate(http_seconds_count[5m]))', 'rate', 'http_seconds'],
  ['a mean of sums', 'avg(sum by (queue) (queue_length))', 'function', undefined],
  ['a counter', 'http_seconds_count', 'counter', 'http_seconds'],
  ['two metrics', 'a_seconds - b_seconds', 'several', undefined],
  ['a share of errors', 'sum(rate(a_total{code="500"}[5m])) / sum(rate(a_total[5m]))', 'several', undefined],
  ['the past', 'x_seconds offset 1d', 'past', undefined],
  ['a subquery', 'max_over_time(x_seconds[1h:1m])', 'subquery', undefined],
  ['rewritten labels', 'label_replace(x_seconds, "a", "$1", "b", "(.*)")', 'function', undefined],
  ['a function of another kind', 'predict_linear(x_seconds[1h], 3600)', 'function', undefined],
  ['a number', '42', 'constant', undefined],
])('%s is refused with a reason', (_, query, why, instead) => {
  const read = shapeOf(query);
  expect(isShape(read)).toBe(false);
  expect(read).toMatchObject({ why, ...(instead !== undefined && { instead }) });
});

test('where a query stops being PromQL is counted in the query as it was written', () => {
  const query = 'rate(x_total[$__rate_interval]) + + )';
  expect(shapeOf(query)).toMatchObject({ why: 'syntax', what: String(query.length) });
});

test('what is said of a query names what was written', () => {
  expect(shapeOf('rate(a[$__rate_interval]) + b')).toMatchObject({ what: 'rate(a[$__rate_interval]) + b' });
});
