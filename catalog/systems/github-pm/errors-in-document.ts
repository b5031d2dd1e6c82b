/** Which metrics of D5 does PromQL show to be wrong? Those of its code are in `instrument/documents-errors.test.ts`. */
import { stagedJob, type DocumentError } from '../../document-error';
import { steady } from '../../rule-test';

/** A run every five minutes; what its process counted, seen until the next one. */
const perRun = [15, 12, 15, 9, 15, 12, 15, 15].map((requests) => `${requests}x29`).join(' ');
const kept = [15, 27, 42, 51, 66, 78, 93, 108].map((requests) => `${requests}x29`).join(' ');

const bucket = (le: string, value: number) => ({
  [`github_pm_command_duration_seconds_bucket{${stagedJob},command="list",le="${le}"}`]: steady(value),
});

export const errorsInDocument: DocumentError[] = [
  {
    id: 'C-12',
    anchor: 'D5 l.354-356',
    document: '# TYPE … histogram, then github_pm_command_duration_seconds{command="status"} 0.235',
    wrong: {
      expr: 'histogram_quantile(0.95, github_pm_command_duration_seconds_bucket{$app,command="status"}) or github_pm_command_duration_seconds_count{$app,command="status"}',
      by: ['command'],
      shows: [],
    },
    corrected: [
      {
        expr: 'histogram_quantile(0.95, sum by (command, le) (github_pm_command_duration_seconds_bucket{$app}))',
        by: ['command'],
        shows: [{ labels: { command: 'list' }, value: 0.243 }],
      },
      {
        expr: 'github_pm_command_last_duration_seconds{$app}',
        by: ['command'],
        shows: [{ labels: { command: 'list' }, value: 0.235 }],
      },
    ],
    fact: 'A bare sample under the name of a histogram has no buckets, sum and count, so that no quantile and no mean exists; buckets have them, and the last value is a gauge of its own.',
    series: {
      [`github_pm_command_duration_seconds{${stagedJob},command="status"}`]: steady(0.235),
      ...bucket('0.1', 0),
      ...bucket('0.25', 20),
      ...bucket('+Inf', 20),
      [`github_pm_command_last_duration_seconds{${stagedJob},command="list"}`]: steady(0.235),
    },
  },
  {
    id: 'C-25',
    anchor: 'D5 l.362-364',
    document: 'github_pm_api_requests_total, counted by each run of the command for itself',
    // Five runs begin within 25 minutes: 15, 9, 15, 12 and 15 requests.
    wrong: {
      expr: 'round(sum(increase(github_pm_run_requests_total{$app}[25m])))',
      by: [],
      shows: [{ labels: {}, value: 33 }],
    },
    corrected: [
      {
        expr: 'round(sum(increase(github_pm_api_requests_total{$app}[25m])))',
        by: [],
        shows: [{ labels: {}, value: 66 }],
      },
    ],
    fact: 'A counter that begins again with every run hides runs that made more requests than the one before; totals kept between the runs count them all.',
    series: {
      [`github_pm_run_requests_total{${stagedJob}}`]: perRun,
      [`github_pm_api_requests_total{${stagedJob}}`]: kept,
    },
  },
];
