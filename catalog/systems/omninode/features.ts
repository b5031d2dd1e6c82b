/** What does D4 name besides quantities, limits, alerts, panels and reports, and what became of it? */
import type { z } from 'zod';

import type { Feature } from '../../model';

type Spec = z.input<typeof Feature>;

const dashboard = 'dashboards/omninode/yardstick-omninode.json';
const rules = ['provisioning/alerting/omninode.yaml', 'provisioning/rules/omninode.yaml'];
const served = (by: string[], tests: string[]): Spec['how'] => ({ kind: 'served', by, tests });

export const features: Spec[] = [
  {
    id: 'D4-X01',
    title: 'Tracing a request by its id',
    how: served(
      ['instrument/request-trace.ts', 'catalog/emit/traces.ts', dashboard],
      ['instrument/systems.test.ts', 'catalog/traces.test.ts']
    ),
    anchor: 'D4 l.205-246',
  },
  {
    id: 'D4-X02',
    title: 'Week 1: database, Kafka, workflow cache',
    how: served([dashboard, 'instrument/omninode.ts'], ['catalog/dashboards.test.ts', 'instrument/systems.test.ts']),
    anchor: 'D4 l.446-449',
  },
  {
    id: 'D4-X03',
    title: 'Week 2: circuit breakers, end-to-end tracing, alerting',
    how: served(['pkg/live/breakers.go', ...rules], ['pkg/live/breakers_test.go', 'catalog/rules.test.ts']),
    anchor: 'D4 l.451-454',
  },
  {
    id: 'D4-X04',
    title: 'Week 3: dashboards, tuning, daily reports',
    how: served(
      [dashboard, 'pkg/live/breaker_tuning.go', 'pkg/report/daily.go'],
      ['pkg/live/breakers_test.go', 'pkg/report/daily_test.go']
    ),
    anchor: 'D4 l.456-459',
  },
  {
    id: 'D4-X05',
    title: 'Week 4: baselines, thresholds, documentation',
    how: served(
      [
        'pkg/learn/learner.go',
        'docs/methods/baseline.md',
        'docs/methods/verdicts.md',
        'docs/runbooks/README.md',
        dashboard,
      ],
      ['pkg/learn/learner_test.go', 'catalog/dashboards.test.ts']
    ),
    anchor: 'D4 l.461-464',
  },
  {
    id: 'D4-X06',
    title: 'What exists: metrics, tracking, breakers, resilience, health checks',
    how: served(['instrument/omninode.ts', 'catalog/systems/omninode/families.ts'], ['instrument/systems.test.ts']),
    anchor: 'D4 l.6-10',
  },
];
