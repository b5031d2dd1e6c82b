/** Which expressions and definitions of D3, and of the rules published beside it, are wrong, and how is that seen? */
import { stagedJob, type DocumentError } from '../../document-error';
import { growing, steady } from '../../rule-test';

/** All observations between two bounds, with further bounds above. */
function histogram(metric: string, bounds: Record<string, number>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bounds).map(([le, perSecond]) => [`${metric}_bucket{${stagedJob},le="${le}"}`, growing(perSecond)])
  );
}

const p95 = (metric: string, window: string) =>
  `histogram_quantile(0.95, sum by (le) (rate(${metric}_bucket{$app}[${window}])))`;
const requests = (status: string, perSecond: number) => ({
  [`ado_http_requests_total{${stagedJob},status="${status}"}`]: growing(perSecond),
});

export const errorsInDocument: DocumentError[] = [
  {
    id: 'C-15',
    anchor: 'D3 l.103, l.105',
    document: "Histogram('ado_agent_duration_seconds') without buckets",
    // Every run takes longer than 300 s.
    wrong: {
      expr: `${p95('ado_agent_duration_seconds', '20m')} < 300`,
      by: [],
      shows: [{ labels: {}, value: 10 }],
    },
    corrected: [
      { expr: `${p95('ado_agent_bounded_seconds', '20m')} < 300`, by: [], shows: [] },
      { expr: p95('ado_agent_bounded_seconds', '20m'), by: [], shows: [{ labels: {}, value: 585 }] },
    ],
    fact: 'The default buckets end at 10 s, so that runs of 400 s read as 10 s and the target of 300 s always looks met; with bounds up to and above 300 s they do not.',
    series: {
      ...histogram('ado_agent_duration_seconds', { '7.5': 0, '10': 0, '+Inf': 0.1 }),
      ...histogram('ado_agent_bounded_seconds', { '120': 0, '300': 0, '600': 0.1, '+Inf': 0.1 }),
    },
  },
  {
    id: 'C-16',
    anchor: 'D3 l.261',
    document: 'Application Down: response time > 30 seconds',
    wrong: { expr: `${p95('http_server_request_duration_seconds', '5m')} > 30`, by: [], shows: [] },
    corrected: [
      {
        expr: 'max(probe_duration_seconds{$app} + on (instance) 31 * (1 - probe_success{$app})) > 30',
        by: [],
        shows: [{ labels: {}, value: 41 }],
      },
    ],
    fact: 'A histogram whose bounds end at 10 s cannot show 30 s, and an application that is down has no requests; a probe from outside can, and a probe that failed after 10 s counts as well.',
    series: {
      ...histogram('http_server_request_duration_seconds', { '5': 0, '10': 0, '+Inf': 1 }),
      [`probe_duration_seconds{${stagedJob}}`]: steady(10),
      [`probe_success{${stagedJob}}`]: steady(0),
    },
  },
  {
    id: 'C-27',
    anchor: 'D3 l.262',
    document: 'rate(ado_http_requests_total{status=~"5.."}[5m]) / rate(ado_http_requests_total[5m]) > 0.05',
    wrong: {
      expr: 'rate(ado_http_requests_total{$app,status=~"5.."}[5m]) / rate(ado_http_requests_total{$app}[5m]) > 0.05',
      by: ['status'],
      shows: [{ labels: { status: '500' }, value: 1 }],
    },
    corrected: [
      {
        expr: 'sum(rate(ado_http_requests_total{$app,status=~"5.."}[5m])) / sum(rate(ado_http_requests_total{$app}[5m])) > 0.05',
        by: [],
        shows: [],
      },
      {
        expr: 'sum(rate(ado_http_requests_total{$app,status=~"5.."}[5m])) / sum(rate(ado_http_requests_total{$app}[5m]))',
        by: [],
        shows: [{ labels: {}, value: 0.01 }],
      },
    ],
    fact: 'Each series of errors is divided by itself, so that one error in a hundred reads as all of them; the sums are to be divided. (The rule stands in the code published beside D3.)',
    series: { ...requests('500', 0.1), ...requests('200', 9.9) },
  },
];
