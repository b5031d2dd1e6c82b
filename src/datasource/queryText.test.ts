import { queryText } from './queryText';
import { type Query } from './types';

test.each<[Partial<Query>, string]>([
  [{ queryType: 'series', stat: 'p99', system: 'kgas' }, 'Measurements, p99: kgas'],
  [{ queryType: 'series' }, 'Measurements, p95'],
  [
    {
      queryType: 'deviation',
      measure: 'tier',
      system: 'kgas',
      operations: ['embed', 'extract'],
      labels: { tool: 'spark' },
    },
    'Deviation from normal, Tier: kgas, embed, extract, tool=spark',
  ],
  [{ queryType: 'deviation', measure: 'z', mode: 'drift' }, 'Deviation from normal, z score, Slow drift'],
  [{ queryType: 'baseline', operations: [] }, 'Baselines'],
  [{ queryType: 'targets', system: 'ado' }, 'Targets: ado'],
  [{ queryType: 'targets', measure: 'missed' }, 'Targets, Number: Missed'],
  [{ queryType: 'conversions' }, 'Conversions'],
  [{ queryType: 'conversions', format: 'timeseries' }, 'Conversions, Over time'],
  [{ queryType: 'breakers', measure: 'trips', components: ['kafka'] }, 'Circuit breakers, Number: Trips, kafka'],
  [{ queryType: 'table', table: 'operations', sort: 'degraded' }, 'Tables, Operations, Most degraded'],
  [
    { queryType: 'table', table: 'compare', baseline: '7d', sort: 'slowest' },
    'Tables, Comparison of two times, runs or versions, with 7d',
  ],
  [{ queryType: 'annotations', kind: 'baseline' }, 'Annotations, New baselines'],
  [{ queryType: 'annotations', kind: 'deployment' }, 'Annotations, Deployments'],
])('%#: a query in one line', (query, words) => {
  expect(queryText({ refId: 'A', ...query } as Query)).toBe(words);
});

test('what is no query of ours has no words', () => {
  expect(queryText({ refId: 'A', queryType: 'alerting' } as never)).toBe('');
});
