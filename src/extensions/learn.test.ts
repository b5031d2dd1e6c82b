import { type DataFrame, type DataQueryRequest } from '@grafana/data';
import { learnAddress, type Shown } from './learn';

const prometheus = { type: 'prometheus', uid: 'prom' };
const target = (refId: string, expr: string, datasource = prometheus) => ({ refId, expr, datasource });
const replace = (text: string) => text.replaceAll('$job', 'shop');

const asked = (shown: Shown | undefined) => {
  const address = learnAddress(shown, replace);
  return address === undefined ? undefined : new URL(address, 'http://grafana');
};

test('a panel of a Prometheus leads to the page with its query, its data source and its title', () => {
  const address = asked({ title: 'Requests of $job', targets: [target('A', 'x{job="$job"}')] });
  expect(address?.pathname).toBe('/a/yardstick-baselines-app/own/new');
  expect(Object.fromEntries(address?.searchParams ?? [])).toEqual({
    prometheus: 'prom',
    query: 'x{job="shop"}',
    title: 'Requests of shop',
  });
});

test('what Prometheus was really asked counts, whatever variables said', () => {
  const request = { targets: [target('A', 'rate(x{job="$job"}[$__rate_interval])')] } as unknown as DataQueryRequest;
  const series = [
    { refId: 'A', meta: { executedQueryString: 'Expr: rate(x{job="b"}[1m0s])\nStep: 15s' } },
  ] as DataFrame[];
  expect(asked({ data: { request, series } })?.searchParams.get('query')).toBe('rate(x{job="b"}[1m0s])');
});

test('all queries of the first data source come along, each once', () => {
  const other = { type: 'prometheus', uid: 'other' };
  const targets = [
    target('A', 'a'),
    target('B', 'b'),
    target('C', 'a'),
    target('D', 'd', other),
    { ...target('E', 'e'), hide: true },
  ];
  expect(asked({ targets })?.searchParams.getAll('query')).toEqual(['a', 'b']);
});

test.each([
  ['nothing', undefined],
  ['no query', { targets: [] }],
  ['another data source', { targets: [target('A', 'x', { type: 'loki', uid: 'l' })] }],
  ['ours', { targets: [target('A', 'x', { type: 'yardstick-baselines-datasource', uid: 'y' })] }],
  ['an empty query', { targets: [target('A', '')] }],
])('there is no link on %s', (_, shown) => {
  expect(asked(shown)).toBeUndefined();
});

test.each(['grafana-amazonprometheus-datasource', 'grafana-azureprometheus-datasource'])(
  '%s is a Prometheus',
  (type) => {
    expect(asked({ targets: [target('A', 'x', { type, uid: 'p' })] })).toBeDefined();
  }
);
