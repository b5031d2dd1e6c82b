/** What else does D3 name (l.47-97, l.112-127, l.208-212, l.279-298, l.394-417)? */
import type { z } from 'zod';

import type { Feature } from '../../model';

/** The playbook stands on the page of every alert. */
const runbooks = ['catalog/systems/ado/playbook.ts', 'docs/runbooks/ado/d3-a01a.md'];
const step = (id: string, title: string, anchor: string): z.input<typeof Feature> => ({
  id,
  title,
  how: { kind: 'served', by: runbooks },
  anchor,
});

export const features: Array<z.input<typeof Feature>> = [
  step('D3-X01', 'Playbook, immediate response', 'D3 l.280-283'),
  step('D3-X02', 'Playbook, initial investigation', 'D3 l.285-288'),
  step('D3-X03', 'Playbook, mitigation', 'D3 l.290-293'),
  step('D3-X04', 'Playbook, root cause analysis', 'D3 l.295-298'),
  {
    id: 'D3-X05',
    title: 'Baseline, load, stress, spike and volume tests',
    how: {
      kind: 'served',
      by: ['docs/runs.md', 'docs/gate.md', 'pkg/runs/import.go', 'pkg/compare/gate.go'],
      tests: ['pkg/runs/tools_test.go', 'pkg/runs/import_test.go', 'pkg/compare/gate_test.go'],
    },
    anchor: 'D3 l.208-212',
  },
  {
    id: 'D3-X06',
    title: 'Profilers',
    how: {
      kind: 'answered',
      why: 'A Grafana plugin must not attach a profiler to a foreign process; it says which operation became slow and when, and the guide to troubleshooting says how to record it with py-spy.',
    },
    anchor: 'D3 l.112-127, l.400-404',
  },
  {
    id: 'D3-X07',
    title: 'Monitoring stack',
    how: {
      kind: 'served',
      by: [
        'instrument/ado.ts',
        'provisioning/datasources/prometheus.yaml',
        'provisioning/datasources/yardstick.yaml',
        'provisioning/alerting/ado.yaml',
        'provisioning/rules/ado.yaml',
      ],
      tests: ['instrument/ado.test.ts', 'catalog/rules.test.ts'],
    },
    anchor: 'D3 l.47-83, l.87-97, l.394-398 (D-35)',
  },
  {
    id: 'D3-X08',
    title: 'Contacts',
    how: {
      kind: 'answered',
      why: 'No address of a document is shipped, because contact points and policies are those of whoever runs Grafana; every rule carries system and priority, by which a policy routes.',
    },
    anchor: 'D3 l.414-417',
  },
];
