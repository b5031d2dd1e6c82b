/** What does D5 name besides quantities, limits, alerts, panels and reports, and what became of it? */
import type { z } from 'zod';

import type { Feature } from '../../model';

type Spec = z.input<typeof Feature>;

const dashboard = 'dashboards/github-pm/yardstick-github-pm.json';
const rules = ['provisioning/alerting/github-pm.yaml', 'provisioning/rules/github-pm.yaml'];
const collector = 'instrument/github-pm.ts';
const collected = 'instrument/github-pm.test.ts';
const drawn = 'catalog/dashboards.test.ts';
const judged = ['catalog/rules.test.ts', 'provisioning/rules/tests/github-pm.yaml'];
const served = (by: string[], tests: string[]): Spec['how'] => ({ kind: 'served', by, tests });

export const features: Spec[] = [
  {
    id: 'D5-X01',
    title: 'Metrics in real time',
    how: served([collector, 'instrument/textfile.ts', dashboard], [collected, 'instrument/textfile.test.ts']),
    anchor: 'D5 l.13',
  },
  {
    id: 'D5-X02',
    title: 'Execution times of commands',
    how: served([collector, dashboard], [collected, drawn]),
    anchor: 'D5 l.14',
  },
  {
    id: 'D5-X03',
    title: 'Memory and CPU',
    how: served([collector, dashboard], [collected, drawn]),
    anchor: 'D5 l.15',
  },
  {
    id: 'D5-X04',
    title: "GitHub's rate limit",
    how: served([dashboard, ...rules], [drawn, ...judged]),
    anchor: 'D5 l.16',
  },
  {
    id: 'D5-X05',
    title: 'Regressions',
    how: served(['pkg/live/repeated.go', ...rules], ['pkg/live/repeated_test.go', ...judged]),
    anchor: 'D5 l.17',
  },
  { id: 'D5-X06', title: 'Alerts and notifications', how: served(rules, judged), anchor: 'D5 l.18' },
  {
    id: 'D5-X07',
    title: 'Benchmarks and comparisons',
    how: served(
      ['docs/runs.md', 'pkg/runs/githubpm.go', 'pkg/runs/benchmarksfile.go', 'pkg/cmd/yardstick/compare.go'],
      ['pkg/runs/documented_test.go', 'pkg/cmd/yardstick/gate_test.go']
    ),
    anchor: 'D5 l.19',
  },
  {
    id: 'D5-X08',
    title: 'Recommendations',
    how: served(['pkg/live/recommendations.go', dashboard], ['pkg/live/recommendations_test.go']),
    anchor: 'D5 l.20',
  },
  {
    id: 'D5-X09',
    title: 'Dashboard and reports',
    how: served([dashboard, 'pkg/report/report.go'], [drawn, 'pkg/report/daily_test.go']),
    anchor: 'D5 l.21',
  },
  {
    id: 'D5-X10',
    title: 'External monitoring systems',
    how: served(['instrument/textfile.ts', 'provisioning/rules/github-pm.yaml'], ['instrument/textfile.test.ts']),
    anchor: 'D5 l.22',
  },
  {
    id: 'D5-X11',
    title: 'Export to Prometheus, Datadog and New Relic',
    how: served(
      ['docs/command-line.md', 'pkg/cmd/yardstick/export.go', 'pkg/export/services.go', 'pkg/export/prometheus.go'],
      ['pkg/export/export_test.go', 'pkg/cmd/yardstick/verbs_test.go']
    ),
    anchor: 'D5 l.347-349',
  },
  {
    id: 'D5-X12',
    title: 'Little overhead of the measuring itself',
    how: served([collector, 'instrument/textfile.ts'], [collected]),
    anchor: 'D5 l.381',
  },
  {
    id: 'D5-X13',
    title: 'Tests and documentation',
    how: served(
      [
        'docs/runbooks/README.md',
        'docs/guides/optimization.md',
        'docs/guides/benchmarking.md',
        'docs/guides/troubleshooting.md',
      ],
      [collected, ...judged]
    ),
    anchor: 'D5 l.367-372, l.375-378',
  },
];
