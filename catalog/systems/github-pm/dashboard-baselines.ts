/** Which panels hold github-pm against what is normal for it, and against the limits of its document? */
import type { z } from 'zod';

import { baselinesTable, colourSays, targetsTable } from '../../own-tables';
import type { Row } from '../../panel';

export const slowestRow: z.input<typeof Row> = {
  id: 108,
  title: 'Slowest operations',
  panels: [
    {
      id: 80,
      title: 'How far from normal',
      serves: ['D5-X05', 'D5-A01'],
      type: 'bargauge',
      own: [{ queryType: 'deviation', signal: 'latency', measure: 'ratio', mode: 'fast' }],
      alerts: ['D5-A01'],
      unit: 'suffix:x',
      decimals: 2,
      min: 0,
      anchor: 'D5 l.17, l.314-317',
      width: 8,
      height: 10,
      description: `Last run of every command, and live p95 of its phases and of the API, as a multiple of the normal one for this hour. 1x is normal; three runs above the line are an alert. ${colourSays}`,
      empty: 'Nothing can be judged yet: no command has run within half an hour, or none has a baseline.',
    },
    {
      id: 81,
      columns: ['operation', 'set', 'p95', 'baseline', 'ratio', 'tier', 'requests', 'reason'],
      title: 'Operations now',
      serves: ['D5-X05'],
      type: 'table',
      own: [{ queryType: 'table', table: 'operations', sort: 'slowest', limit: 25 }],
      unit: 'short',
      anchor: 'D5 l.17',
      width: 16,
      height: 10,
      description: 'Last run or live p95 of every operation beside its own baseline, slowest first.',
      empty: 'No operation was busy enough in the last minutes to be judged.',
    },
    {
      id: 82,
      title: 'Slow several times running',
      serves: ['D5-A01'],
      type: 'bargauge',
      own: [{ queryType: 'deviation', signal: 'latency', measure: 'repeated', mode: 'fast' }],
      anyIsBad: true,
      unit: 'short',
      min: 0,
      max: 1,
      decimals: 0,
      anchor: 'D5 l.17, l.314-317 (E-1)',
      width: 8,
      description:
        '1 where each of the last runs took more than half as long again as the baseline: what the alert looks at.',
      empty: 'No command has run within half an hour, so there is no verdict on its runs.',
    },
    {
      id: 83,
      columns: ['operation', 'tier', 'start', 'duration', 'peak', 'reason'],
      title: 'Violations',
      serves: ['D5-X05'],
      type: 'table',
      own: [{ queryType: 'table', table: 'violations' }],
      unit: 'short',
      anchor: 'D5 l.17',
      width: 16,
      description: 'Every stretch of this range in which an operation stayed above its baseline: start, end, peak.',
      empty: 'Nothing left its baseline in this range.',
    },
  ],
};

export const targetsRow: z.input<typeof Row> = {
  id: 109,
  title: 'Targets and baselines',
  panels: [
    {
      id: 84,
      ...targetsTable,
      title: 'Documented targets',
      serves: ['D5-T09', 'D5-T10', 'D5-T11', 'D5-T13', 'D5-T14'],
      anchor: 'D5 l.146-182, l.310-340',
      width: 24,
      height: 12,
      description:
        'Every limit of the document with the value now. Not tested: that load or work is absent. Cannot tell: no metric, or no bucket bound at the limit.',
      empty: 'No target can be evaluated yet: this Prometheus has none of their metrics.',
    },
    {
      id: 85,
      ...baselinesTable,
      title: 'Baselines',
      serves: ['D5-X05'],
      anchor: 'D5 l.17, l.153-169',
      width: 24,
      height: 12,
      description:
        'What is normal for each operation. Until enough runs are known, the baseline of benchmarks.yml stands in for commands.',
      empty:
        'Nothing is learned yet: the learner starts with the newest 24 hours as soon as this dashboard or a rule asks.',
    },
  ],
};
