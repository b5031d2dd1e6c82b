import { asSentence, isRefusal, outcomeOf } from './failure';

test.each([
  ['the store is read-only', 'The store is read-only'],
  ['reading the runs: PostgreSQL is away', 'Reading the runs: PostgreSQL is away'],
  ['store: closed', 'Store: closed'],
  ['Prometheus is away', 'Prometheus is away'],
  // Names are written as they are.
  ['http_requests_total has no label route', 'http_requests_total has no label route'],
  ['results.jtl:3: elapsed "x" is no whole number', 'results.jtl:3: elapsed "x" is no whole number'],
  ['p95 is no operation', 'p95 is no operation'],
  ['http://prometheus:9090 does not answer', 'http://prometheus:9090 does not answer'],
  ['"embed" is unknown', '"embed" is unknown'],
  ['', ''],
])('the error %j stands on a page as %j', (text, expected) => expect(asSentence(text)).toBe(expected));

test.each([
  [{ status: 400 }, 'refused'],
  [{ status: 404 }, 'refused'],
  [{ status: 422 }, 'refused'],
  [{ status: 403 }, 'forbidden'],
  [{ status: 409 }, 'overtaken'],
  [{ status: 412 }, 'overtaken'],
  [{ status: 429 }, 'away'],
  [{ status: 502 }, 'away'],
  [new Error('Failed to fetch'), 'failed'],
  ['a sentence', 'failed'],
])('%j is %s', (error, outcome) => {
  expect(outcomeOf(error)).toBe(outcome);
  expect(isRefusal(error)).toBe(!['away', 'failed'].includes(outcome));
});
