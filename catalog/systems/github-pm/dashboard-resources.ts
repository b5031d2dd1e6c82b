/** Which panels show what a command takes of its machine, and what that has? */
import type { z } from 'zod';

import type { Panel, Row } from '../../panel';

type Spec = z.input<typeof Panel>;

const noMemory =
  'Memory is not measured: let the command write github_pm_memory_usage_bytes{type,command} when it ends.';
const noHost = 'No machine is scraped: run node_exporter under a job named github-pm-<something>.';

/** One quantity by time. */
const over = (
  id: number,
  title: string,
  quantities: string[],
  unit: string,
  anchor: string,
  rest: Pick<Spec, 'description' | 'empty'> & { width?: number }
): Spec => ({
  id,
  title,
  serves: quantities,
  type: 'timeseries',
  promql: quantities.map((quantity) => ({ quantity })),
  unit,
  anchor,
  width: 6,
  ...rest,
});

export const resourcesRow: z.input<typeof Row> = {
  id: 103,
  title: 'What a command takes (D5 l.45-49, l.58-62, l.73-91)',
  panels: [
    over(30, 'Peak memory', ['D5-Q03'], 'bytes', 'D5 l.46, l.255', {
      description: 'Most memory that the last run of each command had at once.',
      empty: noMemory,
    }),
    over(31, 'Average memory', ['D5-Q04'], 'bytes', 'D5 l.47', {
      description: 'Average memory of the last run of each command.',
      empty: noMemory,
    }),
    over(32, 'Memory gained', ['D5-Q05'], 'bytes', 'D5 l.256 (C-24)', {
      description: 'Heap at the end of a run less that at its beginning; negative where it was cleaned up meanwhile.',
      empty: 'It is not measured: let the command write github_pm_command_memory_delta_bytes{command}.',
    }),
    {
      id: 33,
      title: 'Heap of the last run',
      serves: ['D5-Q23', 'D5-A02', 'D5-T10'],
      type: 'timeseries',
      promql: [{ quantity: 'D5-Q23' }],
      alerts: ['D5-A02'],
      unit: 'bytes',
      min: 0,
      anchor: 'D5 l.74, l.322, l.360 (D-24)',
      width: 6,
      description: 'Largest heap among the last runs of the commands, by machine.',
      empty: noMemory,
    },
    over(34, 'CPU time of a run', ['D5-Q06'], 's', 'D5 l.48', {
      description: 'Mean CPU time of the runs of a day, by command.',
      empty: 'CPU time is not counted: let the command count github_pm_command_cpu_seconds_total{command}.',
    }),
    over(35, 'I/O operations of a run', ['D5-Q07'], 'short', 'D5 l.49', {
      description: 'Mean number of reads and writes of the runs of a day, by command.',
      empty: 'They are not counted: let the command count github_pm_command_io_operations_total{command}.',
    }),
    over(36, 'CPU of all commands', ['D5-Q26'], 'percent', 'D5 l.79', {
      description: 'CPU time per second, in percent of one core.',
      empty: 'CPU time is not counted: let the command count github_pm_command_cpu_seconds_total{command}.',
    }),
    over(37, 'Share of the memory', ['D5-Q25'], 'percent', 'D5 l.76 (D-30)', {
      description: 'Heap of the last runs in percent of the memory of the machines.',
      empty: `${noMemory} ${noHost}`,
    }),
    over(38, 'Log file and cache', ['D5-Q29', 'D5-Q30'], 'bytes', 'D5 l.84-85', {
      width: 8,
      description: 'Size of the log file and of the cache of the command on disk.',
      empty:
        'Sizes are not measured: let the command write github_pm_log_file_size_bytes and github_pm_cache_size_bytes.',
    }),
    over(39, 'Network', ['D5-Q32', 'D5-Q33'], 'bytes', 'D5 l.89-90', {
      width: 8,
      description: 'Bytes that the commands of an hour sent and received.',
      empty:
        'They are not counted: let the command count github_pm_network_transmit_bytes_total and _receive_bytes_total.',
    }),
    over(60, 'Connections and operations at once', ['D5-Q34', 'D5-Q22'], 'short', 'D5 l.62, l.91', {
      width: 8,
      description: 'The most of both that the last command had at once.',
      empty:
        'They are not measured: let the command write github_pm_active_connections and github_pm_concurrent_operations.',
    }),
  ],
};

export const machineRow: z.input<typeof Row> = {
  id: 104,
  title: 'The machine (D5 l.75, l.80-86)',
  panels: [
    over(61, 'Memory available', ['D5-Q24'], 'bytes', 'D5 l.75', {
      description: 'Memory that programs can still get, by machine.',
      empty: noHost,
    }),
    over(62, 'CPU', ['D5-Q27'], 'percent', 'D5 l.80', {
      description: 'Share of all cores of a machine that is busy.',
      empty: noHost,
    }),
    {
      ...over(63, 'Cores', ['D5-Q28'], 'short', 'D5 l.81', { description: 'CPU cores by machine.', empty: noHost }),
      type: 'stat',
      now: true,
    },
    over(64, 'Disk space available', ['D5-Q31'], 'bytes', 'D5 l.86', {
      description: 'Free space of the fullest file system that holds data.',
      empty: noHost,
    }),
  ],
};
