import { asSentence } from './failure';

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
