/** What does D1 name besides quantities, limits, alerts, panels and reports? */
import type { z } from 'zod';

import type { Feature } from '../../model';

export const features: Array<z.input<typeof Feature>> = [
  {
    id: 'D1-X01',
    title: 'Metrics of a command on request (--metrics)',
    how: { kind: 'served', by: ['instrument/dpas-commands.ts'], tests: ['instrument/dpas.test.ts'] },
    anchor: 'D1 l.207-209, l.217-220',
  },
  {
    id: 'D1-X02',
    title: 'Continuous performance test suite',
    how: {
      kind: 'served',
      by: ['docs/runs.md', 'docs/gate.md', 'pkg/cmd/yardstick/gate.go'],
      tests: ['pkg/cmd/yardstick/gate_test.go', 'pkg/runs/documented_test.go'],
    },
    anchor: 'D1 l.259-275',
  },
  {
    id: 'D1-X03',
    title: 'Phase 1: core monitoring',
    how: {
      kind: 'served',
      by: ['instrument/dpas.ts', 'catalog/systems/dpas/quantities-processes.ts', 'dashboards/dpas/yardstick-dpas.json'],
      tests: ['instrument/dpas.test.ts'],
    },
    anchor: 'D1 l.279',
  },
  {
    id: 'D1-X04',
    title: 'Phase 2: metrics of the pipelines',
    how: {
      kind: 'served',
      by: ['instrument/dpas-ingestion.ts', 'instrument/dpas-queries.ts', 'instrument/dpas-dbt.ts'],
      tests: ['instrument/dpas.test.ts'],
    },
    anchor: 'D1 l.280',
  },
  {
    id: 'D1-X05',
    title: 'Phase 3: dashboard and alerting',
    how: {
      kind: 'served',
      by: ['dashboards/dpas/yardstick-dpas.json', 'provisioning/alerting/dpas.yaml', 'provisioning/rules/dpas.yaml'],
      tests: ['provisioning/rules/tests/dpas.yaml'],
    },
    anchor: 'D1 l.281',
  },
  {
    id: 'D1-X06',
    title: 'Phase 4: continuous optimization',
    how: {
      kind: 'served',
      by: [
        'catalog/systems/dpas/dashboard-slowest.ts',
        'catalog/systems/dpas/dashboard-baselines.ts',
        'docs/methods/baseline.md',
      ],
    },
    anchor: 'D1 l.282',
  },
];
