/** What does D2 name besides quantities, limits, alerts, panels and reports, and what became of it? */
import type { z } from 'zod';

import type { Feature } from '../../model';

type Spec = z.input<typeof Feature>;

const dashboard = 'dashboards/kgas/yardstick-kgas.json';
const grafanaRules = 'provisioning/alerting/kgas.yaml';
const routing = 'docs/routing/kgas.md';

const served = (by: string[], tests: string[]): Spec['how'] => ({ kind: 'served', by, tests });
const channel = (id: string, title: string, anchor: string, by: string[] = []): Spec => ({
  id,
  title,
  how: served([routing, ...by], ['catalog/routing.test.ts']),
  anchor,
});

const channels: Spec[] = [
  channel('D2-X01', 'Channel: logs for all levels', 'D2 l.439'),
  channel('D2-X02', 'Channel: dashboard from warning on', 'D2 l.440', [dashboard]),
  channel('D2-X03', 'Channel: email from critical on', 'D2 l.441'),
  channel('D2-X04', 'Channel: pager for an emergency only', 'D2 l.442'),
];

const baselines: Spec[] = [
  {
    id: 'D2-X05',
    title: 'Outliers are removed before a baseline is computed',
    how: served(['pkg/baseline/outliers.go', 'docs/methods/baseline.md'], ['pkg/baseline/learn_test.go']),
    anchor: 'D2 l.203-205',
  },
  {
    id: 'D2-X06',
    title: 'Learning until a baseline can be relied on',
    how: served(['pkg/baseline/learn.go', 'pkg/baseline/record.go'], ['pkg/baseline/learn_test.go']),
    anchor: 'D2 l.195, l.219',
  },
  {
    id: 'D2-X07',
    title: 'Traces by the span attribute kgas.operation',
    how: served(['catalog/emit/traces.ts', dashboard], ['catalog/traces.test.ts']),
    anchor: 'D2 l.260-268, l.310-317',
  },
];

const phases: Spec[] = [
  {
    id: 'D2-X08',
    title: 'Phase 1: monitor, decorators, collection, first dashboard',
    how: served(
      ['instrument/kgas.ts', 'instrument/operation-timer.ts', dashboard],
      ['instrument/systems.test.ts', 'instrument/operation-timer.test.ts']
    ),
    anchor: 'D2 l.396-400',
  },
  {
    id: 'D2-X09',
    title: 'Phase 2: baseline data, statistics, thresholds',
    how: served(['pkg/learn/learner.go', 'pkg/baseline/learn.go'], ['pkg/learn/learner_test.go']),
    anchor: 'D2 l.402-406',
  },
  {
    id: 'D2-X10',
    title: 'Phase 3: APM, databases, resources, alerts',
    how: served(
      [dashboard, grafanaRules, 'provisioning/rules/kgas.yaml'],
      ['catalog/dashboards.test.ts', 'catalog/rules.test.ts']
    ),
    anchor: 'D2 l.408-412',
  },
  {
    id: 'D2-X11',
    title: 'Phase 4: optimization',
    how: served(['docs/guides/optimization.md', 'pkg/live/recommendations.go'], ['catalog/guides.test.ts']),
    anchor: 'D2 l.414-418',
  },
];

const success: Spec[] = [
  {
    id: 'D2-X12',
    title: 'All operations have baselines within two weeks',
    how: served(['pkg/plugin/table_coverage.go', dashboard], ['catalog/dashboards.test.ts']),
    anchor: 'D2 l.422',
  },
  {
    id: 'D2-X13',
    title: 'Regressions are detected within a minute',
    how: served([grafanaRules, 'pkg/detect/judge.go'], ['tests/grafana/live.spec.ts', 'tests/bench/detection.ts']),
    anchor: 'D2 l.423',
  },
  {
    id: 'D2-X14',
    title: 'Resource usage is tracked all the time',
    how: served([dashboard], ['tests/prometheus/expressions.spec.ts']),
    anchor: 'D2 l.424',
  },
  {
    id: 'D2-X15',
    title: 'Bottlenecks come with specific recommendations',
    how: served(['pkg/live/recommendations.go', dashboard], ['pkg/plugin/golden_test.go']),
    anchor: 'D2 l.425',
  },
  {
    id: 'D2-X16',
    title: 'A tenth faster in critical paths',
    how: served(['pkg/live/targets_engine.go', dashboard], ['pkg/live/targets_test.go']),
    anchor: 'D2 l.426',
  },
  {
    id: 'D2-X17',
    title: 'Detect regressions, find bottlenecks, plan capacity, meet SLAs',
    how: served(
      ['pkg/detect/judge.go', 'pkg/cmd/yardstick/analyze.go', 'pkg/growth/growth.go', 'pkg/live/targets.go'],
      [
        'pkg/detect/judge_test.go',
        'pkg/cmd/yardstick/verbs_test.go',
        'pkg/growth/growth_test.go',
        'pkg/capacity/forecast_test.go',
        'pkg/live/targets_test.go',
      ]
    ),
    anchor: 'D2 l.11-15',
  },
];

export const features: Spec[] = [...channels, ...baselines, ...phases, ...success];
