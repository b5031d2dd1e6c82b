/** Which figures of D3 are parameters rather than limits, and where do they take effect? */
import type { z } from 'zod';

import type { Setting } from '../../model';
import { growth, playbookMinutes, slowStatementSeconds } from './figures';

export const settings: Array<z.input<typeof Setting>> = [
  {
    id: 'D3-T23',
    title: 'Slow query log',
    values: { seconds: slowStatementSeconds },
    use: 'Quantity D3-Q23, its check, and recommendations D3-O03 and D3-O07.',
    anchor: 'D3 l.133 (D-10)',
  },
  {
    id: 'D3-T26',
    title: 'Current load',
    values: { requestsPerSecond: growth.currentRps },
    use: 'Shown beside the measured load on the Capacity dashboard; the formula itself uses the measured mean of a day.',
    anchor: 'D3 l.305',
  },
  {
    id: 'D3-T27',
    title: 'Expected growth',
    values: { perQuarter: growth.perQuarter },
    use: 'Required instances: quantity D3-Q36 and recommendations D3-O09 and D3-O27.',
    anchor: 'D3 l.306',
  },
  {
    id: 'D3-T28',
    title: 'Peak load multiplier',
    values: { timesAverage: growth.peakMultiplier },
    use: 'Required instances: quantity D3-Q36 and recommendations D3-O09 and D3-O27.',
    anchor: 'D3 l.307, l.315',
  },
  {
    id: 'D3-T29',
    title: 'Seasonal variation',
    values: { moreDuringReleases: growth.releaseSeason },
    use: 'Required instances during a release: quantity D3-Q36.',
    anchor: 'D3 l.308',
  },
  {
    id: 'D3-T30',
    title: 'Capacity of one instance',
    values: { requestsPerSecond: growth.rpsPerInstance },
    use: 'Required instances (D3-Q36), distance to scaling thresholds (D3-Q47) and alert D3-A11.',
    anchor: 'D3 l.316',
  },
  {
    id: 'D3-T31',
    title: 'Cache sizes',
    values: { scores: 1000, preferences: 500, preferencesSeconds: 300 },
    use: 'Sizes of the caches whose hit rate quantity D3-Q30 shows and recommendation D3-O02 judges.',
    anchor: 'D3 l.163, l.169',
  },
  {
    id: 'D3-T32',
    title: 'Locust profile',
    values: { waitAtLeastSeconds: 1, waitAtMostSeconds: 3, weightOfStatus: 3, weightOfCreate: 1 },
    use: 'Load test whose results quantity D3-Q33 shows.',
    anchor: 'D3 l.226, l.228, l.232',
  },
  {
    id: 'D3-T33',
    title: 'Profile of a process in production',
    values: { seconds: 60 },
    use: 'Length of the py-spy recording in the guide to troubleshooting (D3-O38).',
    anchor: 'D3 l.127',
  },
  {
    id: 'D3-T34',
    title: 'Steps of the incident playbook',
    values: {
      immediateResponseMinutes: playbookMinutes.respond,
      initialInvestigationMinutes: playbookMinutes.investigate,
      mitigationMinutes: playbookMinutes.mitigate,
    },
    use: 'Times of the steps of the playbook in the runbooks.',
    anchor: 'D3 l.280, l.285, l.290, l.295',
  },
  {
    id: 'D3-T35',
    title: 'Escalation',
    values: { p0WithinMinutes: 0, p1WithinMinutes: 15, p2WithinBusinessDays: 1 },
    use: 'Label priority on every rule of ADO, by which a notification policy routes: P0 pages at once, P1 alerts within a quarter of an hour, P2 becomes a ticket.',
    anchor: 'D3 l.420-422 (D-2)',
  },
];
