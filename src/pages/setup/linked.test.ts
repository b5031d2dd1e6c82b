/** @jest-environment node */
import { linkedTo, secretsOf, unsupportedIn } from './linked';

const prometheus = {
  uid: 'p',
  name: 'Prometheus',
  url: 'http://prometheus:9090',
  basicAuth: true,
  basicAuthUser: 'reader',
  jsonData: {
    httpMethod: 'POST',
    timeInterval: '30s',
    tlsSkipVerify: true,
    httpHeaderName1: 'X-Scope-OrgID',
    sigV4Auth: true,
  },
  secureJsonFields: { basicAuthPassword: true, httpHeaderValue1: true, tlsCACert: false },
};

test('address and settings are taken over, with a link to where they came from, and no secret', () => {
  expect(linkedTo(prometheus, 'Yardstick')).toEqual({
    name: 'Yardstick',
    type: 'yardstick-baselines-datasource',
    access: 'proxy',
    url: 'http://prometheus:9090',
    basicAuth: true,
    basicAuthUser: 'reader',
    jsonData: { httpMethod: 'POST', tlsSkipVerify: true, httpHeaderName1: 'X-Scope-OrgID', prometheusUid: 'p' },
  });
});

test('what a proxy filters by is taken over: without it the answers are of every tenant, or none', () => {
  const behindProxy = { ...prometheus, jsonData: { customQueryParameters: 'namespace=shop' } };
  expect(linkedTo(behindProxy, 'Yardstick').jsonData).toEqual({
    customQueryParameters: 'namespace=shop',
    prometheusUid: 'p',
  });
});

test('the secrets that have to be typed again are named', () => {
  expect(secretsOf(prometheus)).toEqual(['basicAuthPassword', 'httpHeaderValue1']);
});

test('a way of signing in that ours does not know is named', () => {
  expect(unsupportedIn(prometheus)).toEqual(['AWS SigV4']);
  expect(unsupportedIn({ ...prometheus, jsonData: {} })).toEqual([]);
});
