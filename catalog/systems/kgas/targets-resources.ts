/** Which limits does D2 set for resources (l.110-115)? Memory is binary (D-24), disk and network are decimal (D-23). */
import type { z } from 'zod';

import { cpuPercent } from '../../host';
import type { Target } from '../../model';
import { diskBytes, networkBits, openFiles } from './quantities-resources';

const GB = 1024 ** 3;

export const resources: Array<z.input<typeof Target>> = [
  {
    id: 'D2-T25',
    title: 'CPU, sustained',
    quantity: 'D2-Q23',
    expr: cpuPercent('15m'),
    op: '<',
    limit: 70,
    unit: 'percent',
    anchor: 'D2 l.111 (D-5)',
  },
  {
    id: 'D2-T26',
    title: 'Memory during medium runs',
    quantity: 'D2-Q24',
    expr: 'sum(process_resident_memory_bytes{$app})',
    load: 'max(kgas_conversion_in_progress_start_timestamp_seconds{$app,dataset_size="medium"} > bool 0)',
    op: '<',
    limit: 16 * GB,
    unit: 'bytes',
    anchor: 'D2 l.112 (D-24)',
  },
  {
    id: 'D2-T27',
    title: 'Disk I/O, sustained',
    quantity: 'D2-Q25',
    expr: diskBytes('15m'),
    op: '<',
    limit: 100e6,
    unit: 'Bps',
    anchor: 'D2 l.113 (D-23)',
  },
  {
    id: 'D2-T28',
    title: 'Network, average',
    quantity: 'D2-Q26',
    expr: networkBits('1h'),
    op: '<',
    limit: 10e6,
    unit: 'bps',
    anchor: 'D2 l.114 (D-23)',
  },
  {
    id: 'D2-T29',
    title: 'File handles',
    quantity: 'D2-Q27',
    expr: openFiles,
    op: '<',
    limit: 1000,
    unit: 'short',
    anchor: 'D2 l.115',
  },
];
