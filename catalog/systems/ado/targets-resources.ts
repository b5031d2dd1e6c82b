/** Which limits does D3 set for hosts (l.32-35)? "Average" is a mean of five minutes, "peak" its highest of an hour (D-5). */
import type { z } from 'zod';

import { cpuPercent } from '../../host';
import type { Target } from '../../model';
import { diskPercent, memoryPercent, networkPercent, peakOfAnHour } from './quantities-resources';

const limited = (
  id: string,
  title: string,
  quantity: string,
  expr: string,
  limit: number,
  anchor: string
): z.input<typeof Target> => ({ id, title, quantity, expr, op: '<', limit, unit: 'percent', anchor });

export const resources: Array<z.input<typeof Target>> = [
  limited('D3-T13', 'CPU, average', 'D3-Q13', cpuPercent('5m'), 70, 'D3 l.32 (D-5)'),
  limited('D3-T14', 'CPU, peak', 'D3-Q13', peakOfAnHour(cpuPercent('5m')), 90, 'D3 l.32 (D-5)'),
  limited('D3-T15', 'Memory, average', 'D3-Q14', `avg_over_time((${memoryPercent})[5m:30s])`, 80, 'D3 l.33 (D-6)'),
  limited('D3-T16', 'Memory, peak', 'D3-Q14', peakOfAnHour(memoryPercent), 95, 'D3 l.33 (D-6)'),
  limited('D3-T17', 'Disk I/O', 'D3-Q15', diskPercent('5m'), 80, 'D3 l.34'),
  limited('D3-T18', 'Network', 'D3-Q16', networkPercent('5m'), 70, 'D3 l.35'),
];
